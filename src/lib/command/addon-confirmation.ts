import {ux} from '@oclif/core'
import {ApiFailure} from '../client/failures.js'

interface Confirmation<T> {
  app: string
  /** What `--confirm` says. */
  given: string | undefined
  /** Has somebody repeat a name, having read why. */
  ask: (name: string, message: string) => Promise<void>
  work: (confirm: string | undefined) => Promise<T>
}

/** Does something that the control plane may want confirmed: when it says so, somebody is asked, and it is done again. */
export async function confirming<T>({app, given, ask, work}: Confirmation<T>): Promise<T> {
  try {
    return await work(given)
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.body.id !== 'confirmation_required') throw error
    // Nobody reads a question that a progress line keeps back.
    if (ux.action.running) ux.action.stop('!')
    const name = error.headers['x-confirmation-required'] ?? app
    await ask(name, `${error.message}\n`)
    return work(name)
  }
}
