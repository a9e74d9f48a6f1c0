import type {AppPermission} from '../operations/resources.js'
import {appPermissions, teamPermissions} from '../rules/permissions.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'

type App = Pick<Row<'apps'>, 'id' | 'team_id'>

/*
 * Who collaborates on a team's app is in the team: somebody who was not gets the role `collaborator`, and loses it
 * with the last of the team's apps (facts/platform-api.md 3.6).
 */

/** Makes somebody a collaborator of an app; one who already is stays as they are. */
export async function addCollaborator(context: Context, app: App, accountId: string, granted: readonly AppPermission[]): Promise<void> {
  const times = {created_at: nowText(context), updated_at: nowText(context)}
  const row = {id: context.newId(), app_id: app.id, account_id: accountId, permissions_json: JSON.stringify(granted), ...times}
  await context.db
    .insertInto('collaborators')
    .values(row)
    .onConflict((conflict) => conflict.columns(['app_id', 'account_id']).doNothing())
    .execute()
  await enterTeam(context, app)
}

/** Lets whoever has brought an app to a team do everything with it, unless as one of its admins they can anyway (assumed). */
export async function addFounder(context: Context, app: App): Promise<void> {
  if (app.team_id === null) return
  const {id} = context.actor.account
  const memberships = context.db.selectFrom('memberships').select('role').where('team_id', '=', app.team_id)
  const membership = await memberships.where('account_id', '=', id).executeTakeFirst()
  if (!teamPermissions(membership?.role).includes('manage')) await addCollaborator(context, app, id, appPermissions({owner: true}))
}

/** Takes one collaborator, or all, off an app. */
export async function removeCollaborators(context: Context, app: App, accountId?: string): Promise<void> {
  await leaveTeam(context, app, accountId)
  const present = context.db.deleteFrom('collaborators').where('app_id', '=', app.id)
  await (accountId === undefined ? present : present.where('account_id', '=', accountId)).execute()
}

/** Brings an app's collaborators into its team: after somebody was added, or the app has come to another team. */
export async function enterTeam(context: Context, {id, team_id}: App): Promise<void> {
  if (team_id === null) return
  const {db} = context
  const outside = await db
    .selectFrom('collaborators')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.account_id', '=', 'collaborators.account_id').on('memberships.team_id', '=', team_id),
    )
    .select('collaborators.account_id')
    .where('collaborators.app_id', '=', id)
    .where('memberships.id', 'is', null)
    .execute()
  const times = {created_at: nowText(context), updated_at: nowText(context)}
  for (const {account_id} of outside) {
    const membership = {id: context.newId(), team_id, account_id, role: 'collaborator' as const, ...times}
    await db.insertInto('memberships').values(membership).execute()
  }
}

/** Lets those who are in an app's team only for this app leave it: before they, or the app, go. */
export async function leaveTeam({db}: Context, {id, team_id}: App, accountId?: string): Promise<void> {
  if (team_id === null) return
  const here = db.selectFrom('collaborators').select('account_id').where('app_id', '=', id)
  const elsewhere = db
    .selectFrom('collaborators')
    .innerJoin('apps', 'apps.id', 'collaborators.app_id')
    .select('collaborators.account_id')
    .where('apps.team_id', '=', team_id)
    .where('apps.id', '!=', id)
  await db
    .deleteFrom('memberships')
    .where('team_id', '=', team_id)
    .where('role', '=', 'collaborator')
    .where('account_id', 'in', accountId === undefined ? here : here.where('account_id', '=', accountId))
    .where('account_id', 'not in', elsewhere)
    .execute()
}
