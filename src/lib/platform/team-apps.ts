import type {TeamApp} from '../operations/resources.js'
import {planApp} from '../rules/apps.js'
import {appPermissionList} from '../rules/facts.js'
import {withinLimit} from '../rules/limits.js'
import {refuse} from '../rules/refusal.js'
import {appView, changeApp, createApp} from './apps.js'
import type {Context} from './context.js'
import {accept, invalid, notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {spaceState} from './lifecycle.js'
import {transferToAccount, transferToTeam} from './ownership.js'
import {mapPage, pageOfQuery} from './range.js'
import {refuseWhileDeleting} from './spaces.js'
import {type AppSubject, appsSeenBy, findApp, withPermissions} from './subjects/app.js'
import type {SpaceSubject} from './subjects/space.js'
import {findTeam, type TeamSubject} from './subjects/team.js'

export const teamAppHandlers: Handlers<
  'team-app.create' | 'team-app.info' | 'team-app.list-by-team' | 'team-app.update' | 'team-app-permission.list'
> = {
  async 'team-app-permission.list'() {
    return [...appPermissionList]
  },

  async 'team-app.list-by-team'(context, {team}) {
    const page = await pageOfQuery(context.range, appsSeenBy(context).where('apps.team_id', '=', team.id), 'apps')
    return mapPage(page, (app) => teamAppView(context, withPermissions(context, app)))
  },

  async 'team-app.info'(context, {app}) {
    return teamAppView(context, requireTeamApp(app))
  },

  async 'team-app.create'(context, {space, team}, {name, locked, ...wanted}) {
    if ((wanted.space != null && !space) || (wanted.team != null && !team)) throw invalid('A team and a space are given by name or id.')
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
    if (owner !== undefined) await transfer(context, app, owner)
    if (locked !== undefined) await lock(context, app, locked)
    return teamAppView(context, owner === undefined ? await findApp(context, app.id) : await afterTransfer(context, app))
  },
}
