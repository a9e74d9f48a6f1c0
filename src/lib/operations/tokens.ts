import * as v from 'valibot'
import {answers} from './operation.js'

/** An account as whoever runs the control plane sees it. */
export interface KnownAccount {
  id: string
  email: string
  name: string | null
  /** Tokens of it that have not expired. */
  tokens: number
  created_at: string
}

/** A token, of which only its maker has seen what it is. */
export interface KnownToken {
  id: string
  /** Email address of the account that it acts as. */
  account: string
  description: string
  scopes: string[]
  created_at: string
  expires_at: string | null
}

/** A token as it is told once. */
export interface MadeToken extends KnownToken {
  token: string
}

/** An operator's token, where the world had none. */
export interface FirstToken {
  first: MadeToken | null
}

/** Who may use a control plane: for whoever runs it. */
export const tokens = {
  'control-plane-account.list': answers<KnownAccount[]>().get('/control-plane/accounts', {access: 'operator', upstream: []}),
  'control-plane-account.create': answers<KnownAccount>().post('/control-plane/accounts', {
    access: 'operator',
    body: v.object({email: v.string(), name: v.optional(v.nullable(v.string()))}),
    upstream: [],
  }),
  'control-plane-token.list': answers<KnownToken[]>().get('/control-plane/tokens', {access: 'operator', upstream: []}),
  'control-plane-token.create': answers<MadeToken>().post('/control-plane/tokens', {
    access: 'operator',
    body: v.object({
      account: v.string(),
      description: v.optional(v.string()),
      expires_in: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))),
      operator: v.optional(v.boolean()),
      scope: v.optional(v.array(v.string())),
    }),
    upstream: [],
  }),
  'control-plane-token.create-first': answers<FirstToken>().post('/control-plane/tokens/actions/create-first', {
    access: 'operator',
    status: 200,
    upstream: [],
  }),
  'control-plane-token.delete': answers<KnownToken>().delete('/control-plane/tokens/{token}', {access: 'operator', upstream: []}),
}
