import type {ConfigVars, Release} from '../operations/resources.js'
import {releaseDescription, requireArtifactType} from '../rules/artifacts.js'
import {prepared} from '../store/prepared.js'
import type {Row} from '../store/schema.js'
import {attachmentVars} from './addon-config.js'
import {type Context, nowText} from './context.js'
import {accept, invalid, notFound} from './errors.js'
import {applyRelease} from './formations.js'
import type {Handlers} from './handler.js'
import {mapPage, pageOfQuery} from './range.js'
import type {AppSubject} from './subjects/app.js'
import {finders} from './subjects/index.js'
import {wireTime} from './time.js'
import {together} from './together.js'

type ReleaseRow = Row<'releases'> & {email: string; current: number | null; artifact_type: Row<'artifacts'>['type'] | null}

export const releaseHandlers: Handlers<'release.create' | 'release.info' | 'release.list'> = {
  async 'release.list'(context, {app}) {
    const page = await pageOfQuery(context.range, releasesOf(context, app), 'releases')
    return mapPage(page, (release) => releaseView(app, release))
  },

  async 'release.info'(context, {app, release}) {
    return shownRelease(context, app, release.id)
  },

  async 'release.create'(context, {app}, {slug, oci_image, release, description}) {
    const change =
      release == null ? await newCode(context, app, slug ?? oci_image ?? undefined, slug == null ? 'oci-image' : 'slug', description) : await rollback(context, app, release)
    const made = await recordRelease(context, app, change)
    return shownRelease(context, app, made.id)
  },
}

const shownRelease = async (context: Context, app: AppSubject, id: string): Promise<Release> =>
  releaseView(app, await releasesOf(context, app).where('releases.id', '=', id).executeTakeFirstOrThrow())

/** A slug or an image of the app, released. @throws {ApiError} 404, 422 */
async function newCode({db}: Context, app: AppSubject, id: string | undefined, type: 'oci-image' | 'slug', description: string | null | undefined): Promise<Change> {
  const usual = app.generation === 'fir' ? 'oci_image' : 'slug'
  if (id === undefined) throw invalid(`Require params: ${usual}.`)
  accept(requireArtifactType(type, app.generation))
  const artifact = await db.selectFrom('artifacts').selectAll().where('app_id', '=', app.id).where('id', '=', id).executeTakeFirst()
  if (!artifact) throw notFound(type === 'slug' ? 'slug' : 'OCI image', type.replace('-', '_'))
  return {description: accept(releaseDescription(description, artifact.commit_sha)), artifact: artifact.id}
}

/** Code and config vars of an earlier release; what add-ons set stays as it is now. @throws {ApiError} 404, 422 */
async function rollback(context: Context, app: AppSubject, identity: string): Promise<Change> {
  const earlier = await finders.release(context, identity, {app})
  if (earlier.artifact_id === null) throw invalid(`Release v${earlier.version} has no code to roll back to. Choose one that is eligible for rollback.`)
  const attached = await attachmentVars(context, app.id)
  return {
    description: `Rollback to v${earlier.version}`,
    artifact: earlier.artifact_id,
    config: (before) => ({
      ...configIn(earlier),
      ...Object.fromEntries(Object.entries(before).filter(([name]) => attached.has(name))),
    }),
  }
}

/** What a release changes: its description as Heroku words it, and the config vars from those before. */
interface Change {
  description: string
  config?: (before: ConfigVars) => ConfigVars
  /** The slug or image that it runs; left out, the one before. */
  artifact?: string
}

/** The releases that a new app begins with, before it has code or add-ons. */
export async function recordFirstReleases(context: Context, app: Pick<Row<'apps'>, 'id'>, descriptions: readonly string[]): Promise<void> {
  const releases = descriptions.map((description, index) => releaseOf(context, app, {description, version: index + 1}))
  await context.db.insertInto('releases').values(releases).execute()
}

/**
 * Makes the app's next release. Everything that changes what an app runs with makes one.
 *
 * @param latest what the app runs with now, from whoever has looked already
 */
