import {sql} from 'kysely'
import type {SeedDocument, WrittenSeed} from '../../operations/seeds.js'
import {defaultTrustedRanges} from '../../rules/facts.js'
import {hasFeature} from '../../rules/generations.js'
import {teamPermissions} from '../../rules/permissions.js'
import type {Rule} from '../../rules/trusted-ranges.js'
import {defaultAccount} from '../../store/seed/default-account.js'
import type {Row, Tables} from '../../store/schema.js'
import {retentionSetting} from '../audit-retention.js'
import type {Context} from '../context.js'
import {type AppSubject, appsIn, withPermissions} from '../subjects/app.js'
import {LeftOut, telemetryOf, withoutEmpty, writeApp} from './writing-apps.js'

/*
 * The present world as a seed: what is there now, not how it came about. Everything stands in the order of its name, so that
 * the world that is made of a seed is written down as the same seed.
 */

export async function writeSeed(context: Context): Promise<WrittenSeed> {
  const leftOut = new LeftOut()
  await countUnwritten(context, leftOut)
  const apps = (await appsOf(context)).map((app) => withPermissions(context, app))
  const written = new Map<string, SeedDocument>()
  for (const app of apps) written.set(app.id, await writeApp(context, app, leftOut))
  const those = (which: (app: AppSubject) => boolean) => apps.filter(which).map(({id}) => written.get(id))
  const teams = []
  for (const team of await context.db.selectFrom('teams').selectAll().orderBy('name').execute()) teams.push(await writeTeam(context, team, those, leftOut))
  const settings = await context.db.selectFrom('settings').selectAll().where('name', '!=', retentionSetting).orderBy('name').execute()
  const accounts = await context.db.selectFrom('accounts').select(['email', 'name']).orderBy('email').execute()
  const people = accounts.map(({email, name}) => withoutEmpty({email, name}))
  const world = {
    version: 1,
    ...withoutEmpty({settings: Object.fromEntries(settings.map(({name, value}) => [name, value]))}),
    accounts: people,
    // Also none: left out, those of a fresh world would be there.
    teams,
    ...withoutEmpty({apps: those(({owner_id}) => owner_id !== null), pipelines: await pipelinesOf(context, null, leftOut)}),
  }
  return {world, left_out: leftOut.counts()}
}

async function countUnwritten({db, now}: Context, leftOut: LeftOut): Promise<void> {
  const count = async (table: keyof Tables, where: ReturnType<typeof sql<boolean>> = sql<boolean>`1 = 1`) =>
    Number((await db.selectFrom(table).select(sql<number>`count(*)`.as('count')).where(where).executeTakeFirstOrThrow()).count)
  const at = now.toISOString()
  leftOut.add('peerings', await count('peerings', sql`active_at is not null or expires_at > ${at}`))
  leftOut.add('VPN connections', await count('vpn_connections', sql`gone_at is null or gone_at > ${at}`))
  leftOut.add('certificates', await count('sni_endpoints', sql`acm = 0`))
  leftOut.add('apps with automated certificates (ACM)', await count('apps', sql`acm = 1`))
  leftOut.add('spaces that are being deleted', await count('spaces', sql`gone_at > ${at}`))
  leftOut.add('failed availability zones', await count('failed_zones'))
  leftOut.add('faults', await count('faults'))
  leftOut.add('app transfers', await count('app_transfers', sql`state = 'pending'`))
  leftOut.add('add-on services of partners', await count('addon_services', sql`owner_id is not null`))
  leftOut.add('a clock of its own', await count('conditions'))
}

const appsOf = (context: Context) => appsIn(context).orderBy('apps.name').execute()

type Those = (which: (app: AppSubject) => boolean) => (SeedDocument | undefined)[]

