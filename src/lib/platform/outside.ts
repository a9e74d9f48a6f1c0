import type {Context} from './context.js'
import type {Answered, Unanswered} from '../partner/call.js'
import type {ApiError} from './errors.js'

/** What came of asking. */
export type Outcome = Answered | Unanswered

/**
 * The rest of an operation that has to ask somebody outside. The transaction that gives it is over before `ask`, which
 * may take long and may fail; `finish` runs in a transaction of its own. An error that `finish` gives back is answered
 * after what it has changed is kept; one that it throws takes that back.
 */
export class Outside<T> {
  constructor(
    readonly ask: (givenUp?: AbortSignal) => Promise<Outcome>,
    readonly finish: (context: Context, outcome: Outcome) => Promise<ApiError | T>,
  ) {}

  /** What is not to be done in a transaction, and asks nobody outside: it fails as it fails. */
  static after<T>(work: () => Promise<void>, finish: (context: Context) => Promise<T>): Outside<T> {
    return new Outside(async () => {
      await work()
      return nobodyAsked
    }, finish)
  }
}

const nobodyAsked: Answered = {status: 200, headers: {}, body: '', ms: 0}
