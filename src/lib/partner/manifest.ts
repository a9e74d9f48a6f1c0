import {defaultPrefix, type Partner, type ProvisionTerms, type Reading, readObject} from './protocol.js'

type Json = Readonly<Record<string, unknown>>

/** What a test of a partner's server needs of its manifest. */
export interface PartnerManifest extends Partner {
  /** Which part of the manifest the URLs are from. */
  environment: 'production' | 'test'
  /** Missing where single sign-on cannot be tested. */
  ssoUrl?: string
  ssoSalt?: string
  /** As they are declared: `*` stands for every region. */
  regions: readonly string[]
  terms: ProvisionTerms
  /** `api` as it is, for the checks of the manifest itself. */
  api: Json
}

/**
 * Reads an addon-manifest.json (Dev Center "Add-on Manifest", 2024-12-03): `api.test` when it is there, else
 * `api.production`. What is wrong without being in the way is left to the checks.
 *
 * @param url the server's, in place of the manifest's: its resources are below it, and single sign-on keeps its path
 * @returns the manifest, or one sentence that says what is in the way
 */
export function readManifest(text: string, url?: string): Reading<PartnerManifest> {
  try {
    return {result: manifestFrom(text, url)}
  } catch (error) {
    if (error instanceof InTheWay) return {faults: [error.message]}
    throw error
  }
}

class InTheWay extends Error {}

function manifestFrom(text: string, url: string | undefined): PartnerManifest {
  const read = readObject(text)
  if (read.faults) throw new InTheWay(`The manifest cannot be read. ${read.faults[0]?.replace('The body', 'The file')}`)
  const {id, api} = read.result
  if (typeof id !== 'string' || id === '') throw new InTheWay('The manifest has no `id`, the slug that Heroku authenticates with.')
  if (!isObject(api)) throw new InTheWay('The manifest has no `api`.')
  const {password, version, config_vars_prefix: prefix} = api
  if (String(version) !== '3') throw new InTheWay(`\`api.version\` of the manifest is ${version === undefined ? 'missing' : JSON.stringify(version)}. Version "3" is what can be tested; version 1 ended on 2023-07-03.`)
  if (typeof password !== 'string' || password === '') throw new InTheWay('The manifest has no `api.password`, without which every request is refused.')
  const {environment, baseUrl, ssoUrl} = placesOf(api, url)
  const salt = api['sso_salt']
  return {
    id,
    password,
    environment,
    baseUrl,
    ...(ssoUrl !== undefined && {ssoUrl}),
    ...(typeof salt === 'string' && salt !== '' && {ssoSalt: salt}),
    regions: textsIn(api['regions']),
    terms: {configVars: textsIn(api['config_vars']), prefix: typeof prefix === 'string' && prefix !== '' ? prefix : defaultPrefix(id), requires: textsIn(api['requires'])},
    api,
  }
}

function placesOf(api: Json, url: string | undefined): Pick<PartnerManifest, 'baseUrl' | 'environment' | 'ssoUrl'> {
  const environment = api['test'] === undefined ? 'production' : 'test'
  const places = api[environment]
  if (typeof places === 'string') throw new InTheWay(`\`api.${environment}\` of the manifest is a URL, as in version 1. Version 3 has a \`base_url\` and an \`sso_url\` there.`)
  const {base_url: base = url, sso_url: sso} = isObject(places) ? places : {}
  if (base === undefined) throw new InTheWay('The manifest has neither `api.test.base_url` nor `api.production.base_url`, and no --url says where the server is.')
  const own = url ?? urlIn(base, `api.${environment}.base_url`).href
  const at = sso === undefined ? undefined : urlIn(sso, `api.${environment}.sso_url`)
  const ssoUrl = at && url !== undefined ? new URL(at.pathname + at.search, url) : at
  return {environment, baseUrl: own, ...(ssoUrl && {ssoUrl: ssoUrl.href})}
}

function urlIn(value: unknown, name: string): URL {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new InTheWay(`\`${name}\` of the manifest is no http:// or https:// URL.`)
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [])
