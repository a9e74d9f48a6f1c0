import type {ConfigVars} from '../operations/resources.js'
import {planConfig} from '../rules/config-vars.js'
import {accept} from './errors.js'
import type {Handlers} from './handler.js'
import {configOf, recordRelease} from './releases.js'

// INTERIM until attachments.ts is there.
const attachmentVars = async (..._: unknown[]) => new Map<string, string>()

export const configHandlers: Handlers<'config-var.info-for-app' | 'config-var.info-for-app-release' | 'config-var.update'> = {
  async 'config-var.info-for-app'(context, {app}) {
    return configOf(context, app.id)
  },

  async 'config-var.info-for-app-release'(_, {release}) {
    return JSON.parse(release.config_json) as ConfigVars
  },

  /** Strings are set, nulls unset; what is not named stays. One release, unless nothing changes. */
  async 'config-var.update'(context, {app}, change) {
    const attached = new Set((await attachmentVars(context, app.id)).keys())
    const {config, description} = accept(planConfig(await configOf(context, app.id), change, attached))
    if (description !== undefined) await recordRelease(context, app, {description, config: () => config})
    return config
  },
}
