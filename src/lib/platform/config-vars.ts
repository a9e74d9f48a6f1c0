import type {ConfigVars} from '../operations/resources.js'
import {planConfig} from '../rules/config-vars.js'
import {attachmentVars, withoutPending} from './addon-config.js'
import {accept} from './errors.js'
import type {Handlers} from './handler.js'
import {configOf, recordRelease} from './releases.js'

export const configHandlers: Handlers<'config-var.info-for-app' | 'config-var.info-for-app-release' | 'config-var.update'> = {
  async 'config-var.info-for-app'(context, {app}) {
    return withoutPending(context, app.id, await configOf(context, app.id))
  },

  async 'config-var.info-for-app-release'(context, {app, release}) {
    return withoutPending(context, app.id, JSON.parse(release.config_json) as ConfigVars)
  },

  /** Strings are set, nulls unset; what is not named stays. One release, unless nothing changes. */
  async 'config-var.update'(context, {app}, change) {
    const attached = new Set((await attachmentVars(context, app.id)).keys())
    const {config, description} = accept(planConfig(await configOf(context, app.id), change, attached))
    if (description !== undefined) await recordRelease(context, app, {description, config: () => config})
    return withoutPending(context, app.id, config)
  },
}
