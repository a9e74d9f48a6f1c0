import * as v from 'valibot'
import {answers} from './operation.js'
import type {Addon} from './resources.js'

/** What a partner gets for a grant: OAuth 2 (RFC 6749), with Heroku's fields. */
export interface PartnerTokens {
  access_token: string
  /** Seconds. */
  expires_in: number
  refresh_token: string
  session_nonce: null
  token_type: 'Bearer'
  user_id: string
}

export interface AddonConfigVar {
  name: string
  value: string | null
}

const grant = v.object({
  grant_type: v.picklist(['authorization_code', 'refresh_token']),
  client_secret: v.string(),
  code: v.optional(v.string()),
  refresh_token: v.optional(v.string()),
})

/** What partners do to their own add-ons, with the token that the grant of the provision request was exchanged for. */
export const partnerApi = {
  /** On Heroku at https://id.heroku.com; the parameters come as a form, in the query, or as JSON. */
  'partner-token.exchange': answers<PartnerTokens>().post('/oauth/token', {access: 'public', status: 200, body: grant, upstream: []}),
  'add-on-config.list': answers<AddonConfigVar[]>().get('/addons/{partnerAddon}/config', {access: 'partner', upstream: 'add-on-config#list'}),
  'add-on-config.update': answers<AddonConfigVar[]>().patch('/addons/{partnerAddon}/config', {
    access: 'partner',
    body: v.object({config: v.array(v.object({name: v.string(), value: v.nullable(v.string())}))}),
    upstream: 'add-on-config#update',
  }),
  'add-on-action.provision': answers<Addon>().post('/addons/{partnerAddon}/actions/provision', {access: 'partner', status: 200, upstream: 'add-on-action#provision'}),
  'add-on-action.deprovision': answers<Addon>().post('/addons/{partnerAddon}/actions/deprovision', {access: 'partner', status: 200, upstream: 'add-on-action#deprovision'}),
}
