import type {AddonSso} from '../operations/addons.js'
import {entryOf} from './addon-catalogue.js'
import type {Context} from './context.js'
import {invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {sideOf} from './partner-calls.js'
import {hasPartner} from './partner-provisioning.js'
import type {AddonSubject} from './subjects/addon.js'
import type {AppSubject} from './subjects/app.js'

export const addonSsoHandlers: Handlers<'add-on-sso.add-on-sso' | 'add-on-sso.add-on-sso-by-app'> = {
  async 'add-on-sso.add-on-sso'(context, {addon}) {
    return signOn(context, addon, addon.app)
  },

  async 'add-on-sso.add-on-sso-by-app'(context, {addon, app}) {
    return signOn(context, addon, app)
  },
}

/** The signed form by which the caller's browser signs on. @throws {ApiError} 422 where nobody is there to sign on to */
async function signOn(context: Context, addon: AddonSubject, from: Pick<AppSubject, 'name'>): Promise<AddonSso> {
  const {service} = await entryOf(context, addon)
  if (!hasPartner(service)) throw invalid(`${addon.name} is of the seeded catalogue: no server of ${service.human_name} is there to sign on to.`)
  if (addon.provider_id === '') throw invalid(`${addon.name} is still being created.`)
  const {salt, ssoUrl} = await sideOf(context, service)
  if (ssoUrl === undefined || salt === undefined) throw invalid(`The manifest of ${service.name} has no ${ssoUrl === undefined ? 'api.production.sso_url' : 'api.sso_salt'}, so nobody can sign on.`)
  const {ssoFields} = await import('../partner/sso.js')
  const {email, id} = context.actor.account
  const timestamp = Math.floor(context.now.getTime() / 1000)
  const params = ssoFields({
    salt,
    timestamp,
    uuid: addon.id,
    providerId: addon.provider_id,
    userId: id,
    email,
    app: addon.app.name,
    contextApp: from.name,
  })
  // The form's names, and the schema's for the same two.
  return {action: ssoUrl, method: 'post', params: {...params, timestamp, owning_app: addon.app.name, attached_app: from.name}}
}
