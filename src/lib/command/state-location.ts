import {basename, resolve} from 'node:path'
import {Flags, type Interfaces} from '@oclif/core'
import {UsageFailure} from '../client/failures.js'
import type {StateLocation} from '../client/world-files.js'

/** The flags that name a place of state other than the embedded world. */
export const stateFlags = {
  data: Flags.string({description: 'state file to use instead of the embedded world', helpValue: 'FILE'}),
  database: Flags.string({description: 'PostgreSQL database to use instead of it', helpValue: 'URL'}),
}

interface StateFlags {
  data: string | undefined
  database: string | undefined
}

/**
 * The place that is named, else the embedded world.
 *
 * @param name by which the database was named, for messages
 * @throws {UsageFailure} for a database that is named by something else than its URL
 */
export function stateLocation({data, database}: StateFlags, world: string, name = '--database'): StateLocation {
  // oclif's own check of flags that exclude each other would show the password in the URL.
  if (data !== undefined && database !== undefined) throw new UsageFailure('Name either a state file with --data or a database with --database.')
  if (database === undefined) return {file: data === undefined ? world : resolve(data)}
  if (!isDatabaseUrl(database)) throw new UsageFailure(`${name} must be a URL such as postgres://user:password@host:5432/name.`)
  return {database}
}

/**
 * Refuses what says where a command goes that works on the state itself, past control planes and accounts. What the
 * environment says is meant for others.
 *
 * @param besides more such flags of the command
 * @throws {UsageFailure}
 */
export function withoutContext(raw: Interfaces.ParserOutput['raw'], ...besides: string[]): void {
  const senseless = ['as', 'context', ...besides]
  const named = raw.find((token) => token.type === 'flag' && senseless.includes(token.flag))
  if (named?.type === 'flag') throw new UsageFailure(`--${named.flag} does not go with this command: it works on the state itself. Name that with --data or --database.`)
}

/** What to call a place in one word, to confirm that it is the one that is meant. */
export const stateName = (where: StateLocation): string => ('file' in where ? basename(where.file) : decodeURIComponent(new URL(where.database).pathname.slice(1)) || 'postgres')

/** Whether something is the URL of a PostgreSQL database. */
export const isDatabaseUrl = (text: string): boolean => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text)

/** What to call the place of a control plane's state in a listing. */
export const stateLabel = (location: string | undefined): string => (location !== undefined && isDatabaseUrl(location) ? 'Database' : 'State file')
