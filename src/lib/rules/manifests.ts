import {type Node, parse, type ParseError, parseTree} from 'jsonc-parser'
import {regions} from './facts/regions.js'
import {didYouMean} from './suggest.js'

/** An add-on manifest as partners write it (facts/addon-partners.md 1.1). */
export interface Manifest {
  id: string
  name: string
  cli_plugin_name?: string
  api: {
    version?: string
    config_vars_prefix?: string
    config_vars?: string[]
    password: string
    sso_salt?: string
    regions: string[]
    requires?: string[]
    production: {base_url: string; sso_url?: string}
    test?: {base_url?: string; sso_url?: string}
  }
  /** The revision that it was made from: given by a push and a pull, sent back with the next push. */
  $base?: number | string
}

/** Something about a manifest that is not as it has to be, or with `warning` not as it should. */
export interface Finding {
  /** JSONPath: `$.api.regions[1]`. */
  path: string
  severity: 'error' | 'warning'
  /** The rule that is broken. */
  message: string
  /** What to do about it. */
  fix: string
}

/** Larger than any manifest, in bytes. */
const largest = 1024 * 1024

/** Deeper than any manifest, in levels; what is much deeper cannot be looked at. */
const deepest = 50

/** Whether values lie in each other more levels deep than this. */
const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1)))

/** What the server says of a push without regions: heroku-cli-addons-admin, its tests. */
export const regionsRequired = 'A list of supported regions is required, see https://devcenter.heroku.com/articles/add-on-manifest'

/** Every region by name, and of spaces those in which one can be. */
export const regionNames: readonly string[] = regions.map(({name}) => name)
export const spaceRegionNames: readonly string[] = regions.filter(({private_capable}) => private_capable).map(({name}) => name)

/** `*` stands for every region (kensa). */
export const everyRegion = '*'

/** The prefix that config vars have where the manifest gives none: `fast-db` has `FAST_DB`. documented: DC:add-on-manifest. */
export const defaultPrefix = (slug: string): string => slug.toUpperCase().replaceAll('-', '_')

/** What there is to say of a manifest, and the manifest where none of it is an error. */
export interface CheckedManifest {
  findings: Finding[]
  manifest?: Manifest
}

/** Everything that is wrong with the text of a manifest, in the order of the file's rules. */
export function checkManifest(text: string): CheckedManifest {
  const findings = [...checkText(text)]
  if (findings.length > 0) return {findings}
  const value = JSON.parse(withoutBom(text)) as unknown
  const checked = checkContents(value)
  const twice = isDeeper(value, deepest) ? [] : duplicates(text)
  return twice.length > 0 ? {findings: [...twice, ...checked.findings]} : checked
}

/** Everything that is wrong with what a manifest says. */
export function checkContents(value: unknown): CheckedManifest {
  const findings = isDeeper(value, deepest) ? [error('$', `The manifest is nested deeper than ${deepest} levels.`, 'Keep in it what the documents name, and nothing else.')] : [...checkTop(value)]
  return findings.some(({severity}) => severity === 'error') ? {findings} : {findings, manifest: value as Manifest}
}

export const withoutBom = (text: string): string => text.replace(/^\uFEFF/, '')

const finding = (severity: Finding['severity']) => (path: string, message: string, fix: string): Finding => ({path, severity, message, fix})
const error = finding('error')
const warning = finding('warning')

function* checkText(text: string): Generator<Finding> {
  if (Buffer.byteLength(text) > largest) yield error('$', `The manifest is larger than ${largest / 1024} KiB.`, 'Keep in it what the documents name, and nothing else.')
  else if (withoutBom(text).trim() === '') yield error('$', 'The manifest is empty.', 'Make one with addons:admin:manifest:generate.')
  else {
    const trouble = syntaxTrouble(withoutBom(text))
    if (trouble !== undefined) yield error('$', `The manifest is not JSON: ${trouble}.`, 'Mend it there.')
  }
}

function syntaxTrouble(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch {
    const errors: ParseError[] = []
    // What is nested too deeply for that is only said to be wrong.
    try {
      parse(text, errors, {disallowComments: true})
    } catch {}
    const before = text.slice(0, errors[0]?.offset ?? text.length).split('\n')
    return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
  }
}

