import type {Assumption} from './assumptions.js'

/** Heroku's OAuth scopes. documented: DC:oauth. */
export const oauthScopes = ['global', 'identity', 'read', 'write', 'read-protected', 'write-protected'] as const

/**
 * What a token needs one of, by what is asked: config vars and releases, which tell secrets, take the protected ones
 * (documented: DC:oauth), and the account itself can be read with `identity` too.
 */
export const acceptedScopes = {
  identity: {read: ['global', 'identity', 'read', 'read-protected', 'write', 'write-protected'], write: ['global', 'write', 'write-protected']},
  plain: {read: ['global', 'read', 'read-protected', 'write', 'write-protected'], write: ['global', 'write', 'write-protected']},
  protected: {read: ['global', 'read-protected', 'write-protected'], write: ['global', 'write-protected']},
} as const satisfies Record<string, Record<'read' | 'write', readonly (typeof oauthScopes)[number][]>>

/** Characters of an account's name. assumed */
export const longestAccountName = 100

/** Characters of a token's description. assumed */
export const longestTokenDescription = 255

/** Seconds for which a token is good that expires: ten years. assumed */
export const longestTokenLife = 315_576_000

export const tokenAssumptions: readonly Assumption[] = [
  {
    rule: 'What a token of scope `write` may read',
    chosen: 'The same as one of scope `read`',
    why: 'Heroku names both together ("read and write") and no source tells them apart for reads.',
  },
  {
    rule: 'Longest name of an account, longest description of a token',
    chosen: `${longestAccountName} and ${longestTokenDescription} characters`,
    why: 'Some bound is needed; nobody states one.',
  },
  {
    rule: 'How long a token is good for that expires',
    chosen: 'Ten years at most',
    why: 'Some bound is needed; nobody states one. One that does not expire is good for ever.',
  },
]
