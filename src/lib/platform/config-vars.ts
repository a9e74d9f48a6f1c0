import {planConfig} from '../rules/config-vars.js'
import {attachmentVars, withoutPending} from './addon-config.js'
import {accept} from './errors.js'
import type {Handlers} from './handler.js'
import {configIn, configOf, latestRelease, recordRelease} from './releases.js'
import {together} from './together.js'

export const configHandlers: Handlers<'config-var.info-for-app' | 'config-var.info-for-app-release' | 'config-var.update'> = {
  async 'config-var.info-for-app'(context, {app}) {
    return withoutPending(context, app.id, await configOf(context, app.id))
  },

  async 'config-var.info-for-app-release'(context, {app, release}) {
    return withoutPending(context, app.id, configIn(release))
  },

  /** Strings are set, nulls unset; what is not named stays. One release, unless nothing changes. */
  async 'config-var.update'(context, {app}, change) {
    const [attached, last] = await together(attachmentVars(context, app.id), latestRelease(context, app.id))
    const {config, description} = accept(planConfig(configIn(last), change, new Set(attached.keys())))
    if (description !== undefined) await recordRelease(context, app, {description, config: () => config}, last)
    return withoutPending(context, app.id, config)
  },
}
