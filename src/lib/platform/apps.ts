import type {App, Reference} from '../operations/resources.js'
import {planApp, type AppPlan} from '../rules/apps.js'
import {firstReleases, gitHost, stacks} from '../rules/facts.js'
import {requireStack} from '../rules/generations.js'
import {appName, generateAppName, generateWebUrl, taken} from '../rules/names.js'
import {findRegion} from '../rules/regions.js'
import {rolesThatMay} from '../rules/roles.js'
import type {Row} from '../store/schema.js'
import {detachFromOtherApps} from './attaching.js'
import {addFounder, leaveTeam} from './collaborations.js'
import {type Context, nowText} from './context.js'
import {accept} from './errors.js'
import type {Handlers} from './handler.js'
import {identityIn} from './identity.js'
import {abandonAddons} from './partner-calls.js'
import {mapPage, pageOfQuery} from './range.js'
import {recordFirstReleases} from './releases.js'
import {type AppSubject, appsSeenBy, findApp, ownerOf, withPermissions} from './subjects/app.js'
import {wireTime} from './time.js'
import {together} from './together.js'
import {generationField} from './wanted.js'

export const appHandlers: Handlers<
  'app.create' | 'app.delete' | 'app.info' | 'app.list' | 'app.list-owned-and-collaborated' | 'app.update'
> = {
  async 'app.list'(context) {
    return pageOfApps(context, visibleApps(context))
  },

  async 'app.list-owned-and-collaborated'(context) {
    return pageOfApps(context, ownApps(context))
  },

  async 'app.info'(context, {app}) {
    return appView(context, app)
  },

  async 'app.create'(context, _, {name, ...wanted}) {
    const plan = accept(planApp(wanted))
    return appView(context, await createApp(context, {name, plan, owner_id: context.actor.account.id}))
  },

  async 'app.update'(context, {app}, {name, maintenance, build_stack}) {
    const change = {
      ...(build_stack !== undefined && {build_stack: accept(requireStack(identityIn(build_stack), app.generation)).name}),
      ...(maintenance !== undefined && {maintenance: maintenance ? (1 as const) : (0 as const)}),
      ...(name !== undefined && name !== app.name && (await renaming(context, app, name))),
    }
    return appView(context, await changeApp(context, app, change))
  },

  /** Add-ons, releases and all else that the app has go with it. */
  async 'app.delete'(context, {app}) {
    await leaveTeam(context, app)
    await detachFromOtherApps(context, app)
    await abandonAddons(context, app)
    await context.db.deleteFrom('apps').where('id', '=', app.id).execute()
    return appView(context, app)
  },
}

type Apps = ReturnType<typeof appsSeenBy>

/** The page of apps that is asked for, each as the client sees it. */
const pageOfApps = async (context: Context, apps: Apps) =>
  mapPage(await pageOfQuery(context.range, apps, 'apps'), (app) => appView(context, withPermissions(context, app)))

/** Those that the caller owns, or collaborates on; found by id, as few of all apps are. */
export function ownApps(context: Context): Apps {
  const {db, actor} = context
  const owned = db.selectFrom('apps').select('id').where('owner_id', '=', actor.account.id)
  const shared = db.selectFrom('collaborators').select('app_id as id').where('account_id', '=', actor.account.id)
  return appsSeenBy(context).where('apps.id', 'in', owned.union(shared))
}

/** Those that the caller may view. */
export const visibleApps = (context: Context): Apps =>
  appsSeenBy(context).where((where) =>
    where.or([
      where('apps.owner_id', '=', context.actor.account.id),
      where('collaborators.id', 'is not', null),
      where('memberships.role', 'in', rolesThatMay('view')),
    ]),
  )

interface NewApp extends Partial<Pick<Row<'apps'>, 'locked' | 'owner_id' | 'space_id' | 'team_id'>> {
  /** Left out, one is made up. */
  name?: string | null | undefined
  plan: AppPlan
}

/** Creates an app with its first releases, as the caller sees it. */
export async function createApp(context: Context, {name: wanted, plan, ...rest}: NewApp): Promise<AppSubject> {
  const name = wanted == null ? await unusedName(context) : accept(appName(wanted))
  if (wanted != null) await requireFreeName(context, name)
  const {internalRouting, ...place} = plan
  const app: Row<'apps'> = {
    id: context.newId(),
    name,
    owner_id: null,
    team_id: null,
    space_id: null,
    locked: 0,
    ...rest,
    ...place,
    build_stack: plan.stack,
    internal_routing: internalRouting ? 1 : 0,
    maintenance: 0,
    acm: 0,
    web_url: generateWebUrl(name, context.random),
    released_at: nowText(context),
    created_at: nowText(context),
    updated_at: nowText(context),
  }
  await together(
    context.db.insertInto('apps').values(app).execute(),
    recordFirstReleases(context, app, firstReleases[plan.generation]),
    addFounder(context, app),
  )
  return findApp(context, app.id)
}

async function requireFreeName(context: Context, name: string) {
  if (await isTaken(context, name)) accept(taken(name))
}

const isTaken = async ({db}: Context, name: string): Promise<boolean> =>
  (await db.selectFrom('apps').select('id').where('name', '=', name).executeTakeFirst()) !== undefined

/** There are some hundred million names to draw from; a hundred that are all taken are a fault, not bad luck. */
async function unusedName(context: Context): Promise<string> {
  for (let draw = 0; draw < 100; draw++) {
    const name = generateAppName(context.random)
    if (!(await isTaken(context, name))) return name
  }
  throw new Error('No unused name for an app was drawn.')
}

/** The web address keeps its suffix under the new name. */
async function renaming(context: Context, app: AppSubject, wanted: string) {
  const name = accept(appName(wanted))
  await requireFreeName(context, name)
  return {name, web_url: app.web_url.replace(`//${app.name}-`, `//${name}-`)}
}

/** Changes an app, if there is anything to change. */
export async function changeApp(context: Context, app: AppSubject, change: Partial<Row<'apps'>>): Promise<AppSubject> {
  if (Object.keys(change).length === 0) return app
  const changed = {...change, updated_at: nowText(context)}
  await context.db.updateTable('apps').set(changed).where('id', '=', app.id).execute()
  return {...app, ...changed}
}

const stackReference = (name: string): Reference => ({id: stacks.find((stack) => stack.name === name)?.id ?? '', name})

export function appView({wanted}: Context, app: AppSubject): App {
  const team = app.team_id === null ? null : {id: app.team_id, name: app.team_name ?? ''}
  return {
    acm: app.acm === 1,
    archived_at: null,
    build_stack: stackReference(app.build_stack),
    buildpack_provided_description: null,
    create_status: 'complete',
    created_at: wireTime(app.created_at),
    generation: generationField(wanted, app.generation),
    git_url: `https://${gitHost}/${app.name}.git`,
    id: app.id,
    internal_routing: app.internal_routing === 1,
    maintenance: app.maintenance === 1,
    name: app.name,
    organization: team,
    owner: ownerOf(app),
    region: {id: findRegion(app.region)?.id ?? '', name: app.region},
    released_at: app.released_at === null ? null : wireTime(app.released_at),
    repo_size: null,
    slug_size: null,
    space: app.space_id === null ? null : {id: app.space_id, name: app.space_name ?? '', shield: app.space_shield === 1},
    stack: stackReference(app.stack),
    team,
    updated_at: wireTime(app.updated_at),
    web_url: app.web_url,
  }
}