export async function recordRelease(context: Context, app: Pick<Row<'apps'>, 'id'>, change: Change, latest?: Row<'releases'>): Promise<Row<'releases'>> {
  const {db} = context
  const [last, plans] = await together(
    latest ?? latestRelease(context, app.id),
    db
      .selectFrom('addons')
      .innerJoin('addon_plans', 'addon_plans.id', 'addons.plan_id')
      .select('addon_plans.name')
      .where('addons.app_id', '=', app.id)
      .orderBy('addon_plans.name')
      .execute(),
  )
  const before = configIn(last)
  const release = releaseOf(context, app, {
    version: (last?.version ?? 0) + 1,
    description: change.description,
    config_json: JSON.stringify(change.config ? change.config(before) : before),
    addon_plan_names_json: JSON.stringify(plans.map(({name}) => name)),
    artifact_id: change.artifact ?? last?.artifact_id ?? null,
  })
  await together(
    db.insertInto('releases').values(release).execute(),
    db.updateTable('apps').set({released_at: release.created_at, updated_at: release.created_at}).where('id', '=', app.id).execute(),
  )
  await applyRelease(context, app.id, release)
  return release
}

const releaseOf = (context: Context, {id}: Pick<Row<'apps'>, 'id'>, rest: Pick<Row<'releases'>, 'description' | 'version'> & Partial<Row<'releases'>>): Row<'releases'> => ({
  id: context.newId(),
  app_id: id,
  account_id: context.actor.account.id,
  config_json: '{}',
  addon_plan_names_json: '[]',
  created_at: nowText(context),
  artifact_id: null,
  ...rest,
})

/** The config vars of a release; none before there is one. */
export const configIn = (release: Pick<Row<'releases'>, 'config_json'> | undefined): ConfigVars => (release ? (JSON.parse(release.config_json) as ConfigVars) : {})

/** The config vars in force: those of the latest release. */
export const configOf = async (context: Context, appId: string): Promise<ConfigVars> => configIn(await latestRelease(context, appId))

/** What an app runs with now. */
export const latestRelease = async ({db}: Context, appId: string): Promise<Row<'releases'> | undefined> => (await latestOf(db, {appId}))[0]

const latestOf = prepared((db, {appId}: {appId: string}) => db.selectFrom('releases').selectAll().where('app_id', '=', appId).orderBy('version', 'desc').limit(1))

const releasesOf = ({db}: Context, {id}: AppSubject) =>
  db
    .selectFrom('releases')
    .innerJoin('accounts', 'accounts.id', 'releases.account_id')
    .leftJoin('artifacts', 'artifacts.id', 'releases.artifact_id')
    .selectAll('releases')
    .select(['accounts.email', 'artifacts.type as artifact_type'])
    .select((select) =>
      select
        .selectFrom('releases as latest')
        .select((latest) => latest.fn.max('latest.version').as('version'))
        .where('latest.app_id', '=', id)
        .as('current'),
    )
    .where('releases.app_id', '=', id)

/** Without code there is nothing to roll back to. */
function releaseView({id, name}: AppSubject, release: ReleaseRow): Release {
  const {artifact_id, artifact_type} = release
  const artifact = artifact_id === null || artifact_type === null ? undefined : {id: artifact_id, type: artifact_type}
  return {
    addon_plan_names: JSON.parse(release.addon_plan_names_json) as string[],
    app: {id, name},
    artifacts: artifact ? [artifact] : [],
    created_at: wireTime(release.created_at),
    current: release.version === Number(release.current),
    description: release.description,
    eligible_for_rollback: artifact !== undefined,
    id: release.id,
    ...(artifact?.type === 'oci-image' && {oci_image: {id: artifact.id}}),
    output_stream_url: null,
    slug: artifact?.type === 'slug' ? {id: artifact.id} : null,
    status: 'succeeded',
    updated_at: wireTime(release.created_at),
    user: {email: release.email, id: release.account_id},
    version: release.version,
  }
}
