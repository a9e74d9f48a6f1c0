import {ApiFailure, ReplyLost} from './failures.js'

/**
 * Creates something that has a name, once. When the reply is lost it is not known whether the thing was made, so it is
 * looked up: made, it is the answer; not made, the lost reply is reported. It is never created a second time.
 *
 * @param lookUp finds the thing by the name it was to get
 */
export async function createOnce<T>(create: () => Promise<T>, lookUp: () => Promise<T>): Promise<T> {
  try {
    return await create()
  } catch (error) {
    if (!(error instanceof ReplyLost)) throw error
    return await found(lookUp, error)
  }
}

async function found<T>(lookUp: () => Promise<T>, lost: ReplyLost): Promise<T> {
  try {
    return await lookUp()
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404) throw new ReplyLost(`${lost.message} It was not created.`, {cause: lost})
    throw lost
  }
}
