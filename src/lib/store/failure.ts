import {statfsSync} from 'node:fs'
import {dirname} from 'node:path'

export type StoreFailureKind = 'absent' | 'busy' | 'corrupt' | 'denied' | 'foreign' | 'full' | 'gone' | 'newer' | 'older' | 'read-only' | 'unavailable' | 'unknown'

/** The store could not do its work. The message is for people: what is wrong with which file, and the way out. */
export class StoreFailure extends Error {
  override name = 'StoreFailure'

  constructor(
    readonly kind: StoreFailureKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** Those that a state file can have, and that are told by a sentence about it. */
type FileFailureKind = 'busy' | 'corrupt' | 'foreign' | 'full' | 'read-only' | 'unavailable'

/** The SQLite result codes that mean something to the person at the keyboard (sqlite.org/rescode.html). */
const kinds = new Map<number, FileFailureKind>([
  [5, 'busy'],
  [6, 'busy'],
  [8, 'read-only'],
  [10, 'unavailable'],
  [11, 'corrupt'],
  [13, 'full'],
  [14, 'unavailable'],
  [26, 'corrupt'],
])

const sentences: Record<FileFailureKind, (file: string) => string> = {
  busy: (file) => `The state file ${file} is in use and stayed locked. Nothing was changed; try again in a moment.`,
  corrupt: (file) =>
    `The state file ${file} is damaged or not a spacedock state file. Move it aside to start from a fresh world.`,
  foreign: (file) => `The file ${file} is the database of another program. Nothing was changed; name another state file.`,
  full: (file) => `There is no room left on the disk that holds ${file}. Nothing was changed; free some space and try again.`,
  'read-only': (file) => `The state file ${file} cannot be written to. Nothing was changed; check its permissions.`,
  unavailable: (file) => `The state file ${file} cannot be opened. Check that its folder exists and may be written to.`,
}

/** A failure of one of the kinds with its sentence. */
export const failureOf = (kind: FileFailureKind, file: string, cause?: Error): StoreFailure =>
  new StoreFailure(kind, sentences[kind](file), {cause})

/** Turns an error of SQLite or of the file system into a failure with a sentence; anything else comes back as it is. */
export function storeFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreFailure) return error
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
  const kind = code === undefined ? kindFromText(error.message) : kinds.get(code)
  if (!kind) return error
  return failureOf(kind === 'unavailable' && hasNoRoom(dirname(file)) ? 'full' : kind, file, error)
}

/** Least room, in bytes, that opening a state file takes: SQLite's index of its log. */
const leastRoom = 64 * 1024

/** Whether a disk is full. With no room to begin with, SQLite says only that it cannot open its files. */
function hasNoRoom(folder: string): boolean {
  try {
    const {bavail, bsize} = statfsSync(folder)
    return bavail * bsize < leastRoom
  } catch {
    return false
  }
}

/** Failures of the file system and of bindings that give no code. */
function kindFromText(message: string): FileFailureKind | undefined {
  if (/EROFS|EACCES|EPERM|readonly database/.test(message)) return 'read-only'
  if (/ENOSPC|EDQUOT|disk is full/.test(message)) return 'full'
  if (/EEXIST|EISDIR|ELOOP|ENAMETOOLONG|ENOENT|ENOTDIR|disk I\/O error|unable to open/.test(message)) return 'unavailable'
  if (/database (table )?is locked/.test(message)) return 'busy'
  if (/not a database|malformed/.test(message)) return 'corrupt'
  return undefined
}
