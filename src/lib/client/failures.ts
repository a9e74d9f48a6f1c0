import type {ErrorBody} from '../operations/wire.js'

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

/** The request was sent and no answer came: whether it was acted on is not known. */
export class ReplyLost extends Error {
  override name = 'ReplyLost'
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

/** What was waited for can no longer come. */
export class WaitFailed extends Error {
  override name = 'WaitFailed'
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
