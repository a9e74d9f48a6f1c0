import {isNotFound, ReplyLost} from './failures.js'
import {sleep} from './sleep.js'

/** How long after a first look-up that found nothing a second one follows, in milliseconds. */
const secondLook = 1000
/** How much earlier than the request a thing may be dated, in milliseconds: the API gives whole seconds. */
const dateSlack = 2000

/**
 * Creates something that has a name, once. When the reply is lost it is not known whether the thing was made, so it is
 * looked up: made since, it is the answer; not made, or there from before, the lost reply is reported with that. It is
 * never created a second time.
 *
 * @param lookUp finds the thing by the name it was to get
 * @param serverTime what the clock that dates things shows, in milliseconds, where that is known; asked after the look-up
 */
export async function createOnce<T extends {created_at?: string}>(
  create: () => Promise<T>,
  lookUp: () => Promise<T>,
  serverTime: () => number | undefined,
): Promise<T> {
  const began = performance.now()
  try {
    return await create()
  } catch (error) {
    if (!(error instanceof ReplyLost)) throw error
    const found = await findMade(lookUp, error)
    const age = (serverTime() ?? Number.NaN) - Date.parse(found.created_at ?? '')
    const isOlder = age > performance.now() - began + dateSlack
    if (!isOlder) return found
    throw error.explained('There is one of that name, which is older than this request: this one was not created.')
  }
}

async function findMade<T>(lookUp: () => Promise<T>, lost: ReplyLost): Promise<T> {
  let found: T | undefined
  try {
    found = await lookTwice(() => unlessNotFound(lookUp))
  } catch {
    throw lost
  }
  if (found) return found
  throw lost.explained('It was looked up by its name and is not there: it was not created.')
}

/** Looks for what a request without a reply may have made; once more after a while, as it may still be under way. */
export async function lookTwice<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  const found = await look()
  if (found) return found
  await sleep(secondLook)
  return look()
}

async function unlessNotFound<T>(lookUp: () => Promise<T>): Promise<T | undefined> {
  try {
    return await lookUp()
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
