import {ux} from '@oclif/core'
import {exitCodes} from './exit-codes.js'

/** Runs something long; Ctrl-C ends it at once with the command that takes it up again. */
export async function resumable<T>(again: string, work: () => Promise<T>): Promise<T> {
  const stop = () => {
    // The progress line keeps back what is written until it ends.
    if (ux.action.running) ux.action.stop('!')
    process.stderr.write(`Stopped waiting; nothing was cancelled. Wait on with ${again}\n`)
    process.exit(exitCodes.interrupted)
  }
  process.once('SIGINT', stop)
  try {
    return await work()
  } finally {
    process.removeListener('SIGINT', stop)
  }
}
