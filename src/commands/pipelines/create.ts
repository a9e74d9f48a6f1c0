import {Args, Flags} from '@oclif/core'
import {ApiFailure, UsageFailure} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag, teamFlag} from '../../lib/command/flags.js'
import {chooseStage, inferPipeline} from '../../lib/command/pipeline-stage.js'
import {generationName} from '../../lib/command/space-summary.js'
import type {Pipeline, PipelineCoupling, PipelineOwner, PipelineStage} from '../../lib/operations/pipelines.js'
import {color} from '../../lib/render/color.js'

export default class PipelinesCreate extends SpacedockCommand {
  static override args = {name: Args.string({description: 'name of pipeline (defaults to basename of the app)', ignoreStdin: true})}
  static override description = `create a new pipeline
An existing app must be specified as the first app in the pipeline.
The pipeline name will be inferred from the app name if not specified.
The stage of the app will be guessed based on its name if not specified.
The pipeline owner will be the user creating the pipeline if not specified with -t for teams.`
  static override examples = [
    '<%= config.bin %> pipelines:create --app my-app-staging',
    '<%= config.bin %> pipelines:create my-pipeline --app my-app-staging --stage staging --team acme',
  ]
  static override flags = {
    app: appFlag(),
    remote: remoteFlag(),
    stage: Flags.string({char: 's', description: 'stage of first app in pipeline'}),
    team: teamFlag({description: 'the team which will own the apps'}),
  }

  async run(): Promise<{pipeline: Pipeline; coupling: PipelineCoupling}> {
    const {args, flags} = await this.parse(PipelinesCreate)
    const app = await requireApp(flags)
    const owner = await this.#owner(flags.team ?? this.target.team)
    const name = args.name || (await this.#chooseName(app))
    const stage = await chooseStage(flags.stage, app, this.interactive)
    const pipeline = await this.progress(`Creating ${name} pipeline`, async () => {
      const {generation} = await this.platform.call('app.info', {app, variant: 'sdk'})
      return this.platform.call('pipeline.create', {variant: 'pipelines', body: {name, owner, generation: {name: generationName({generation})}}})
    })
    const coupling = await this.progress(`Adding ${color.app(app)} to ${color.pipeline(pipeline.name)} pipeline as ${stage}`, () => this.#add(app, pipeline, stage))
    return {pipeline, coupling}
  }

  async #owner(team: string | undefined): Promise<PipelineOwner> {
    if (team !== undefined) return {id: (await this.platform.call('team.info', {team})).id, type: 'team'}
    return {id: (await this.platform.call('account.info-by-user', {account: '~'})).id, type: 'user'}
  }

  async #chooseName(app: string): Promise<string> {
    const {name} = inferPipeline(app)
    if (!this.interactive) throw new UsageFailure(`Nobody is there to name the pipeline. Give its name, as in ${this.config.bin} pipelines:create ${name} --app ${app}`)
    const {askWithProposal} = await import('../../lib/command/prompt.js')
    return askWithProposal('Pipeline name', name)
  }

  /** A pipeline that its first app cannot come into is no use to anybody, so it goes again. */
  async #add(app: string, {id}: Pipeline, stage: PipelineStage): Promise<PipelineCoupling> {
    try {
      return await this.platform.call('pipeline-coupling.create', {body: {app, pipeline: id, stage}})
    } catch (error) {
      if (error instanceof ApiFailure && error.status < 500) await this.platform.call('pipeline.delete', {pipeline: id}).catch(() => {})
      throw error
    }
  }
}
