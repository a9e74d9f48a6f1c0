import {inspect} from 'node:util'
import type {PipelineCoupling} from '../operations/pipelines.js'
import type {Dyno} from '../operations/processes.js'
import type {Addon, App, Collaborator} from '../operations/resources.js'
import {color} from '../render/color.js'
import {renderHeader} from '../render/header.js'
import {renderObject} from '../render/object.js'
import {byteSize} from './byte-size.js'
import {generationName} from './space-summary.js'

/** An app with what is around it, in the shape of the official `apps:info --json`. */
export interface AppDetails {
  addons: Addon[]
  app: App
  collaborators: Collaborator[]
  dynos: Dyno[]
  /** Null for an app that is in no pipeline. */
  pipeline_coupling: PipelineCoupling | null
}

const addonNames = ({addons}: AppDetails): string[] => addons.map(({plan}) => plan.name).sort()

/** How many dynos there are of each type. */
function dynoCounts({dynos}: AppDetails): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const {type} of dynos) counts[type] = (counts[type] ?? 0) + 1
  return counts
}

/** Everybody but the owner, who has a line of their own. */
const collaboratorNames = ({app, collaborators}: AppDetails): string[] =>
  collaborators.map(({user}) => user.email).filter((email) => email !== app.owner.email).sort()

/** Fir apps run from images, so they have no slug. */
const slugSize = (app: App): string | undefined => (generationName(app) === 'fir' ? undefined : byteSize(app.slug_size))

/** When an app was put aside; with milliseconds, as the official CLI writes dates. */
const archivedAt = ({archived_at}: App): string | undefined => archived_at ? new Date(archived_at).toISOString() : undefined

/** What `apps:info` shows. */
export function renderApp(details: AppDetails): string {
  const {app, pipeline_coupling: coupling} = details
  const stack = app.stack.name === app.build_stack.name ? '' : ` (next build will use ${app.build_stack.name})`
  const block = renderObject({
    Addons: addonNames(details),
    Collaborators: collaboratorNames(details),
    'Archived At': archivedAt(app),
    Space: app.space && color.space(app.space.name),
    'Internal Routing': (app.space && app.internal_routing) || undefined,
    Pipeline: coupling && `${color.pipeline(coupling.pipeline.name)} - ${coupling.stage}`,
    'Auto Cert Mgmt': app.acm,
    'Git URL': app.git_url,
    'Web URL': color.info(app.web_url),
    'Repo Size': byteSize(app.repo_size),
    'Slug Size': slugSize(app),
    Owner: color.user(app.owner.email),
    Region: app.region.name,
    Dynos: dynoCounts(details),
    Stack: app.stack.name + stack,
  })
  return `${renderHeader(color.app(app.name))}\n${block}`
}

/** What `apps:info --shell` shows: lines of `key=value`. */
export function renderAppForShell(details: AppDetails): string {
  const {app, pipeline_coupling: coupling} = details
  const values = {
    auto_cert_mgmt: app.acm,
    addons: addonNames(details),
    collaborators: collaboratorNames(details),
    archived_at: archivedAt(app),
    pipeline: coupling ? `${coupling.pipeline.name}:${coupling.stage}` : undefined,
    git_url: app.git_url,
    web_url: app.web_url,
    repo_size: byteSize(app.repo_size),
    slug_size: slugSize(app),
    owner: app.owner.email,
    region: app.region.name,
    dynos: inspect(dynoCounts(details)),
    stack: app.stack.name,
  }
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return given.map(([key, value]) => `${key}=${String(value)}`).join('\n')
}

/** What `apps:info --extended` adds: whatever the platform has to say. */
export function renderExtended({app}: {app: App & {extended?: unknown}}): string {
  return `\n\n--- Extended Information ---\n\n${app.extended ? `\n${inspect(app.extended)}` : ''}`
}
