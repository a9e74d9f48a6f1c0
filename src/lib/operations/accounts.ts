import * as v from 'valibot'
import {answers} from './operation.js'
import type {Account, OauthAuthorization} from './resources.js'

const authorization = v.object({
  description: v.optional(v.string()),
  expires_in: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))),
  scope: v.optional(v.array(v.string())),
})

/** Requests that are left of the hour's. */
export interface RateLimit {
  remaining: number
}

/** The caller's own account, and the tokens it has made. */
export const accounts = {
  'account.info': answers<Account>().get('/account', {access: 'account', scope: 'identity', upstream: 'account#info'}),
  'account.info-by-user': answers<Account>().get('/users/{account}', {
    access: 'account',
    scope: 'identity',
    upstream: 'account#info-by-user',
  }),
  'rate-limit.info': answers<RateLimit>().get('/account/rate-limits', {access: 'account', live: true, scope: 'identity', upstream: 'rate-limit#info'}),
  'oauth-authorization.list': answers<OauthAuthorization[]>().get('/oauth/authorizations', {
    access: 'account',
    live: true,
    upstream: 'oauth-authorization#list',
  }),
  'oauth-authorization.create': answers<OauthAuthorization>().post('/oauth/authorizations', {
    access: 'account',
    body: authorization,
    upstream: 'oauth-authorization#create',
  }),
  'oauth-authorization.info': answers<OauthAuthorization>().get('/oauth/authorizations/{authorization}', {
    access: 'account',
    live: true,
    upstream: 'oauth-authorization#info',
  }),
  'oauth-authorization.delete': answers<OauthAuthorization>().delete('/oauth/authorizations/{authorization}', {
    access: 'account',
    upstream: 'oauth-authorization#delete',
  }),
}
