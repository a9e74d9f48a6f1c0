// The Add-on Partner API v3: what Heroku sends to a partner's server, and how an answer is read. Pure.
// Sources: Dev Center "Add-on Partner API Reference" (2024-05-08), with the bodies as real partners quote and decode them.

/** Where a partner's server is, and how Heroku shows that it is Heroku. */
export interface Partner {
  /** The slug of the add-on service, which is the user name as well. */
  id: string
  password: string
  /** `api.production.base_url` of the manifest; `/heroku/resources` is appended where it is missing. */
  baseUrl: string
}

/** A request to a partner, ready to be sent. Header names in lower case. */
export interface PartnerRequest {
  method: 'DELETE' | 'POST' | 'PUT'
  url: string
  headers: Readonly<Record<string, string>>
  body?: string
}

/** What comes back, as far as reading it goes. */
export interface PartnerAnswer {
  status: number
  body: string
}

export interface OAuthGrant {
  /** Exchanged for tokens once, within five minutes. */
  code: string
  /** RFC 3339. */
  expires_at: string
  type: 'authorization_code'
}

/** The body of a provision request. */
export interface Provision {
  /** The add-on's id, by which repeated requests are told from new ones. */
  uuid: string
  /** Globally unique: `acme-cache-cubed-12345`. */
  name: string
  /** Without the service: `basic`. */
  plan: string
  /** See `regionString`. */
  region: string
  /** The add-on on the Platform API: `https://api.heroku.com/addons/<uuid>`. */
  callback_url: string
  /** What the customer gave after `--`; values are strings, whatever they look like. */
  options: Readonly<Record<string, string>>
  oauth_grant: OAuthGrant | null
  /** Only for services that require `log_input`. */
  log_input_url?: string
  /** Only for services that require `syslog_drain`. */
  log_drain_token?: string
}

/** What of a manifest decides which answers are right. */
export interface ProvisionTerms {
  /** `api.config_vars`: the names that may be set. */
  configVars: readonly string[]
  /** `api.config_vars_prefix`, or what the slug gives. */
  prefix: string
  /** `api.requires`. */
  requires: readonly string[]
}

export type ProvisionResult =
  | {outcome: 'provisioned'; id: string; config: Readonly<Record<string, string>>; message?: string; logDrainUrl?: string}
  /** 202: the partner calls back when it is done, within 12 hours. */
  | {outcome: 'provisioning'; id: string; message?: string; logDrainUrl?: string}
  | Refused

export type PlanChangeResult = {outcome: 'changed' | 'changing'; config: Readonly<Record<string, string>>; message?: string} | Refused

/** Any status but 2xx. The customer is shown the message of a 422 and a 503 only. */
export interface Refused {
  outcome: 'refused'
  status: number
  message?: string
}

/** A result, or everything that is wrong with the answer, a sentence each; of values only the types are told. */
export type Reading<T> = {faults: readonly string[]; result?: undefined} | {faults?: undefined; result: T}

export const acceptHeader = 'application/vnd.heroku-addons+json; version=3'

const path = '/heroku/resources'

/** The URL of a partner's resources: the base with `/heroku/resources` at its end. */
export function resourcesUrl(baseUrl: string): string {
  const url = new URL(baseUrl)
  const own = url.pathname.replace(/\/+$/, '')
  url.pathname = own.endsWith(path) ? own : own + path
  return url.href
}

/** The region as partners are sent it: `amazon-web-services::eu-central-1`. */
export const regionString = ({name, region}: {name: string; region: string}): string => `${name}::${region}`

/** The prefix of config vars where the manifest names none: `fast-db` gives `FAST_DB`. */
export const defaultPrefix = (slug: string): string => slug.toUpperCase().replaceAll('-', '_')

export const provisionRequest = (partner: Partner, body: Provision): PartnerRequest => requestTo(partner, 'POST', '', body)

export const planChangeRequest = (partner: Partner, uuid: string, plan: string): PartnerRequest => requestTo(partner, 'PUT', uuid, {plan})

export const deprovisionRequest = (partner: Partner, uuid: string): PartnerRequest => requestTo(partner, 'DELETE', uuid)

function requestTo(partner: Partner, method: PartnerRequest['method'], uuid: string, body?: object): PartnerRequest {
  const url = new URL(resourcesUrl(partner.baseUrl))
  if (uuid !== '') url.pathname += `/${encodeURIComponent(uuid)}`
  return {
    method,
    url: url.href,
    headers: {accept: acceptHeader, authorization: basicAuth(partner), ...(body && {'content-type': 'application/json'})},
    ...(body && {body: JSON.stringify(body)}),
  }
}

export const basicAuth = ({id, password}: Pick<Partner, 'id' | 'password'>): string => `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}`

