import {sql} from 'kysely'
import type {Formation} from '../operations/processes.js'
import type {Body} from '../operations/index.js'
import {dynoSizes} from '../rules/facts.js'
import {withinLimit, withinProcessLimit} from '../rules/limits.js'
import {type Commands, quantityAfter} from '../rules/process-types.js'
import {defaultSize, requireOneTier, requireSize} from '../rules/sizes.js'
import type {Row} from '../store/schema.js'
import {commandsOf} from './artifacts.js'
import {type Context, nowText} from './context.js'
import {aboveLimit, accept} from './errors.js'
import type {Handlers} from './handler.js'
import {identityIn} from './identity.js'
import {noSuchProcessType} from './process-types.js'
import {rollOut, type Site, siteOf} from './rollouts.js'
import type {AppSubject} from './subjects/app.js'
import {wireTime} from './time.js'

type FormationRow = Row<'formations'>
type Update = Body<'formation.batch-update'>['updates'][number]

export const formationHandlers: Handlers<'formation.batch-update' | 'formation.info' | 'formation.list' | 'formation.update'> = {
  async 'formation.list'(context, {app}) {
    const commands = (await currentCode(context, app.id)).commands
    return (await formationOf(context, app.id)).map((row) => formationView(app, row, commands))
  },

  async 'formation.info'(context, {app, formation}) {
    return formationView(app, formation, (await currentCode(context, app.id)).commands)
  },

  async 'formation.batch-update'(context, {app}, {updates}) {
    return changeFormation(context, app, updates)
  },

  async 'formation.update'(context, {app, formation}, change) {
    const [changed] = await changeFormation(context, app, [{...change, type: formation.type}])
    return changed ?? formationView(app, formation, {})
  },
}

export const formationOf = async ({db}: Context, appId: string): Promise<FormationRow[]> =>
  db.selectFrom('formations').selectAll().where('app_id', '=', appId).orderBy('type').execute()

/** The release an app runs, and the commands it has for each process type. */
export async function currentCode({db}: Context, appId: string): Promise<{release: Row<'releases'> | undefined; commands: Commands}> {
  const release = await db.selectFrom('releases').selectAll().where('app_id', '=', appId).orderBy('version', 'desc').limit(1).executeTakeFirst()
  if (!release?.artifact_id) return {release, commands: {}}
  const artifact = await db.selectFrom('artifacts').selectAll().where('id', '=', release.artifact_id).executeTakeFirstOrThrow()
  return {release, commands: commandsOf(artifact)}
}

/** All of the updates or none: what they lead to is checked before anything is changed. */
async function changeFormation(context: Context, app: AppSubject, updates: readonly Update[]): Promise<Formation[]> {
  const site = await siteOf(context, app.id)
  const before = await formationOf(context, app.id)
  const after = new Map(before.map((row) => [row.type, row]))
  for (const update of updates) {
    const row = after.get(update.type)
    if (!row) throw noSuchProcessType(update.type, before)
    after.set(update.type, updated(row, update, site))
  }
  const changed = [...after.values()].filter((row) => updates.some(({type}) => type === row.type))
  accept(requireOneTier([...after.values()].map(({size}) => size)))
  await requireRoom(context, site, before, [...after.values()])
  const {release, commands} = await currentCode(context, app.id)
  for (const row of changed)
    await context.db.updateTable('formations').set({quantity: row.quantity, size: row.size, updated_at: nowText(context)}).where('id', '=', row.id).execute()
  const sizeBefore = new Map(before.map(({type, size}) => [type, size]))
  if (release)
    await rollOut(
      context,
      site,
      release,
      changed.map(({type, quantity, size}) => ({type, quantity, size, command: commands[type] ?? '', replace: () => size !== sizeBefore.get(type)})),
    )
  return changed.map((row) => formationView(app, {...row, updated_at: nowText(context)}, commands))
}

function updated(row: FormationRow, {quantity, size, dyno_size}: Update, site: Site): FormationRow {
  const wanted = identityIn(dyno_size) ?? identityIn(size)
  return {
    ...row,
    ...(quantity != null && {quantity: accept(quantityAfter(row.quantity, quantity))}),
    ...(wanted !== undefined && {size: accept(requireSize(wanted, site)).name}),
  }
}

/**
 * What there is more of has to be within the limits; what there is less of always may.
 *
 * @throws {ApiError} 422 `cannot_update_above_limit`
 */