async function writeTeam(context: Context, team: Row<'teams'>, those: Those, leftOut: LeftOut): Promise<SeedDocument> {
  const {db} = context
  const members = await db
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
    .select(['accounts.email', 'memberships.role'])
    .where('team_id', '=', team.id)
    .orderBy('accounts.email')
    .execute()
  const enterprise = team.enterprise_account_id === null ? undefined : await db.selectFrom('enterprise_accounts').select('name').where('id', '=', team.enterprise_account_id).executeTakeFirstOrThrow()
  const spaces = await db.selectFrom('spaces').selectAll().where('team_id', '=', team.id).where('gone_at', 'is', null).orderBy('name').execute()
  const written = []
  for (const space of spaces) written.push(await writeSpace(context, space, those))
  return withoutEmpty({
    name: team.name,
    type: team.type,
    enterprise_account: enterprise?.name,
    members: Object.fromEntries(members.map(({email, role}) => [email, role])),
    spaces: written,
    apps: those(({team_id, space_id}) => team_id === team.id && space_id === null),
    pipelines: await pipelinesOf(context, team.id, leftOut),
  })
}

async function writeSpace(context: Context, space: Row<'spaces'>, those: Those): Promise<SeedDocument> {
  const {db} = context
  const drain = await db.selectFrom('log_drains').select('url').where('space_id', '=', space.id).executeTakeFirst()
  const ruleset = await db.selectFrom('inbound_rulesets').select('rules_json').where('space_id', '=', space.id).orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow()
  const rules = JSON.parse(ruleset.rules_json) as Rule[]
  const members = await db
    .selectFrom('space_members')
    .innerJoin('accounts', 'accounts.id', 'space_members.account_id')
    .innerJoin('memberships', (join) => join.onRef('memberships.account_id', '=', 'space_members.account_id').on('memberships.team_id', '=', space.team_id))
    .select(['accounts.email', 'memberships.role', 'space_members.permissions_json'])
    .where('space_id', '=', space.id)
    .where('permissions_json', '!=', '[]')
    .orderBy('accounts.email')
    .execute()
  const mayChange = hasFeature('trusted-ip-ranges', {generation: space.generation, shield: false})
  return {
    ...withoutEmpty({
      name: space.name,
      region: space.region,
      generation: space.generation,
      shield: space.shield === 1 || undefined,
      cidr: space.cidr,
      data_cidr: space.data_cidr,
      log_drain_url: drain?.url,
    }),
    // None at all is not what it is by default.
    ...(mayChange && !isDefault(rules, space) && {trusted_ips: rules.map(({action, source}) => (action === 'allow' ? source : {action, source}))}),
    ...withoutEmpty({
      members: Object.fromEntries(members.filter(({role}) => teamPermissions(role).includes('view')).map(({email, permissions_json}) => [email, JSON.parse(permissions_json) as string[]])),
      telemetry_drains: await telemetryOf(context, 'space_id', space.id),
      apps: those(({space_id}) => space_id === space.id),
    }),
  }
}

const isDefault = (rules: readonly Rule[], {generation}: Row<'spaces'>): boolean => JSON.stringify(rules.map(({action, source}) => [action, source])) === JSON.stringify(defaultTrustedRanges[generation].map((source) => ['allow', source]))

/** Those of a team, or without one the personal ones. */
async function pipelinesOf({db}: Context, teamId: string | null, leftOut: LeftOut): Promise<SeedDocument[]> {
  const these = await db.selectFrom('pipelines').leftJoin('accounts', 'accounts.id', 'pipelines.owner_id').selectAll('pipelines').select('accounts.email').where('team_id', teamId === null ? 'is' : '=', teamId).execute()
  const written: SeedDocument[] = []
  for (const {id, name, email, generation, owner_id, team_id} of these) {
    const apps = await db
      .selectFrom('pipeline_couplings')
      .innerJoin('apps', 'apps.id', 'pipeline_couplings.app_id')
      .select(['apps.name', 'stage', 'apps.owner_id', 'apps.team_id'])
      .where('pipeline_id', '=', id)
      .orderBy('apps.name')
      .execute()
    const own = apps.filter((app) => app.owner_id === owner_id && app.team_id === team_id)
    leftOut.add('apps in pipelines of others', apps.length - own.length)
    written.push(withoutEmpty({name, owner: email === defaultAccount ? undefined : email, generation, apps: Object.fromEntries(own.map((app) => [app.name, app.stage]))}))
  }
  // Several may have one name.
  return written.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