/** Reads the answer to a provision request as strictly as the reference words it. */
export function readProvision({status, body}: PartnerAnswer, terms: ProvisionTerms): Reading<ProvisionResult> {
  if (!isSuccess(status)) return {result: refused(status, body)}
  const read = readObject(body)
  if (read.faults) return read
  const answer = read.result
  const faults = [...idFaults(answer), ...messageFaults(answer), ...drainFaults(answer, terms)]
  if (status === 202) faults.push(...(isAbsent(answer['config']) ? [] : ['`config` is in an answer with status 202: it is set through the API when the add-on is ready.']))
  else faults.push(...configFaults(answer['config'], terms))
  if (faults.length > 0) return {faults}
  const common = {id: String(answer['id']), ...said(answer), ...drainOf(answer)}
  return {result: status === 202 ? {outcome: 'provisioning', ...common} : {outcome: 'provisioned', config: configOf(answer), ...common}}
}

/** Reads the answer to a plan change. A body may be missing with 202 and 204. */
export function readPlanChange({status, body}: PartnerAnswer, terms: ProvisionTerms): Reading<PlanChangeResult> {
  if (!isSuccess(status)) return {result: refused(status, body)}
  const outcome = status === 202 ? 'changing' : 'changed'
  if (body.trim() === '' && (status === 202 || status === 204)) return {result: {outcome, config: {}}}
  const read = readObject(body)
  if (read.faults) return read
  const faults = [...messageFaults(read.result), ...configFaults(read.result['config'], terms)]
  return faults.length > 0 ? {faults} : {result: {outcome, config: configOf(read.result), ...said(read.result)}}
}

/** What a partner says of a refusal or a failure, if it does so in the agreed form: `{"message": "…"}`. */
export function messageOf(body: string): string | undefined {
  const message = readObject(body).result?.['message']
  return typeof message === 'string' && message.trim() !== '' ? printable(message) : undefined
}

/** A partner's text does not reach the controls of a terminal. */
export const printable = (text: string): string => text.replaceAll(/[^\P{Cc}\n\t]/gu, '\uFFFD')

export const isSuccess = (status: number): boolean => status >= 200 && status < 300

type Json = Readonly<Record<string, unknown>>

/** A JSON object, or why it is none. */
export function readObject(body: string): Reading<Json> {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return {faults: [body.trim() === '' ? 'The body is empty, where JSON belongs.' : 'The body is not valid JSON.']}
  }
  return isObject(value) ? {result: value} : {faults: [`The body is ${kindOf(value)}, not an object.`]}
}

export const idFaults = ({id}: Json): string[] => {
  if (id === undefined) return ['`id` is missing.']
  if (typeof id === 'string' && id.trim() !== '') return []
  return Number.isSafeInteger(id) ? [] : [`\`id\` is ${id === '' ? 'an empty string' : kindOf(id)}, not a string or an integer.`]
}

export const messageFaults = ({message}: Json): string[] => (isAbsent(message) || typeof message === 'string' ? [] : [`\`message\` is ${kindOf(message)}, not a string.`])

/** A service that requires `syslog_drain` names where its logs go: kensa's check of `log_drain_url`. */
export function drainFaults({log_drain_url: url}: Json, {requires}: ProvisionTerms): string[] {
  if (isAbsent(url)) return requires.includes('syslog_drain') ? ['`log_drain_url` is missing, and the manifest requires syslog_drain.'] : []
  return typeof url === 'string' && /^(https|syslog):\/\/\S+$/.test(url) ? [] : ['`log_drain_url` is no https:// or syslog:// URL.']
}

export function configFaults(config: unknown, terms: ProvisionTerms): string[] {
  if (isAbsent(config)) return []
  if (!isObject(config)) return [`\`config\` is ${kindOf(config)}, not an object.`]
  return [...configValueFaults(config), ...Object.keys(config).flatMap((name) => configNameFaults(name, terms))]
}

export const configValueFaults = (config: Json): string[] =>
  Object.entries(config).flatMap(([name, value]) => (typeof value === 'string' ? [] : [`\`config.${name}\` is ${kindOf(value)}, not a string.`]))

export function configNameFaults(name: string, {configVars, prefix}: ProvisionTerms): string[] {
  if (!configVars.includes(name)) return [`\`config.${name}\` is not among the config_vars of the manifest.`]
  return isPrefixed(name, prefix) ? [] : [`\`config.${name}\` does not begin with ${prefix}_.`]
}

/** Every config var is the prefix, an underscore and an identifier. */
export const isPrefixed = (name: string, prefix: string): boolean => name.startsWith(`${prefix}_`) && /^\w+$/.test(name.slice(prefix.length + 1))

/** Serializers write `null` for what is not there. */
const isAbsent = (value: unknown): boolean => value === undefined || value === null

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return /^[aeiou]/.test(typeof value) ? `an ${typeof value}` : `a ${typeof value}`
}

const refused = (status: number, body: string): Refused => {
  const message = messageOf(body)
  return {outcome: 'refused', status, ...(message !== undefined && {message})}
}

const said = ({message}: Json) => (typeof message === 'string' && message !== '' ? {message: printable(message)} : {})

const drainOf = ({log_drain_url: url}: Json) => (typeof url === 'string' ? {logDrainUrl: url} : {})

/** Its faults have been looked for: every value is a string. */
const configOf = ({config}: Json) => (config ?? {}) as Readonly<Record<string, string>>
