import {sql} from 'kysely'
import type {TeamApp} from '../operations/resources.js'
import {planApp} from '../rules/apps.js'
import {appPermissionList} from '../rules/facts.js'
import {withinLimit} from '../rules/limits.js'
import {appView, changeApp, createApp, visibleApps} from './apps.js'
import type {Context} from './context.js'
import {accept, invalid, notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {idOrName} from './identity.js'
import {refuseWhileDeleting, isReady} from './lifecycle.js'
import {transferToAccount, transferToTeam} from './ownership.js'
import {mapPage, pageOfQuery} from './range.js'
import {accountBy} from './subjects/account.js'
import {type AppSubject, appsSeenBy, withPermissions} from './subjects/app.js'
import type {SpaceSubject} from './subjects/space.js'
import {findTeam, type TeamSubject} from './subjects/team.js'
import {together} from './together.js'

export const teamAppHandlers: Handlers<
  'filter-apps.apps' | 'team-app.create' | 'team-app.info' | 'team-app.list-by-team' | 'team-app.update' | 'team-app-permission.list'
> = {
  async 'team-app-permission.list'() {
    return [...appPermissionList]
  },

  async 'team-app.list-by-team'(context, {team}) {
    const page = await pageOfQuery(context.range, appsSeenBy(context).where('apps.team_id', '=', team.id), 'apps')
    return mapPage(page, (app) => teamAppView(context, withPermissions(context, app)))
  },

  async 'filter-apps.apps'(context, _, {in: {id}}) {
    // What is no id is none of an app's, and there is no bound on how much of it is sent.
    const ids = id.map(idOrName).flatMap(({column, value}) => (column === 'id' ? [value] : []))
    const page = await pageOfQuery(context.range, visibleApps(context).where('apps.id', 'in', ids), 'apps')
    return mapPage(page, (app) => teamAppView(context, withPermissions(context, app)))
  },

  async 'team-app.info'(context, {app}) {
    return teamAppView(context, requireTeamApp(app))
  },

  async 'team-app.create'(context, {space, team}, {name, locked, ...wanted}) {
    refuseEmpty(wanted)
    if (!space && !team) throw invalid('Require params: team or space.')
    const plan = accept(
      planApp({
        region: wanted.region,
        stack: wanted.stack,
        internalRouting: wanted.internal_routing,
        space: space && {...space, shield: space.shield === 1},
      }),
    )
    if (space) await requireRoom(context, space, team)
    const place = {team_id: space?.team_id ?? team?.id ?? null, space_id: space?.id ?? null}
    return teamAppView(context, await createApp(context, {name, plan, ...place, locked: locked ? 1 : 0}))
  },

  async 'team-app.update'(context, {app}, {locked, owner}) {
    if (locked === undefined && owner === undefined) throw invalid('Require params: locked or owner.')
    const owned = owner === undefined ? app : await transfer(context, app, owner)
    if (locked === undefined) return teamAppView(context, owned)
    if (owned.team_id === null) throw invalid(`App ${app.name} is a personal app: only apps of teams can be locked.`)
    return teamAppView(context, await changeApp(context, owned, {locked: locked ? 1 : 0}))
  },
}

/** @throws {ApiError} 404 for a personal app, which is an app but not a team's */
export function requireTeamApp(app: AppSubject): AppSubject {
  if (app.team_id === null) throw notFound('app', 'app', ` ${app.name} is a personal app, not a team's.`)
  return app
}

/** @throws {ApiError} 422 for a team or space that is named by nothing */
function refuseEmpty(body: {space?: string | null | undefined; team?: string | null | undefined}) {
  for (const key of ['space', 'team'] as const) if (body[key] === '') throw invalid(`Invalid ${key}: expected a name or an id, got "".`)
}

/** @throws {ApiError} 422 when the space is not the named team's, is not ready, or is full */
async function requireRoom(context: Context, space: SpaceSubject, team: TeamSubject | undefined): Promise<void> {
  if (team && team.id !== space.team_id)
    throw invalid(`The space ${space.name} belongs to the team ${space.team_name}, and so do its apps: ${team.name} is not possible there.`)
  refuseWhileDeleting(space)
  if (!isReady(space, context))
    throw invalid(`Space ${space.name} is not yet allocated. Wait until it is allocated before creating apps in it.`)
  const [settings, {count}] = await together(
    context.settings(),
    context.db.selectFrom('apps').select(sql<number>`count(*)`.as('count')).where('space_id', '=', space.id).executeTakeFirstOrThrow(),
  )
  const limit = space.generation === 'fir' ? settings['apps-per-fir-space'] : settings['apps-per-space']
  accept(withinLimit('apps', Number(count), limit))
}

/** To an account, which an email address or an account's id means, or to a team. */
async function transfer(context: Context, app: AppSubject, owner: string): Promise<AppSubject> {
  const account = owner.includes('@') || (await accountBy(context, owner))
  return account ? transferToAccount(context, app, owner) : transferToTeam(context, app, await findTeam(context, owner))
}

function teamAppView(context: Context, app: AppSubject): TeamApp {
  const {organization: _, team, ...view} = appView(context, app)
  return {...view, joined: app.granted_json !== null, locked: app.locked === 1, team: team && {name: team.name}}
}