async function requireRoom(context: Context, site: Site, before: readonly FormationRow[], after: readonly FormationRow[]): Promise<void> {
  const settings = await context.settings()
  const perType = settings[!site.inSpace ? 'dynos-per-common-type' : site.generation === 'fir' ? 'dynos-per-fir-type' : 'dynos-per-type']
  for (const {type, quantity, size} of after) {
    const had = before.find((row) => row.type === type)?.quantity ?? 0
    const refused = quantity > had ? withinProcessLimit(quantity, perType, size) : undefined
    if (refused) throw aboveLimit('cannot_update_above_limit', refused.message, perType)
  }
  const more = sum(after) - sum(before)
  if (site.spaceId !== null && more > 0) await requireRoomInSpace(context, site, more, 'cannot_update_above_limit')
}

const sum = (rows: readonly FormationRow[]): number => rows.reduce((total, {quantity}) => total + quantity, 0)

/** @throws {ApiError} 422 when that many more dynos do not fit into the space */
export async function requireRoomInSpace(
  context: Context,
  {spaceId, generation}: Site,
  more: number,
  id: 'cannot_run_above_limit' | 'cannot_update_above_limit',
): Promise<void> {
  if (spaceId === null) return
  const settings = await context.settings()
  const limit = settings[generation === 'fir' ? 'dynos-per-fir-space' : 'dynos-per-space']
  const {scaled} = await context.db
    .selectFrom('formations')
    .innerJoin('apps', 'apps.id', 'formations.app_id')
    .select(sql<number>`coalesce(sum(formations.quantity), 0)`.as('scaled'))
    .where('apps.space_id', '=', spaceId)
    .executeTakeFirstOrThrow()
  const {oneOffs} = await context.db
    .selectFrom('dynos')
    .select(sql<number>`count(*)`.as('oneOffs'))
    .where('space_id', '=', spaceId)
    .where('one_off', '=', 1)
    .where('until', '>', nowText(context))
    .executeTakeFirstOrThrow()
  const refused = withinLimit('dynos', Number(scaled) + Number(oneOffs), limit, more)
  if (refused) throw aboveLimit(id, refused.message, limit)
}

/**
 * What a release does to what runs: every dyno is replaced by one of the release, a few at a time in a space; process
 * types that it does not have any more end, and those that are new begin.
 */
export async function applyRelease(context: Context, appId: string, made: Row<'releases'>): Promise<void> {
  const before = await formationOf(context, appId)
  if (before.length === 0 && made.artifact_id === null) return
  const {commands} = await currentCode(context, appId)
  const site = await siteOf(context, appId)
  const after = await matchFormation(context, site, before, commands)
  await rollOut(
    context,
    site,
    made,
    [...before.filter(({type}) => commands[type] === undefined).map((row) => ({...row, quantity: 0})), ...after].map(({type, quantity, size}) => ({
      type,
      quantity,
      size,
      command: commands[type] ?? '',
      replace: () => true,
      rolling: site.inSpace,
    })),
  )
}

/** The formation with exactly the process types that there are commands for. */
async function matchFormation(context: Context, site: Site, before: readonly FormationRow[], commands: Commands): Promise<FormationRow[]> {
  const kept = before.filter(({type}) => commands[type] !== undefined)
  const gone = before.filter(({type}) => commands[type] === undefined)
  const size = defaultSize(site, kept.map((row) => row.size)).name
  const added = Object.keys(commands)
    .filter((type) => !kept.some((row) => row.type === type))
    .map((type): FormationRow => ({
      id: context.newId(),
      app_id: site.appId,
      type,
      quantity: type === 'web' ? 1 : 0,
      size,
      created_at: nowText(context),
      updated_at: nowText(context),
    }))
  if (added.length > 0) {
    await requireRoomForTypes(context, site, added.length - gone.length)
    await requireRoom(context, site, before, [...kept, ...added])
  }
  for (const {id} of gone) await context.db.deleteFrom('formations').where('id', '=', id).execute()
  if (added.length > 0) await context.db.insertInto('formations').values(added).execute()
  return [...kept, ...added]
}

async function requireRoomForTypes(context: Context, {spaceId}: Site, more: number) {
  if (spaceId === null || more <= 0) return
  const {present} = await context.db
    .selectFrom('formations')
    .innerJoin('apps', 'apps.id', 'formations.app_id')
    .select(sql<number>`count(*)`.as('present'))
    .where('apps.space_id', '=', spaceId)
    .executeTakeFirstOrThrow()
  accept(withinLimit('processTypes', Number(present), (await context.settings())['process-types'], more))
}

function formationView({id, name}: AppSubject, row: FormationRow, commands: Commands): Formation {
  return {
    app: {id, name},
    command: commands[row.type] ?? '',
    created_at: wireTime(row.created_at),
    dyno_size: {id: dynoSizes.find((size) => size.name === row.size)?.id ?? '', name: row.size},
    id: row.id,
    quantity: row.quantity,
    size: row.size,
    type: row.type,
    updated_at: wireTime(row.updated_at),
  }
}
