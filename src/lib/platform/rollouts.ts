import {addressesOf, type Zone, zoneOf} from '../rules/placement.js'
import {type Change, planProcesses, type Process} from '../rules/rollout.js'
import type {SizeSite} from '../rules/sizes.js'
import type {Row} from '../store/schema.js'
import type {Context} from './context.js'

type DynoRow = Row<'dynos'>
type ReleaseReference = Pick<Row<'releases'>, 'id'>

/** What decides where and as what an app's dynos run. */
export interface Site extends SizeSite {
  appId: string
  spaceId: string | null
  cidr: string | null
  /** Availability zones that work are all but these. */
  failed: Zone[]
}

export async function siteOf({db}: Context, appId: string): Promise<Site> {
  const app = await db
    .selectFrom('apps')
    .leftJoin('spaces', 'spaces.id', 'apps.space_id')
    .leftJoin('teams', 'teams.id', 'apps.team_id')
    .select(['apps.generation', 'apps.space_id', 'spaces.cidr', 'spaces.shield', 'teams.type as team_type'])
    .where('apps.id', '=', appId)
    .executeTakeFirstOrThrow()
  const failed = app.space_id === null ? [] : await db.selectFrom('failed_zones').select('zone').where('space_id', '=', app.space_id).execute()
  return {
    appId,
    spaceId: app.space_id,
    cidr: app.cidr,
    failed: failed.map(({zone}) => zone),
    generation: app.generation,
    inSpace: app.space_id !== null,
    shield: app.shield === 1,
    enterprise: app.team_type === 'enterprise',
  }
}

/** What is to become of one process type. */
export interface ProcessChange extends Pick<Change<Planned>, 'quantity' | 'replace' | 'rolling'> {
  type: string
  size: string
  command: string
}

/** A dyno as the planner sees it, with its row. */
export interface Planned extends Process {
  row: DynoRow
}

/** Starts and ends dynos of an app so that these process types become what is wanted; others stay as they are. */
export async function rollOut(context: Context, site: Site, release: ReleaseReference, changes: readonly ProcessChange[]): Promise<void> {
  if (changes.length === 0) return
  const {boot} = await context.settings()
  const rows = await formationDynos(context, site.appId, changes.map(({type}) => type))
  const now = context.now.getTime()
  const plans = changes.map((change) => {
    const processes = rows.filter(({type}) => type === change.type).map(planned)
    return {change, plan: planProcesses({...change, processes, now, boot: boot * 1000})}
  })
  await remove(context, plans.flatMap(({plan}) => plan.drops.map(({row}) => row.id)))
  const ends = plans.flatMap(({plan}) => plan.ends)
  for (const until of new Set(ends.map((end) => end.until))) {
    const ids = ends.filter((end) => end.until === until).map(({process}) => process.row.id)
    await context.db.updateTable('dynos').set({until: new Date(until).toISOString()}).where('id', 'in', ids).execute()
  }
  const starts = plans.flatMap(({change, plan}) => plan.starts.map((start) => ({...start, ...change})))
  await start(context, site, release, starts, boot)
}

const planned = (row: DynoRow): Planned => ({
  row,
  number: row.number,
  since: Date.parse(row.since),
  upAt: Date.parse(row.up_at),
  until: row.until === null ? null : Date.parse(row.until),
})

const formationDynos = async ({db}: Context, appId: string, types: readonly string[]): Promise<DynoRow[]> =>
  db.selectFrom('dynos').selectAll().where('app_id', '=', appId).where('one_off', '=', 0).where('type', 'in', types).execute()

async function remove({db}: Context, ids: readonly string[]) {
  if (ids.length > 0) await db.deleteFrom('dynos').where('id', 'in', ids).execute()
}

/** A dyno of the formation that is going to be. */
interface Start {
  type: string
  number: number
  size: string
  command: string
  /** In milliseconds. */
  since: number
}