/** A key that stands twice in one object: the last counts, and nobody sees it. */
function duplicates(text: string): Finding[] {
  const found: Finding[] = []
  const visit = (node: Node | undefined, path: string): void => {
    if (node?.type === 'object') {
      const seen = new Set<string>()
      for (const {children: [key, value] = []} of node.children ?? []) {
        const name = String(key?.value)
        if (seen.has(name)) found.push(error(`${path}.${name}`, `The key ${name} stands twice.`, 'Keep one of them.'))
        seen.add(name)
        visit(value, `${path}.${name}`)
      }
    } else node?.children?.forEach((child, index) => visit(child, `${path}[${index}]`))
  }
  visit(parseTree(withoutBom(text)), '$')
  return found
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const topKeys = ['$base', 'api', 'cli_plugin_name', 'id', 'name']
const apiKeys = ['config_vars', 'config_vars_prefix', 'password', 'production', 'regions', 'requires', 'sso_salt', 'test', 'username', 'version']

function* checkTop(value: unknown): Generator<Finding> {
  if (!isObject(value)) {
    yield error('$', 'The manifest is not an object.', 'Begin it with { and end it with }.')
    return
  }
  const {$base, api, cli_plugin_name, id, name} = value
  if (!isText(id)) yield error('$.id', 'The id is missing or no text.', 'Give the slug that people type in addons:create, as in "fast-db".')
  else if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > 60) yield error('$.id', `The id ${JSON.stringify(id.slice(0, 60))} is not a slug.`, 'Use up to 60 lowercase letters, digits and single dashes, beginning with a letter.')
  if (!isText(name)) yield error('$.name', 'The name is missing or no text.', 'Give the name that people see, as in "Fast DB".')
  else if (/\p{Cc}/u.test(name)) yield error('$.name', 'The name has a control character in it.', 'Keep it to one line of text.')
  if (cli_plugin_name !== undefined && !isText(cli_plugin_name)) yield error('$.cli_plugin_name', 'cli_plugin_name is no text.', 'Give the name of an npm package, or leave it out.')
  if ($base !== undefined && typeof $base !== 'number' && typeof $base !== 'string') yield error('$.$base', '$base is neither a number nor text.', 'Keep what the last pull or push wrote, or remove it.')
  yield* unknownKeys('$', value, topKeys)
  if (isObject(api)) yield* checkApi(api, isText(id) ? id : '')
  else yield error('$.api', 'api is missing or no object.', 'Give an object with regions, password and production.')
}

function* checkApi(api: Record<string, unknown>, slug: string): Generator<Finding> {
  if (api['version'] === undefined) yield error('$.api.version', 'version is missing, which means the retired version 1.', 'Set it to "3".')
  else if (api['version'] !== '3') yield error('$.api.version', `version is ${JSON.stringify(api['version'])}, and only "3" is served.`, 'Set it to "3", in quotes.')
  yield* checkSecret('password', api['password'], error)
  yield* checkSecret('sso_salt', api['sso_salt'], warning)
  if (api['username'] !== undefined) yield error('$.api.username', 'username is deprecated: Heroku authenticates with the id.', 'Remove it.')
  yield* checkConfigVars(api, slug)
  yield* checkRegions(api['regions'])
  yield* checkRequires(api['requires'])
  yield* checkUrls('production', api['production'])
  if (api['test'] !== undefined) yield* checkUrls('test', api['test'])
  yield* unknownKeys('$.api', api, apiKeys)
}

function* checkSecret(key: 'password' | 'sso_salt', value: unknown, missing: typeof error): Generator<Finding> {
  const path = `$.api.${key}`
  const use = key === 'password' ? 'Heroku authenticates with it' : 'single sign-on is signed with it'
  if (value === undefined) yield missing(path, `${key} is missing: ${use}.`, 'Give 32 random characters.')
  else if (!isText(value)) yield error(path, `${key} is empty or no text.`, 'Give 32 random characters.')
  else if (value === 'CHANGEME') yield warning(path, `${key} is still CHANGEME.`, 'Give 32 random characters.')
  else if (value.length < 16) yield warning(path, `${key} has only ${value.length} characters.`, 'Give 32 random characters.')
}

function* checkConfigVars(api: Record<string, unknown>, slug: string): Generator<Finding> {
  const {config_vars: vars, config_vars_prefix: given} = api
  if (given !== undefined && (typeof given !== 'string' || !/^[A-Z][A-Z0-9_]*$/.test(given)))
    yield error('$.api.config_vars_prefix', 'config_vars_prefix is not made of upper-case letters, digits and underscores.', `Use ${defaultPrefix(slug) || 'FAST_DB'}, or leave it out.`)
  if (vars === undefined) return
  if (!Array.isArray(vars)) {
    yield error('$.api.config_vars', 'config_vars is not a list.', 'Give a list of names, as in ["FAST_DB_URL"].')
    return
  }
  const prefix = typeof given === 'string' ? given : defaultPrefix(slug)
  const seen = new Set<unknown>()
  for (const [index, name] of vars.entries()) {
    const path = `$.api.config_vars[${index}]`
    if (typeof name !== 'string' || !/^[A-Z][0-9A-Z_]+$/.test(name)) yield error(path, `${JSON.stringify(name)} is not the name of a config var.`, 'Use upper-case letters, digits and underscores.')
    else if (!name.startsWith(`${prefix}_`)) yield error(path, `${name} does not begin with ${prefix}_.`, `Call it ${prefix}_${name}, or change config_vars_prefix.`)
    else if (seen.has(name)) yield error(path, `${name} stands twice.`, 'Remove one of them.')
    seen.add(name)
  }
}

