import type {Platform} from '../client/platform.js'
import type {Pipeline, PipelineCoupling, PipelineStage} from '../operations/pipelines.js'
import type {TeamApp} from '../operations/resources.js'
import {color} from '../render/color.js'
import {renderHeader} from '../render/header.js'
import {renderTable} from '../render/table.js'

/** An app with what puts it into its pipeline, in the shape of the official `pipelines:info --json`. */
export type PipelineApp = TeamApp & {pipelineCoupling: PipelineCoupling}

/** The apps of a pipeline, those that the caller sees. */
export async function pipelineApps(platform: Platform, pipeline: string): Promise<PipelineApp[]> {
  const couplings = await platform.call('pipeline-coupling.list-by-pipeline', {pipeline, variant: 'sdk'})
  const apps = await platform.call('filter-apps.apps', {variant: 'filters', body: {in: {id: couplings.map(({app}) => app.id)}}})
  return apps.flatMap((app) => {
    const pipelineCoupling = couplings.find((coupling) => coupling.app.id === app.id)
    return pipelineCoupling ? [{...app, pipelineCoupling}] : []
  })
}

/** Whom a pipeline belongs to. A person is known by an app of theirs; without one only their id is. */
export async function pipelineOwner(platform: Platform, {owner}: Pipeline, apps: readonly PipelineApp[]): Promise<string | undefined> {
  if (!owner) return undefined
  if (owner.type === 'team') return `${color.team((await platform.call('team.info', {team: owner.id})).name)} (team)`
  return color.user(apps.find((app) => app.owner.id === owner.id)?.owner.email ?? owner.id)
}

/** In the order in which code passes through; apps for tests are not listed. */
const listedStages: readonly PipelineStage[] = ['development', 'review', 'staging', 'production']

/** What `pipelines:info` shows. */
export function renderPipeline({name}: Pipeline, apps: readonly PipelineApp[], owner: string | undefined, withOwners = false): string {
  const sorted = listedStages.flatMap((stage) =>
    apps.filter(({pipelineCoupling}) => pipelineCoupling.stage === stage).sort((a, b) => (a.name < b.name ? -1 : 1)),
  )
  const table = renderTable(sorted, {
    name: {header: 'app name', get: (app) => color.app(app.name)},
    stage: {get: ({pipelineCoupling}) => pipelineCoupling.stage},
    ...(withOwners && {owner: {get: ({owner: {email}}: PipelineApp) => ownerName(email)}}),
  })
  return [renderHeader(color.pipeline(name)), ...(owner === undefined ? [] : [`owner: ${owner}`]), '', table].join('\n')
}

const ownerName = (email: string): string => (email.endsWith('@herokumanager.com') ? `${color.team(email.split('@')[0] ?? '')} (team)` : color.user(email))

/** What is wrong with a pipeline of which some apps are somebody else's, if any is. */
export function mixedOwnership({owner}: Pipeline, apps: readonly PipelineApp[], name: string | undefined): string | undefined {
  if (!owner || name === undefined || apps.every((app) => app.owner.id === owner.id)) return undefined
  return [
    `Some apps in this pipeline do not belong to ${color.team(name)}.`,
    '',
    'All apps in a pipeline must have the same owner as the pipeline owner.',
    'Transfer these apps or change the pipeline owner in pipeline settings.',
    `See ${color.info('https://devcenter.heroku.com/articles/pipelines')} for more info.`,
  ].join('\n')
}