/** More rows in one statement than any database takes as parameters are never wanted at once, but nearly. */
const rowsPerInsert = 50

async function start(context: Context, site: Site, release: ReleaseReference, starts: readonly Start[], boot: number) {
  if (starts.length === 0) return
  const place = await placing(context, site)
  const rows = starts.map(({type, number, size, command, since}): DynoRow => ({
    ...newDyno(context, site, release, {type, size, command}),
    number,
    name: dynoName(context, site, release, type, number),
    ...place(number),
    since: new Date(since).toISOString(),
    up_at: new Date(since + boot * 1000).toISOString(),
  }))
  for (let first = 0; first < rows.length; first += rowsPerInsert)
    await context.db.insertInto('dynos').values(rows.slice(first, first + rowsPerInsert)).execute()
}

const newDyno = (context: Context, {appId, spaceId}: Site, release: ReleaseReference, process: {type: string; size: string; command: string}) => ({
  id: context.newId(),
  app_id: appId,
  space_id: spaceId,
  one_off: 0 as const,
  release_id: release.id,
  until: null,
  ...process,
})

/** `web.1`; on fir `web-1234abcde5-x7k2p`, whose middle part is the release's (facts 3.4). */
function dynoName({random}: Context, {generation}: Site, release: ReleaseReference, type: string, number: number): string {
  if (generation === 'cedar') return `${type}.${number}`
  return `${type}-${release.id.replaceAll('-', '').slice(-10)}-${letters(random, 5)}`
}

const letters = (random: () => number, length: number): string =>
  Array.from({length}, () => Math.floor(random() * 36).toString(36)).join('')

/** Gives dynos a zone and an address by their number; outside spaces they have neither. */
async function placing({db}: Context, {spaceId, cidr, failed}: Site): Promise<(number: number) => Pick<DynoRow, 'private_ip' | 'zone'>> {
  if (spaceId === null || cidr === null) return () => ({zone: null, private_ip: null})
  const taken = await db.selectFrom('dynos').select('private_ip').where('space_id', '=', spaceId).execute()
  const addressIn = addressesOf(cidr, taken.map(({private_ip}) => private_ip ?? ''))
  return (number) => {
    const zone = zoneOf(number, failed)
    return {zone, private_ip: addressIn(zone)}
  }
}

interface OneOff {
  type: string
  size: string
  command: string
  /** In seconds. */
  lifetime: number
}

/** Starts a one-off dyno of the release: it is there for its lifetime, unless somebody stops it. */
export async function startOneOff(context: Context, site: Site, release: ReleaseReference, {lifetime, ...process}: OneOff): Promise<DynoRow> {
  const {boot} = await context.settings()
  const now = context.now.getTime()
  const at = (seconds: number) => new Date(now + seconds * 1000).toISOString()
  const number = await unusedNumber(context, site.appId, process.type)
  const place = await placing(context, site)
  const row: DynoRow = {
    ...newDyno(context, site, release, process),
    one_off: 1,
    number,
    name: dynoName(context, site, release, process.type, number),
    ...place(number),
    since: at(0),
    up_at: at(boot),
    until: at(lifetime),
  }
  await context.db.insertInto('dynos').values(row).execute()
  return row
}

/** Four digits that no dyno of the type has. */
async function unusedNumber({db, random}: Context, appId: string, type: string): Promise<number> {
  const taken = new Set(
    (await db.selectFrom('dynos').select('number').where('app_id', '=', appId).where('type', '=', type).execute()).map(({number}) => number),
  )
  const drawn = 1000 + Math.floor(random() * 9000)
  for (let step = 0; step < 9000; step++) {
    const number = 1000 + ((drawn - 1000 + step) % 9000)
    if (!taken.has(number)) return number
  }
  throw new Error('No number for a one-off dyno is free.')
}

/** Ends a dyno now. */
export async function end({db, now}: Context, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.updateTable('dynos').set({until: now.toISOString()}).where('id', 'in', ids).execute()
}
