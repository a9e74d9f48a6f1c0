import type {Platform} from '../client/platform.js'

/**
 * The version of an app's latest release, as shown: `v10`. Undefined where it cannot be had: what made the release has
 * been done then all the same, and must not be reported as failed.
 */
export async function latestVersion(platform: Platform, app: string): Promise<string | undefined> {
  const releases = await platform.call('release.list', {app, range: 'version ..; order=desc,max=1'}).catch(() => [])
  const [latest] = releases
  return latest && `v${latest.version}`
}
