import type {ErrorBody, Method} from '../operations/wire.js'

/** The control plane has said no, or could not. `body` is what it said. */
export class ApiFailure extends Error {
  override name = 'ApiFailure'

  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    readonly headers: Readonly<Record<string, string>>,
  ) {
    super(body.message)
  }
}

/** Nobody answers at the target. The request has not been acted on. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

/** The request was sent and no answer came, or none that could be read: whether it was acted on is not known. */
export class ReplyLost extends Error {
  override name = 'ReplyLost'

  /** @param event what happened, as a sentence */
  constructor(
    private readonly event: string,
    outcome?: string,
    options?: ErrorOptions,
  ) {
    super(outcome === undefined ? event : `${event} ${outcome}`, options)
  }

  /** The same, with what has been found out since. */
  explained(outcome: string): ReplyLost {
    return new ReplyLost(this.event, outcome, {cause: this})
  }
}

/** Something answers at the target, and it is no Platform API. */
export class NotUnderstood extends Error {
  override name = 'NotUnderstood'
}

/** What a person typed cannot be meant, or contradicts itself. */
export class UsageFailure extends Error {
  override name = 'UsageFailure'
}

/** A wait has lasted as long as it was allowed to. */
export class TimedOut extends Error {
  override name = 'TimedOut'
}

/** Somebody has to confirm, and has not, or with another name. */
export class ConfirmationMissing extends Error {
  override name = 'ConfirmationMissing'
}

/** What was waited for can no longer come: the thing is gone, or in a state that does not lead there. */
export class WaitFailed extends Error {
  override name = 'WaitFailed'

  constructor(
    readonly why: 'conflict' | 'gone',
    message: string,
  ) {
    super(message)
  }
}

/** There is nothing of what was asked for, which the official CLI counts as a failure. */
export class NothingToList extends Error {
  override name = 'NothingToList'
}

/** What was to be changed or removed is not there. */
export class NotThere extends Error {
  override name = 'NotThere'
}

/** What was to be made is there already. */
export class AlreadyThere extends Error {
  override name = 'AlreadyThere'
}

/** Changes of others keep coming in between, so that ours cannot be brought together with them. */
export class Contended extends Error {
  override name = 'Contended'
}

/** No answer has come. After a change this leaves open what became of it; a read has nothing to leave open. */
export const replyLost = (method: Method, event: string, cause?: Error): ReplyLost =>
  new ReplyLost(event, method === 'GET' ? undefined : 'It is not known whether the request was carried out.', {cause})

/** An answer that says nothing of what became of the request: after a change, the reply is lost for all it is worth. */
export const unreadable = (method: Method, message: string): NotUnderstood | ReplyLost => (method === 'GET' ? new NotUnderstood(message) : replyLost(method, message))

/** A thing is not there, in the API's own words; a 404 of whatever else answers at an address says nothing of it. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof ApiFailure && error.status === 404 && error.body.id === 'not_found'

/** A failure that says nothing of the request itself, and that may be over with the next one. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ReplyLost || error instanceof Unreachable || (error instanceof ApiFailure && (error.status === 429 || (error.status >= 500 && error.status !== 501)))
