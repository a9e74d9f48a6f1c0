import {exitCodes} from './exit-codes.js'

/** Runs something long; Ctrl-C ends it at once with the command that takes it up again. */
export async function resumable<T>(again: string, work: () => Promise<T>): Promise<T> {
  const stop = () => {
    process.stderr.write(`\nStopped waiting; nothing was cancelled. Wait on with ${again}\n`)
    process.exit(exitCodes.interrupted)
  }
  process.once('SIGINT', stop)
  try {
    return await work()
  } finally {
    process.removeListener('SIGINT', stop)
  }
}
