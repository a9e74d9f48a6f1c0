import * as failures from '../client/failures.js'

/** What a script can tell from how a command ended; also in `--help` and docs/exit-codes.md. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  refused: 2,
  notFound: 3,
  notPermitted: 4,
  conflict: 5,
  rateLimited: 6,
  timedOut: 7,
  confirmation: 8,
  unreachable: 9,
  interrupted: 130,
} as const

const byStatus: Readonly<Record<number, number>> = {
  400: exitCodes.refused,
  401: exitCodes.notPermitted,
  403: exitCodes.notPermitted,
  404: exitCodes.notFound,
  409: exitCodes.conflict,
  412: exitCodes.conflict,
  422: exitCodes.refused,
  423: exitCodes.confirmation,
  429: exitCodes.rateLimited,
  501: exitCodes.refused,
  502: exitCodes.unreachable,
  503: exitCodes.unreachable,
  504: exitCodes.unreachable,
}

const byKind: readonly (readonly [abstract new (...args: never) => Error, number])[] = [
  [failures.UsageFailure, exitCodes.refused],
  [failures.NotThere, exitCodes.notFound],
  [failures.NothingToList, exitCodes.notFound],
  [failures.AlreadyThere, exitCodes.conflict],
  [failures.Contended, exitCodes.conflict],
  [failures.ConfirmationMissing, exitCodes.confirmation],
  [failures.TimedOut, exitCodes.timedOut],
  [failures.NotUnderstood, exitCodes.unreachable],
  [failures.ReplyLost, exitCodes.unreachable],
  [failures.Unreachable, exitCodes.unreachable],
]

/** How a command that failed like this ends. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof failures.ApiFailure) return byStatus[error.status] ?? (error.status < 500 ? exitCodes.refused : exitCodes.unexpected)
  if (error instanceof failures.WaitFailed) return error.why === 'gone' ? exitCodes.notFound : exitCodes.conflict
  const known = byKind.find(([kind]) => error instanceof kind)
  if (known) return known[1]
  if (isStoreFailure(error)) return exitCodes.unreachable
  return oclifExit(error) ?? exitCodes.unexpected
}

/** The store lives behind a dynamic import, so its errors are known here by name. */
const isStoreFailure = (error: unknown): boolean => error instanceof Error && error.name === 'StoreFailure'

function oclifExit(error: unknown): number | undefined {
  const exit = (error as {oclif?: {exit?: number}} | undefined)?.oclif?.exit
  return typeof exit === 'number' ? exit : undefined
}
