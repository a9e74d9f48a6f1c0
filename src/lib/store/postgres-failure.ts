import {StoreFailure, type StoreFailureKind} from './failure.js'
import {OutcomeUnknown} from './postgres-dialect.js'

/** What PostgreSQL's error codes mean to the person at the keyboard, by code or by class (postgresql.org/docs/current/errcodes-appendix.html). */
const kinds: Readonly<Record<string, StoreFailureKind>> = {
  '08': 'unavailable',
  '25006': 'read-only',
  '25P03': 'busy',
  '28': 'denied',
  '3D000': 'absent',
  '40001': 'busy',
  '40P01': 'busy',
  '42501': 'denied',
  '53100': 'full',
  '53': 'unavailable',
  '55P03': 'busy',
  '57014': 'busy',
  '57P': 'unavailable',
  '58': 'unavailable',
}

/** What the file system and the network say when nobody is there. */
const unreachable = /^(EAI_AGAIN|ECONN|EHOSTUNREACH|ENETUNREACH|ENOENT|ENOTFOUND|EPIPE|ETIMEDOUT)/

/** What `pg` says, without any code, when a connection cannot be had or has ended. */
const ended = /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout|server does not support SSL|self-signed certificate|unable to verify/i

const sentences: Partial<Record<StoreFailureKind, (location: string, said: string) => string>> = {
  absent: (location) => `There is no database at ${location}. Create it first, or name another.`,
  busy: (location) => `The database ${location} is in use and stayed locked. Nothing was changed; try again in a moment.`,
  denied: (location, said) => `The database ${location} lets nobody in like this, or not do this: ${said}. Check the user, the password and the rights of the user.`,
  full: (location) => `There is no room left on the disk of the database ${location}. Nothing was changed; free some space and try again.`,
  'read-only': (location) => `The database ${location} cannot be written to; it may be a replica. Nothing was changed; name the one that is written to.`,
  unavailable: (location, said) => `The database ${location} cannot be reached: ${said}. Nothing was changed; try again in a moment.`,
  unknown: (location) => `The connection to the database ${location} broke while a change was being made. Look whether it was made before you try again.`,
}

/** Turns an error of PostgreSQL or of the way to it into a failure with a sentence; anything else comes back as it is. */
export function postgresFailure(error: unknown, location: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreFailure) return error
  const kind = kindOf(error)
  const sentence = kind && sentences[kind]
  return sentence ? new StoreFailure(kind, sentence(location, sayingOf(error)), {cause: error}) : error
}

function kindOf(error: Error): StoreFailureKind | undefined {
  if (error instanceof OutcomeUnknown) return 'unknown'
  const code = codeOf(error)
  if (code === undefined) return ended.test(error.message) ? 'unavailable' : undefined
  if (unreachable.test(code) || ended.test(error.message)) return 'unavailable'
  return kinds[code] ?? kinds[code.slice(0, 3)] ?? kinds[code.slice(0, 2)]
}

/** Whether a connection was lost or not to be had, so that the same may well succeed on another one. */
export const isConnectionLost = (error: unknown): boolean => error instanceof Error && kindOf(error) === 'unavailable'

/** Whether a schema or a table is not there: `undefined_table`, `invalid_schema_name`. */
export const isAbsent = (error: unknown): boolean => ['42P01', '3F000'].includes(codeOf(error as Error) ?? '')

/** An address with several numbers fails with one error for all of them. */
function codeOf(error: Error): string | undefined {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error]
  return (first as {code?: string}).code
}

/** What was said, as part of a sentence. */
function sayingOf(error: Error): string {
  const said = error.message || codeOf(error) || 'no answer'
  return said.replace(/\.$/, '').replaceAll(/\s+/g, ' ')
}
