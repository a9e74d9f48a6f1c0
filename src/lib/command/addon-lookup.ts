import {NotThere, UsageFailure} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import type {Addon} from '../operations/resources.js'

/** What people may type for an add-on. */
export const addonDescription = 'unique identifier or globally unique name of the add-on'

/** Splits `heroku-redis:premium-2` at its colon; the two of `my-app::REDIS` are part of a name. */
export function splitPlan(typed: string): {addon: string; plan?: string} {
  const [, addon, plan] = /^(.*[^:]):([^:]*)$/.exec(typed) ?? []
  return addon === undefined || !plan ? {addon: addon ?? typed} : {addon, plan}
}

/**
 * The one add-on that somebody means, in full: by name or id, in an app also by an attachment or the service's name.
 * `app::NAME` says where to look, whatever app the command is about.
 *
 * @throws {UsageFailure} where several are so called, {NotThere} where none is
 */
export async function resolveAddon(platform: Platform, typed: string, app: string | undefined): Promise<Addon> {
  const within = typed.includes('::') ? undefined : app
  const found = await platform.call('add-on.resolution', {variant: 'sdk', expand: 'addon_service,plan', body: {addon: typed, app: within ?? null}})
  const [addon, ...others] = found
  if (addon && others.length === 0) return addon
  if (!addon) throw new NotThere("Couldn't find that addon.")
  throw new UsageFailure(`Ambiguous identifier; multiple matching add-ons found: ${found.map(({name}) => name).join(', ')}.`)
}
