import type {ConfigVars, Release} from '../operations/resources.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'
import type {Handlers} from './handler.js'
import {mapPage, pageOfQuery} from './range.js'
import type {AppSubject} from './subjects/app.js'
import {wireTime} from './time.js'

type ReleaseRow = Row<'releases'> & {email: string; current: number | null}

export const releaseHandlers: Handlers<'release.info' | 'release.list'> = {
  async 'release.list'(context, {app}) {
    const page = await pageOfQuery(context.range, releasesOf(context, app), 'releases')
    return mapPage(page, (release) => releaseView(app, release))
  },

  async 'release.info'(context, {app, release}) {
    const found = await releasesOf(context, app).where('releases.id', '=', release.id).executeTakeFirstOrThrow()
    return releaseView(app, found)
  },
}

/** What a release changes: its description as Heroku words it, and the config vars from those before. */
interface Change {
  description: string
  config?: (before: ConfigVars) => ConfigVars
}

/** Makes the app's next release. Everything that changes what an app runs with makes one. */
export async function recordRelease(context: Context, app: Pick<Row<'apps'>, 'id'>, change: Change): Promise<Row<'releases'>> {
  const {db} = context
  const last = await latestRelease(context, app.id)
  const before = last ? (JSON.parse(last.config_json) as ConfigVars) : {}
  const plans = await db
    .selectFrom('addons')
    .innerJoin('addon_plans', 'addon_plans.id', 'addons.plan_id')
    .select('addon_plans.name')
    .where('addons.app_id', '=', app.id)
    .orderBy('addon_plans.name')
    .execute()
  const release: Row<'releases'> = {
    id: context.newId(),
    app_id: app.id,
    version: (last?.version ?? 0) + 1,
    description: change.description,
    account_id: context.actor.account.id,
    config_json: JSON.stringify(change.config ? change.config(before) : before),
    addon_plan_names_json: JSON.stringify(plans.map(({name}) => name)),
    created_at: nowText(context),
  }
  await db.insertInto('releases').values(release).execute()
  await db.updateTable('apps').set({released_at: release.created_at, updated_at: release.created_at}).where('id', '=', app.id).execute()
  return release
}

/** The config vars in force: those of the latest release. */
export async function configOf(context: Context, appId: string): Promise<ConfigVars> {
  const last = await latestRelease(context, appId)
  return last ? (JSON.parse(last.config_json) as ConfigVars) : {}
}

const latestRelease = ({db}: Context, appId: string) =>
  db.selectFrom('releases').selectAll().where('app_id', '=', appId).orderBy('version', 'desc').limit(1).executeTakeFirst()

const releasesOf = ({db}: Context, {id}: AppSubject) =>
  db
    .selectFrom('releases')
    .innerJoin('accounts', 'accounts.id', 'releases.account_id')
    .selectAll('releases')
    .select('accounts.email')
    .select((select) =>
      select
        .selectFrom('releases as latest')
        .select((latest) => latest.fn.max('latest.version').as('version'))
        .where('latest.app_id', '=', id)
        .as('current'),
    )
    .where('releases.app_id', '=', id)

/** Without a slug there is nothing to roll back to, as on the platform. */
const releaseView = ({id, name}: AppSubject, release: ReleaseRow): Release => ({
  addon_plan_names: JSON.parse(release.addon_plan_names_json) as string[],
  app: {id, name},
  artifacts: [],
  created_at: wireTime(release.created_at),
  current: release.version === Number(release.current),
  description: release.description,
  eligible_for_rollback: false,
  id: release.id,
  output_stream_url: null,
  slug: null,
  status: 'succeeded',
  updated_at: wireTime(release.created_at),
  user: {email: release.email, id: release.account_id},
  version: release.version,
})
