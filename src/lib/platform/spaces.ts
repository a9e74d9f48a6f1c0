import {sql} from 'kysely'
import type {Space, SpaceNat, SpaceState} from '../operations/resources.js'
import {defaultTrustedRanges} from '../rules/facts.js'
import {requireDrainUrl, secureSchemes} from '../rules/drains.js'
import {requireGeneration, requireKind} from '../rules/generations.js'
import {outboundAddresses} from '../rules/outbound.js'
import {spaceName, taken} from '../rules/names.js'
import {teamPermissions} from '../rules/permissions.js'
import {findRegion, requirePrivateRegion} from '../rules/regions.js'
import {rolesThatMay} from '../rules/roles.js'
import type {Row} from '../store/schema.js'
import {enterTeam, leaveTeam} from './collaborations.js'
import {after, type Context, nowText} from './context.js'
import {accept, forbidden, invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {identityIn} from './identity.js'
import {storeRuleset} from './inbound-rulesets.js'
import {never, refuseWhileDeleting, spaceState} from './lifecycle.js'
import {storeDrain} from './log-drains.js'
import {mapPage, pageOfQuery} from './range.js'
import {type SpaceSubject, spacesSeenBy} from './subjects/space.js'
import {findTeam} from './subjects/team.js'
import {wireTime} from './time.js'
import {generationField} from './wanted.js'

export const spaceHandlers: Handlers<
  | 'space.create'
  | 'space.delete'
  | 'space.info'
  | 'space.list'
  | 'space.update'
  | 'space-nat.info'
  | 'space-transfer.transfer'
  | 'team-space.list'
> = {
  async 'space.list'(context) {
    const page = await pageOfQuery(context.range, visibleSpaces(context), 'spaces')
    return mapPage(page, (space) => spaceView(context, space))
  },

  async 'team-space.list'(context, {team}) {
    const page = await pageOfQuery(context.range, visibleSpaces(context).where('spaces.team_id', '=', team.id), 'spaces')
    return mapPage(page, (space) => spaceView(context, space))
  },

  async 'space.info'(context, {space}) {
    return spaceView(context, space)
  },

  async 'space.create'(context, {team}, body) {
    if (!team) throw invalid('Require params: team.')
    const name = accept(spaceName(body.name))
    const region = accept(requirePrivateRegion(body.region))
    const generation = accept(requireGeneration(identityIn(body.generation)))
    const {shield} = accept(requireKind({generation, shield: body.shield ?? false, logs: body.log_drain_url != null}))
    if (body.log_drain_url != null) accept(requireDrainUrl(body.log_drain_url, 'Log drain URL', secureSchemes, context.shared))
    // Reading CIDRs is heavy to load, and of all operations on spaces only this needs it.
    const {planNetwork} = await import('../rules/cidr.js')
    const network = accept(planNetwork({cidr: body.cidr, dataCidr: body.data_cidr}))
    await requireFreeName(context, name)

    const {allocation} = await context.settings()
    const isStuck = context.strike?.kind === 'stuck-allocating'
    const space: Row<'spaces'> = {
      id: context.newId(),
      name,
      team_id: team.id,
      region: region.name,
      cidr: network.cidr,
      data_cidr: network.dataCidr,
      generation,
      shield: shield ? 1 : 0,
      nat_block: await freeNatBlock(context),
      created_at: nowText(context),
      updated_at: nowText(context),
      allocated_at: isStuck ? never : after(context, allocation),
      gone_at: null,
    }
    await context.db.insertInto('spaces').values(space).execute()
    if (context.strike && isStuck) await context.db.insertInto('stuck_spaces').values({fault_id: context.strike.id, space_id: space.id}).execute()
    if (body.log_drain_url != null) await storeDrain(context, {space_id: space.id, url: body.log_drain_url})
    await storeRuleset(context, space, defaultTrustedRanges[generation].map((source) => ({action: 'allow', source})))
    // Even with an allocation time of 0 a space is first seen allocating, as on the platform.
    return spaceView(context, {...space, team_name: team.name, role: team.role}, 'allocating')
  },

  async 'space.update'(context, {space}, {name}) {
    if (name === undefined || name === space.name) return spaceView(context, space)
    refuseWhileDeleting(space)
    await requireFreeName(context, accept(spaceName(name)))
    return spaceView(context, await changeSpace(context, space, {name}))
  },

  async 'space.delete'(context, {space}) {
    refuseWhileDeleting(space)
    const app = await context.db.selectFrom('apps').select('id').where('space_id', '=', space.id).executeTakeFirst()
    if (app) throw invalid(`Space ${space.name} cannot be deleted because it still contains apps. Destroy them first.`)
    const {deletion} = await context.settings()
    return spaceView(context, await changeSpace(context, space, {gone_at: after(context, deletion)}))
  },

  async 'space-transfer.transfer'(context, {space}, {new_owner}) {
    const team = await findTeam(context, new_owner)
    if (!teamPermissions(team.role).includes('manage spaces'))
      throw forbidden(`You do not have access to the team ${team.name}. Transferring a space takes an admin of both teams.`)
    refuseWhileDeleting(space)
    const from = await context.db.selectFrom('teams').selectAll().where('id', '=', space.team_id).executeTakeFirstOrThrow()
    if (from.id !== team.id && (from.enterprise_account_id === null || from.enterprise_account_id !== team.enterprise_account_id))
      throw invalid('Space can only be transferred to a team in the same Enterprise Account.')
    await moveApps(context, space, team.id)
    await context.db.deleteFrom('space_members').where('space_id', '=', space.id).execute()
    return spaceView(context, {...(await changeSpace(context, space, {team_id: team.id})), team_name: team.name})
  },

  async 'space-nat.info'(context, {space}) {
    return natView(context, space)
  },
}

const visibleSpaces = (context: Context) =>
  // Not `role in (…)`: from that SQLite concludes that it may start from the memberships, and sorts all spaces.
  spacesSeenBy(context).where(sql`coalesce(memberships.role, 'none')`, 'in', rolesThatMay('view'))

async function requireFreeName({db}: Context, name: string) {
  if (await db.selectFrom('spaces').select('id').where('name', '=', name).executeTakeFirst()) accept(taken(name))
}

/** The lowest number above all in use; a block is free again once its space is gone. */
async function freeNatBlock({db}: Context): Promise<number> {
  const {highest} = await db
    .selectFrom('spaces')
    .select((select) => select.fn.max('nat_block').as('highest'))
    .executeTakeFirstOrThrow()
  return highest === null ? 0 : Number(highest) + 1
}

/** The apps of a space go with it to another team, and so do their collaborators. */
async function moveApps(context: Context, space: SpaceSubject, team_id: string) {
  const apps = await context.db.selectFrom('apps').select(['id', 'team_id']).where('space_id', '=', space.id).execute()
  for (const app of apps) {
    await leaveTeam(context, app)
    await context.db.updateTable('apps').set({team_id}).where('id', '=', app.id).execute()
    await enterTeam(context, {...app, team_id})
  }
}

async function changeSpace(context: Context, space: SpaceSubject, change: Partial<Row<'spaces'>>): Promise<SpaceSubject> {
  const changed = {...change, updated_at: nowText(context)}
  await context.db.updateTable('spaces').set(changed).where('id', '=', space.id).execute()
  return {...space, ...changed}
}

export function spaceView({wanted, now}: Context, space: SpaceSubject, state: SpaceState = spaceState(space, now)): Space {
  const region = findRegion(space.region)
  return {
    cidr: space.cidr,
    created_at: wireTime(space.created_at),
    data_cidr: space.data_cidr,
    generation: generationField(wanted, space.generation),
    id: space.id,
    name: space.name,
    organization: {name: space.team_name},
    region: wanted.expansions.has('region') && region ? region : {id: region?.id ?? '', name: space.region},
    shield: space.shield === 1,
    state,
    team: {id: space.team_id, name: space.team_name},
    updated_at: wireTime(space.updated_at),
  }
}

function natView({now}: Context, space: SpaceSubject): SpaceNat {
  const allocated = spaceState(space, now) !== 'allocating'
  return {
    created_at: wireTime(space.created_at),
    sources: allocated ? outboundAddresses(space.nat_block, space.generation) : [],
    state: allocated ? 'enabled' : 'updating',
    updated_at: wireTime(space.updated_at),
  }
}