function* checkRegions(list: unknown): Generator<Finding> {
  const path = '$.api.regions'
  if (!Array.isArray(list) || list.length === 0) {
    yield error(path, regionsRequired, `Give a list of ${regionNames.join(', ')}.`)
    return
  }
  for (const [index, name] of list.entries()) {
    if (name === everyRegion ? list.length > 1 : false) yield warning(`${path}[${index}]`, '* stands for every region, and others stand beside it.', 'Remove * or the others.')
    else if (name !== everyRegion && !regionNames.includes(name as string))
      yield error(`${path}[${index}]`, `There is no region ${JSON.stringify(name)}.`, `${typeof name === 'string' ? didYouMean(name, regionNames).trim() : ''} Use one of ${regionNames.join(', ')}.`.trim())
    else if (list.indexOf(name) !== index) yield error(`${path}[${index}]`, `The region ${name as string} stands twice.`, 'Remove one of them.')
  }
}

const capabilities = ['attachable', 'log_input', 'many_per_app', 'syslog_drain']

function* checkRequires(list: unknown): Generator<Finding> {
  if (list === undefined) return
  if (!Array.isArray(list)) yield error('$.api.requires', 'requires is not a list.', 'Give a list, which may be empty.')
  else
    for (const [index, name] of list.entries())
      if (!capabilities.includes(name as string)) yield warning(`$.api.requires[${index}]`, `${JSON.stringify(name)} is no capability that is known.`, `Use one of ${capabilities.join(', ')}.`)
}

function* checkUrls(key: 'production' | 'test', value: unknown): Generator<Finding> {
  const path = `$.api.${key}`
  if (typeof value === 'string') yield error(path, `${key} is one URL, as in the retired version 1.`, 'Give an object with base_url and sso_url.')
  else if (!isObject(value)) yield error(path, `${key} is missing or no object.`, 'Give an object with base_url and sso_url.')
  else {
    yield* checkUrl(`${path}.base_url`, value['base_url'], key === 'production', key === 'production' ? error : warning)
    yield* checkUrl(`${path}.sso_url`, value['sso_url'], key === 'production', warning)
  }
}

function* checkUrl(path: string, value: unknown, secure: boolean, missing: typeof error): Generator<Finding> {
  const example = 'as in https://fast-db.example.com/heroku/resources'
  if (value === undefined) yield missing(path, `${path.split('.').at(-1)} is missing.`, `Give a URL, ${example}.`)
  else if (typeof value !== 'string' || !URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol) || new URL(value).hostname === '') yield error(path, `${withoutUser(JSON.stringify(value)).slice(0, 80)} is not a URL.`, `Give one, ${example}.`)
  else if (new URL(value).username || new URL(value).password) yield error(path, 'The URL holds credentials.', 'Remove them: Heroku authenticates with the id and the password of the manifest.')
  else if (secure && new URL(value).protocol === 'http:') {
    if (isLoopbackHost(new URL(value).hostname)) yield warning(path, 'The URL is http, which only a control plane on the same machine calls.', 'Use https before you push it to Heroku.')
    else yield error(path, 'The URL is http: passwords would be sent in the clear.', 'Use https.')
  }
}

/** What is not a URL that is wanted may still be one that holds credentials. */
const withoutUser = (text: string): string => text.replaceAll(/\/\/[^\s/"]*@/g, '//[redacted]@')

/** Whether a host name of a URL is this machine. */
export const isLoopbackHost = (host: string): boolean => /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(host)

function* unknownKeys(path: string, value: Record<string, unknown>, known: readonly string[]): Generator<Finding> {
  for (const key of Object.keys(value))
    if (!known.includes(key)) yield warning(`${path}.${key}`, `${key} is no key that is known.`, `${didYouMean(key, known).trim()} Remove it if nothing needs it.`.trim())
}

/** The regions that a manifest names, `*` written out. */
export const regionsOf = ({api}: Manifest): string[] => (api.regions.includes(everyRegion) ? [...regionNames] : api.regions)
