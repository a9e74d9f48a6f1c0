import type {Operation} from '../operations/operation.js'

/*
 * What an entry of the audit trail says of a change. Texts are kept only under keys that are known to hold no secret:
 * config vars, tokens, addresses of drains and pre-shared keys come under others, and so does what is added one day.
 */

/** Keys whose texts tell what a change is about, and are nobody's secret. */
const plain = new Set([
  'account', 'action', 'app', 'aws_account_id', 'build_stack', 'cidr', 'cidr_blocks', 'data_cidr', 'description', 'email', 'generation', 'hostname', 'human_name', 'id', 'name', 'owner', 'permissions',
  'pipeline', 'plan', 'process_type', 'public_ip', 'recipient', 'region', 'release', 'role', 'routable_cidrs', 'rules', 'scope', 'size', 'slug', 'source', 'space', 'stack', 'stage', 'state', 'status',
  'target', 'targets', 'team', 'type', 'updates', 'user', 'vpc_id', 'zone',
])

/** Operations whose keys are somebody's own, as those of config vars: none of them says anything of what is under it. */
const ownKeys = new Set(['config-var.update', 'add-on-config.update', 'add-on-manifest.create', 'partner-token.exchange'])

/** Of what is removed: which it was. */
const identifying = ['id', 'name', 'email', 'hostname', 'description', 'cidr', 'plan', 'region', 'role', 'type']

export const redacted = '[redacted]'
const longestText = 100
const mostItems = 30
const longestEntry = 4000

/** A value as it may be kept: no text that could be a secret, nothing that is long. */
function extract(value: unknown, isPlain: boolean, depth = 0): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value
  if (!isPlain || depth > 4) return redacted
  if (typeof value === 'string') return value.includes('://') ? redacted : value.length > longestText ? `${value.slice(0, longestText)}…` : value
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => extract(item, isPlain, depth + 1))
  return typeof value === 'object' ? Object.fromEntries(Object.entries(value).slice(0, mostItems).map(([key, item]) => [key, extract(item, plain.has(key), depth + 1)])) : redacted
}

/** The JSON of an object's short form; null for what is none or empty. */
function inShort(value: unknown, id: string): string | null {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return null
  if (Array.isArray(value)) return inShort({items: value}, id)
  const kept = Object.fromEntries(Object.entries(value).slice(0, mostItems).map(([key, item]) => [key, extract(item, plain.has(key) && !ownKeys.has(id))]))
  const text = JSON.stringify(kept)
  return text.length > longestEntry ? JSON.stringify({shortened: Object.keys(kept).map((key) => key.slice(0, longestText))}) : text
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What there is now of what a change is about; undefined where that has to be read first, as for a document that is replaced. */
export function beforeOf(id: string, {method}: Operation, subject: unknown, body: Record<string, unknown>): string | null | undefined {
  if (method === 'POST' || ownKeys.has(id)) return null
  const keys = method === 'DELETE' ? identifying : Object.keys(body)
  const there = isObject(subject) ? keys.filter((key) => subject[key] !== undefined).map((key) => [key, subject[key]]) : []
  return there.length === 0 && method === 'PUT' ? undefined : inShort(Object.fromEntries(there), id)
}

/** The same of what a read of the same place answers. */
export const beforeIn = (id: string, current: unknown, body: Record<string, unknown>): string | null =>
  isObject(current) ? inShort(Object.fromEntries(Object.keys(body).flatMap((key) => (current[key] === undefined ? [] : [[key, current[key]]]))), id) : null

/** What was asked for; of what was made, its id and name besides. */
export function afterOf(id: string, {method}: Operation, body: Record<string, unknown>, value: unknown): string | null {
  if (method === 'DELETE') return null
  const made = method === 'POST' && isObject(value) ? Object.fromEntries(['id', 'name'].flatMap((key) => (typeof value[key] === 'string' ? [[key, value[key]]] : []))) : {}
  // What was made says itself what it is called; the keys of a body may be somebody's own.
  return ownKeys.has(id) ? inShort(body, id) : inShort({...body, ...made}, id)
}

/** A path without its query, and without what in it may be more than a name: drains are also named by their URL. */
export const targetOf = (path: string): string =>
  (path.split('?')[0] ?? '')
    .split('/')
    .map((segment) => (/^[\w.@~:+-]{0,120}$/.test(decoded(segment)) ? decoded(segment) : redacted))
    .join('/')

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return redacted
  }
}
