import type {ApiRequest, ApiResponse, Send} from '../operations/wire.js'
import {worldName} from '../rules/names.js'
import {withinLimit} from '../rules/limits.js'
import {StoreFailure} from '../store/failure.js'
import type {Database, Store} from '../store/store.js'
import type {KeptWorld, WorldStores} from '../store/worlds.js'
import {AnswerCache} from './answer-cache.js'
import type {Identify} from './authentication.js'
import {createControlPlane, type Surroundings} from './control-plane.js'
import {accept, ApiError, badRequest, conflict, invalid, unauthorized} from './errors.js'
import {nextDue} from './lifecycle.js'
import {readAt} from './moment.js'
import {type Caller, isGone, OpenedWorld} from './opened-world.js'
import {readSettings} from './settings.js'
import {worldKey, worldPrefix, type Worlds} from './worlds.js'

/** Worlds that are kept open at most while nobody uses them, and for how long, in milliseconds. */
const most = 32
const longestIdle = 5 * 60_000

/** How often a request begins anew because the world was deleted before it could do anything. */
const tries = 3

/** What is of the main world, whichever world a request names. */
const ofMain = /^\/control-plane\/worlds(?![^/?])/
/** Who may come in is the main world's to say. */
const aboutTokens = /^\/(control-plane\/tokens|oauth\/authorizations)(?![^/?])/
/** What is asked without a token that the main world could know: a partner's grant is of the world of its add-on. */
const withoutToken = /^\/oauth\/token(?![^/?])/

/**
 * The worlds beside the main one. Each is whole: a store, and everything that a control plane remembers of one. It is made
 * by the first request that names it and comes from somebody whom the main world knows.
 */
export class NamedWorlds implements Worlds {
  /** Those that are open or being opened; undefined where there was none to open. */
  readonly #opened = new Map<string, Promise<OpenedWorld | undefined>>()
  readonly #inUse = new Set<OpenedWorld>()
  /** Those that are being closed or deleted: whoever names them waits, as no world is open twice in one process. */
  readonly #ending = new Map<string, Promise<void>>()
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly stores: WorldStores,
    private readonly main: Store,
  ) {}

  list = (db: Database): Promise<KeptWorld[]> => this.stores.list(db)

  /**
   * Answers the requests that name a world.
   *
   * @param main the surroundings of the main world, where those come in who name none
   * @param foreign finds out in a named world who it is that the main world does not know
   */
  door(main: Surroundings, foreign: Identify): Send {
    const toMain = createControlPlane(main)
    const callers = new Callers(main)
    return async (asked) => {
      try {
        const {name, request} = meantBy(asked)
        if (ofMain.test(request.path)) return await toMain(request)
        return await this.#answer({main, foreign, callers, name, request, asked})
      } catch (error) {
        return refusing(main, error)(asked)
      }
    }
  }

  delete(name: string): Promise<void> {
    return this.#end(name, (world) => {
      if (world) world.isDeleted = true
      return this.stores.end(name, world?.kept)
    })
  }

  /** Gives up calls to partners that are under way. */
  giveUp(): void {
    for (const world of this.#inUse) world.giveUp()
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.giveUp()
    await Promise.all([...this.#opened.keys()].map((name) => this.#close(name)))
    await Promise.all(this.#ending.values())
  }

  async #answer({main, foreign, callers, name, request, asked}: Asked): Promise<ApiResponse> {
    for (let attempt = 1; ; attempt++) {
      const caller = withoutToken.test(request.path) ? unauthorized() : await callers.find(request)
      const isKnown = !(caller instanceof ApiError)
      if (isKnown && aboutTokens.test(request.path)) throw invalid(`Tokens are good for every world, and are the main one's: ask for this without naming the world ${name}.`)
      const world = await this.#enter(name, isKnown)
      if (!world) throw caller
      try {
        const answer = await world.answer({main, request, asked, identity: isKnown ? caller : foreign})
        if (answer) return answer
        if (attempt === tries) throw conflict(`The world ${name} is deleted over and over while this is asked of it.`)
        if (!world.isEnding) void this.#close(name).catch(() => {})
      } finally {
        world.leave()
        this.#tidy()
      }
    }
  }

  /** The world, for as long as it is not left; undefined where there is none and none may be made. */
  async #enter(name: string, mayMake: boolean): Promise<OpenedWorld | undefined> {
    for (;;) {
      await this.#ending.get(name)
      if (this.#ending.has(name)) continue
      const world = await (this.#opened.get(name) ?? this.#open(name, mayMake))
      if (world && !world.isEnding) {
        world.enter()
        return world
      }
      if (!world && !mayMake) return undefined
    }
  }

  #open(name: string, mayMake: boolean): Promise<OpenedWorld | undefined> {
    const opening = this.#openOrMake(name, mayMake).then((store) => {
      if (!store) this.#opened.delete(name)
      const world = store && new OpenedWorld(name, store)
      if (world) this.#inUse.add(world)
      return world
    })
    this.#opened.set(name, opening)
    void opening.catch(() => this.#opened.delete(name))
    return opening
  }

  async #openOrMake(name: string, mayMake: boolean): Promise<Store | undefined> {
    for (let attempt = 1; ; attempt++) {
      const store = await this.stores.open(name)
      if (store || !mayMake) return store
      const {worlds} = await this.main.read(readSettings)
      try {
        return await this.stores.make(name, (present) => void accept(withinLimit('worlds', present, worlds)))
      } catch (error) {
        // Somebody has deleted it as soon as it was made.
        if (attempt === tries || !isGone(error)) throw error
      }
    }
  }

  #close = (name: string): Promise<void> => this.#end(name, async () => () => {})

  /** Ends the use of a world, and lets nobody begin until that is done. @param ending gives what is left to do once nobody uses it */
  #end(name: string, ending: (world: OpenedWorld | undefined) => Promise<() => void>): Promise<void> {
    const before = this.#ending.get(name)
    const work = async () => {
      await before
      const world = await this.#opened.get(name)?.catch(() => undefined)
      this.#opened.delete(name)
      if (world) world.isEnding = true
      let clear = () => {}
      try {
        clear = await ending(world)
      } finally {
        await world?.close()
        if (world) this.#inUse.delete(world)
      }
      clear()
    }
    const done = work()
    // Whoever waits for the end is not concerned with how it ended.
    const ended = done
      .catch(() => {})
      .then(() => {
        if (this.#ending.get(name) === ended) this.#ending.delete(name)
      })
    this.#ending.set(name, ended)
    return done
  }

  /** Closes what nobody uses: what has not been used for long, and of more than are kept open what has been used least lately. */
  #tidy(): void {
    const unused = [...this.#inUse].filter(({isEnding, isIdle}) => isIdle && !isEnding).sort((one, other) => one.usedAt - other.usedAt)
    const tooMany = this.#inUse.size - most
    const now = performance.now()
    for (const [index, {name, usedAt}] of unused.entries()) if (index < tooMany || now - usedAt >= longestIdle) void this.#close(name).catch(() => {})
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      if (this.#inUse.size > 0) this.#tidy()
    }, longestIdle).unref()
  }
}

