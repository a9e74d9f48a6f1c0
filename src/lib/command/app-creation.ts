import {createOnce} from '../client/create-once.js'
import type {Platform} from '../client/platform.js'
import type {App, TeamApp} from '../operations/resources.js'
import {color} from '../render/color.js'

/** The flags of `apps:create` that say what app is wanted. */
export type WantedApp = {[Name in 'features' | 'kernel' | 'region' | 'space' | 'stack' | 'team']: string | undefined} & {
  'internal-routing': boolean
  locked: boolean
}

/** Creates an app in a space, for a team, or one of one's own. Without a name the platform makes one up. */
export function createApp(platform: Platform, name: string | undefined, wanted: WantedApp): Promise<App | TeamApp> {
  const ofTeam = Boolean(wanted.space || wanted.team)
  const create = () => platform.call(ofTeam ? 'team-app.create' : 'app.create', {body: bodyFrom(name, wanted)})
  if (name === undefined) return create()
  return createOnce(create, () => platform.call(ofTeam ? 'team-app.info' : 'app.info', {app: name}), platform.serverTime)
}

/** What the official CLI sends, key by key. */
const bodyFrom = (name: string | undefined, wanted: WantedApp) => ({
  feature_flags: wanted.features,
  internal_routing: wanted['internal-routing'] || undefined,
  kernel: wanted.kernel,
  locked: wanted.locked || undefined,
  name,
  region: wanted.region,
  space: wanted.space,
  stack: wanted.stack,
  team: wanted.team,
})

/** How it ended: the name where the platform chose it, region and stack where they were asked for. */
export function createdText(app: App | TeamApp, name: string | undefined, {region, stack}: Pick<WantedApp, 'region' | 'stack'>): string {
  const parts = [
    'done',
    !name && color.app(app.name),
    region && `region is ${color.info(app.region.name)}`,
    stack && `stack is ${color.info(app.stack.name)}`,
  ]
  return parts.filter(Boolean).join(', ')
}
