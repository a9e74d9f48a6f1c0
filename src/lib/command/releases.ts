import type {Platform} from '../client/platform.js'
import type {Release} from '../operations/resources.js'
import {color} from '../render/color.js'
import {renderTable} from '../render/table.js'
import {textWidth} from '../render/width.js'
import {ago} from './ago.js'

/** What is to be said of a release that is not simply there, and how it is painted. */
const statuses: Readonly<Record<Release['status'], readonly [words: string, paint: 'failure' | 'inactive' | 'name' | 'warning']>> = {
  expired: ['release expired', 'inactive'],
  failed: ['release command failed', 'failure'],
  pending: ['release command executing', 'warning'],
  succeeded: ['', 'name'],
}

/** What became of a release, painted; nothing when it simply succeeded. */
export function statusText({status}: Release): string {
  const [words, paint] = statuses[status]
  return words && color[paint](words)
}

/** Releases, newest first. On a terminal descriptions are cut so that a release takes one line. */
export function renderReleases(releases: readonly Release[], columns: number | undefined): string {
  const sorted = releases.toSorted((a, b) => b.version - a.version)
  const widest = (text: (release: Release) => string) => Math.max(0, ...sorted.map((release) => textWidth(text(release))))
  const others = 2 + widest(({user}) => user.email) + 2 + widest(({created_at}) => ago(created_at)) + 2
  const cut = (text: string, beside: number) => (columns === undefined ? text : shortened(text, Math.max(columns, 80) - others - beside))
  return renderTable(sorted, {
    v: {get: ({status, version}) => color[statuses[status][1]](`v${version}`)},
    description: {
      get(release) {
        const status = statusText(release)
        return status ? `${cut(release.description, statuses[release.status][0].length + 1)} ${status}` : cut(release.description, 0)
      },
    },
    user: {get: ({user}) => color.user(user.email)},
    created_at: {get: ({created_at}) => ago(created_at)},
  })
}

const shortened = (text: string, length: number): string => (text.length > length ? `${text.slice(0, Math.max(0, length - 1))}…` : text)

/** The release that is named (`v5`, `5`, an id), or one of the last ten. */
export async function findRelease(platform: Platform, app: string, named: string | undefined, otherwise: (latest: readonly Release[]) => Release | undefined): Promise<Release | undefined> {
  if (named !== undefined) return platform.call('release.info', {app, release: named.toLowerCase().replace(/^v/, ''), variant: 'sdk'})
  return otherwise(await platform.call('release.list', {app, range: 'version ..; max=10, order=desc', variant: 'sdk'}))
}