interface Asked {
  main: Surroundings
  foreign: Identify
  callers: Callers
  name: string
  request: ApiRequest
  /** The request as it came. */
  asked: ApiRequest
}

/**
 * The world that a request names, and the request as it is in that world.
 *
 * @throws {ApiError} 400 for a name that is none, and for two that differ
 */
function meantBy(asked: ApiRequest): {name: string; request: ApiRequest} {
  const {headers, path} = asked
  const inHeader = headers[worldKey]
  const [, inPath, rest = ''] = /^\/worlds\/([^/?]*)(.*)$/s.exec(path.startsWith(worldPrefix) ? path : '') ?? []
  if (inHeader !== undefined && inPath !== undefined && inHeader !== inPath) throw badRequest('The header Spacedock-World and the path name different worlds. Name one of them.')
  const name = worldName(inPath ?? inHeader ?? '')
  if (typeof name !== 'string') throw badRequest(name.message)
  return {name, request: inPath === undefined ? asked : {...asked, path: rest.startsWith('/') ? rest : `/${rest}`}}
}

/** Finds out in the main world who asks, each time anew: answers are kept as long as nothing has changed there. */
class Callers {
  readonly #known: AnswerCache | undefined

  constructor(private readonly main: Surroundings) {
    this.#known = main.shared ? new AnswerCache() : undefined
  }

  /** Who asks, or the refusal of whoever the main world does not know. @throws {StoreFailure} */
  async find(request: ApiRequest): Promise<ApiError | Caller> {
    const {main} = this
    const known = this.#known
    const version = known && (await main.store.version())
    const question: ApiRequest = {method: 'GET', path: '', headers: {authorization: request.headers['authorization'] ?? ''}}
    const kept = version === undefined ? undefined : known?.find(question, version, main.clock())
    if (kept) return JSON.parse(kept.answer.body) as Caller
    try {
      return await readAt(main, async (db, moment) => {
        const {account, addonId, operator, scopes, tokenId} = await main.identify(request, db, moment.now)
        // An add-on of the main world is in no other.
        if (addonId !== undefined) return unauthorized()
        const caller: Caller = {email: account.email, name: account.name, operator, scopes, ...(tokenId !== undefined && {tokenId})}
        if (version !== undefined) await known?.keep(question, {answer: {status: 200, headers: {}, body: JSON.stringify(caller)}, observed: {}}, version, moment, () => nextDue(db, moment.now))
        return caller
      })
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return error
      throw error
    }
  }
}

/** Refuses a request as the main world would, in the order in which that refuses: what cannot be read comes before. */
function refusing(main: Surroundings, error: unknown): Send {
  const fail = async () => Promise.reject(error)
  const isExpected = error instanceof ApiError || error instanceof StoreFailure
  const {cache: _, limits: __, background: ___, ...rest} = main
  return createControlPlane({
    ...rest,
    store: {...main.store, read: fail, write: fail, version: async () => undefined},
    report: (found, id) => {
      if (found !== error || !isExpected) main.report(found, id)
    },
  })
}
