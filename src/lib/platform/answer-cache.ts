import type {ApiRequest, ApiResponse} from '../operations/wire.js'
import type {Moment} from './moment.js'
import type {Observation} from './observation.js'

/** An answer that is kept, and what is observed of a request that gets it. */
export interface KeptAnswer {
  answer: ApiResponse
  observed: Readonly<Observation>
}

/** The answers of one version of the store, each good until the next moment at which time itself changes something. */
interface Kept {
  version: string
  /** In milliseconds, as of `Date`, on the world's clock. */
  validUntil: number
  clockAt: Moment['clockAt']
  answers: Map<string, KeptAnswer>
}

/** Answers kept at most; past it all are dropped, as after a change. */
const mostAnswers = 2000
/** Longer answers are not kept, in characters. */
const longestBody = 256 * 1024

/**
 * Answers to reads, kept for as long as nothing has changed: neither the store, which says so by its version, nor what
 * follows from the time. Clients that wait ask the same again and again; this answers them without a query.
 */
export class AnswerCache {
  #kept: Kept | undefined

  /**
   * The answer to a request that has been asked before, at this version of the store.
   *
   * @param outside what the clock outside shows
   */
  find(request: ApiRequest, version: string, outside: Date): KeptAnswer | undefined {
    const kept = this.#kept
    if (!kept || kept.version !== version || kept.validUntil <= kept.clockAt(outside).getTime()) return undefined
    return kept.answers.get(keyOf(request))
  }

  /**
   * @param observed of the request that it answers first: the others differ in no more than that it is there already
   * @param version of the store before the answer was read; what has changed since is found out at the next look
   * @param validUntil the next moment at which time changes something; asked for once per version
   */
  async keep(request: ApiRequest, {answer, observed}: KeptAnswer, version: string, {clockAt, now}: Moment, validUntil: () => Promise<string>): Promise<void> {
    if (answer.body.length > longestBody) return
    const kept = this.#kept
    const fits = kept?.version === version && kept.validUntil > now.getTime() && kept.answers.size < mostAnswers
    const into = fits ? kept : {version, clockAt, validUntil: Date.parse(await validUntil()), answers: new Map<string, KeptAnswer>()}
    this.#kept = into
    into.answers.set(keyOf(request), {answer, observed: {...observed, cached: true}})
  }
}

/** What of a request decides its answer; who asks is decided by its credentials. */
const keyOf = ({path, headers: {accept = '', 'accept-expansion': expansion = '', 'accept-inclusion': inclusion = '', authorization = '', range = '', 'spacedock-as': actor = ''}}: ApiRequest): string =>
  `${path}\n${accept}\n${expansion}\n${inclusion}\n${authorization}\n${range}\n${actor}`
