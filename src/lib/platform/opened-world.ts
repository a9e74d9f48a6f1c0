import {setMaxListeners} from 'node:events'
import type {ApiRequest, ApiResponse} from '../operations/wire.js'
import {StoreFailure} from '../store/failure.js'
import type {Database, Store} from '../store/store.js'
import {AnswerCache} from './answer-cache.js'
import {Refusals} from './audit.js'
import type {Identify} from './authentication.js'
import type {Actor} from './context.js'
import {createControlPlane, type Surroundings} from './control-plane.js'
import {conflict, unauthorized} from './errors.js'
import {readAt, writeAt} from './moment.js'
import type {Observer} from './observation.js'
import {RateLimiter} from './rate-limits.js'
import {RequestLog} from './request-log.js'
import {worldPrefix} from './worlds.js'

/** Somebody whom the main world knows. */
export interface Caller extends Pick<Actor, 'operator' | 'scopes' | 'tokenId'> {
  email: string
  name: string | null
}

interface Asked {
  /** The surroundings at the door through which it came. */
  main: Surroundings
  request: ApiRequest
  /** The request as it came, before what names the world was taken off. */
  asked: ApiRequest
  identity: Caller | Identify
}

/** A named world that this process has open, and what it remembers of it. */
export class OpenedWorld {
  /** Whether it is to be closed as soon as nobody uses it, and entered by nobody any more. */
  isEnding = false
  /** Whether it is being deleted here: what is under way in it ends with it. */
  isDeleted = false
  /** When somebody has left it last, as of `performance.now`. */
  usedAt = performance.now()
  readonly #refusals: Refusals
  readonly #store: Store
  readonly #givenUp = new AbortController()
  readonly #background = new Set<Promise<void>>()
  /** Email addresses of accounts that have been seen in it. */
  readonly #seen = new Set<string>()
  #served: Required<Pick<Surroundings, 'cache' | 'limits' | 'requests'>> | undefined
  #isGone = false
  #users = 0
  #whenIdle = () => {}

  constructor(
    readonly name: string,
    /** As it was opened. */
    readonly kept: Store,
  ) {
    setMaxListeners(0, this.#givenUp.signal)
    this.#store = {...kept, read: (work) => this.#noting(() => kept.read(work)), write: (work) => this.#noting(() => kept.write(work))}
    this.#refusals = new Refusals(this.#store)
  }

  /** Whether nothing is under way in it. */
  get isIdle(): boolean {
    return this.#users === 0 && this.#background.size === 0
  }

  enter(): void {
    this.#users++
  }

  leave(): void {
    this.usedAt = performance.now()
    if (--this.#users === 0) this.#whenIdle()
  }

  giveUp(): void {
    this.#givenUp.abort()
  }

  /** Waits for whoever uses it, whose calls to partners are given up, and lets go of it. */
  async close(): Promise<void> {
    this.giveUp()
    if (this.#users > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve))
    await Promise.all(this.#background)
    await this.#refusals.written()
    await this.#served?.limits.giveBack()
    await this.kept.close()
  }

  /**
   * @returns undefined where somebody else was found to have deleted the world before anything was done in it
   * @throws {ApiError} 409 where it was deleted meanwhile
   */
  async answer(asked: Asked): Promise<ApiResponse | undefined> {
    try {
      const {identity} = asked
      if (typeof identity !== 'function') await this.#admit(asked.main, identity)
      return await this.#answer(asked)
    } catch (error) {
      if (isGone(error)) return undefined
      throw error
    }
  }

  async #answer({main, request, asked, identity}: Asked, isAgain = false): Promise<ApiResponse | undefined> {
    let hasWritten = false
    let isMissing = false
    const identifyCaller = ({email, ...rest}: Caller): Identify => async (_, db) => {
      const account = await accountOf(db, email)
      isMissing = account === undefined
      if (!account) throw unauthorized()
      return {account, ...rest}
    }
    const answer = await createControlPlane({
      ...this.#surroundings(main, typeof identity !== 'function'),
      ...(main.observer && {observer: this.#observing(main.observer, asked)}),
      identify: typeof identity === 'function' ? identity : identifyCaller(identity),
      store: {
        ...this.#store,
        write: async (work) => {
          const result = await this.#store.write(work)
          hasWritten = true
          return result
        },
      },
    })(request)
    if (this.#isGone && answer.status === 503) {
      if (hasWritten || this.isDeleted) throw conflict(`The world ${this.name} was deleted while this was asked of it; nothing of it is left.`)
      return undefined
    }
    if (!isMissing || typeof identity === 'function' || isAgain) return answer
    // Somebody has gone back to a world without this account.
    this.#seen.delete(identity.email)
    await this.#admit(main, identity)
    return this.#answer({main, request, asked, identity}, true)
  }

  /** Who may use the main world has an account in this one too. */
  async #admit(main: Surroundings, {email, name}: Caller): Promise<void> {
    if (this.#seen.has(email)) return
    const surroundings = {...main, store: this.#store}
    if (!(await readAt(surroundings, (db) => accountOf(db, email))))
      await writeAt(surroundings, async (db, {newId, now}) => {
        if (await accountOf(db, email)) return
        const at = now.toISOString()
        await db.insertInto('accounts').values({id: newId(), email, name, created_at: at, updated_at: at}).execute()
      })
    this.#seen.add(email)
  }

  #surroundings({address, clock, newId, random, report, shared}: Surroundings, isKnown: boolean): Omit<Surroundings, 'identify'> {
    const {cache, ...served} = (this.#served ??= {cache: new AnswerCache(), limits: new RateLimiter(this.#store, clock), requests: new RequestLog()})
    const prefix = worldPrefix + this.name
    return {
      clock,
      newId,
      random,
      report,
      store: this.#store,
      refusals: this.#refusals,
      givenUp: this.#givenUp.signal,
      // Where partners call back: it may be known later than this.
      address: {
        get url() {
          return address?.url === undefined ? undefined : address.url + prefix
        },
      },
      ...(shared && {
        shared,
        ...served,
        // An answer is kept for who has got it, and is not to be had with a token that the main world does not know any more.
        ...(isKnown && {cache}),
        background: (work: Promise<void>) => {
          this.#background.add(work)
          void work.then(() => this.#background.delete(work))
        },
      }),
    }
  }

  /** Tells of the request that came: whoever watches knows no other. */
  #observing = (observer: Observer, asked: ApiRequest): Observer => ({answered: (_, observed) => observer.answered(asked, {...observed, world: this.name})})

  async #noting<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (isGone(error)) this.#isGone = true
      throw error
    }
  }
}

/** Whether somebody has deleted the world that was asked. */
export const isGone = (error: unknown): boolean => error instanceof StoreFailure && error.kind === 'gone'

const accountOf = (db: Database, email: string) => db.selectFrom('accounts').selectAll().where('email', '=', email).executeTakeFirst()
