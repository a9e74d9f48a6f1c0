import type {Row} from '../store/schema.js'
import type {Database} from '../store/store.js'
import type {Settings} from './settings.js'
import type {RequestLog} from './request-log.js'
import type {Worlds} from './worlds.js'
import type {Wanted} from './wanted.js'
import type {RangeRequest} from './range.js'

/** Who is asking. */
export interface Actor {
  account: Row<'accounts'>
  /** What the token was made for; `global` may do all the account may. */
  scopes: readonly string[]
  /** Whether this is whoever runs the control plane. */
  operator: boolean
  /** The add-on whose partner is asking, with a token for that: nothing of the account is theirs. */
  addonId?: string
  /** The id of the token, where it is one of the store. */
  tokenId?: string
}

/** Everything a handler may use besides its arguments: nothing else is ambient, so the same request gives the same bytes. */
export interface Context {
  db: Database
  actor: Actor
  /** The moment of the request. */
  now: Date
  /** What the clock outside shows, which a world's own may differ from. */
  outside: () => Date
  newId: () => string
  /** In [0, 1). */
  random: () => number
  /** Delays and limits, read when first asked for. */
  settings: () => Promise<Settings>
  /** How the answer is wanted: the variant of the API and what to expand. */
  wanted: Wanted
  /** Where the control plane is served, if it is. */
  url: string | undefined
  /** Whether others use the control plane too: it is served, not embedded in a command. */
  shared: boolean
  /** Requests that this server may still count to an account without asking the store. */
  unspent: (account: string) => number
  /** The requests that this process has answered, where it keeps them. */
  requests: RequestLog | undefined
  /** The worlds beside the main one, for whom the main one answers. */
  worlds: Worlds | undefined
  /** The fault that strikes the request, where one is set. */
  strike: Row<'faults'> | undefined
  /** The part of a list that is asked for. */
  range: RangeRequest
  /** Has the answer to a change say something that clients show as a warning. */
  warn: (message: string) => void
}

/** The moment of the request, as the store keeps it. */
export const nowText = (context: Pick<Context, 'now'>): string => context.now.toISOString()

/** A moment some seconds after the request, as the store keeps it. */
export const after = (context: Pick<Context, 'now'>, seconds: number): string =>
  new Date(context.now.getTime() + seconds * 1000).toISOString()
