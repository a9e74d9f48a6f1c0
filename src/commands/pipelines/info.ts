import {Args, Flags} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import {findPipeline} from '../../lib/command/pipeline-lookup.js'
import {mixedOwnership, type PipelineApp, pipelineApps, pipelineOwner, renderPipeline} from '../../lib/command/pipeline-summary.js'
import type {Pipeline} from '../../lib/operations/pipelines.js'

export default class PipelinesInfo extends SpacedockCommand {
  static override args = {pipeline: Args.string({description: 'pipeline to show list of apps for', ignoreStdin: true, required: true})}
  static override description = 'show list of apps in a pipeline'
  static override examples = ['<%= config.bin %> pipelines:info my-pipeline']
  static override flags = {'with-owners': Flags.boolean({description: 'shows owner of every app', hidden: true})}

  async run(): Promise<{pipeline: Pipeline; apps: PipelineApp[]}> {
    const {args, flags} = await this.parse(PipelinesInfo)
    const pipeline = await findPipeline(this.platform, args.pipeline, this.interactive)
    const apps = await pipelineApps(this.platform, pipeline.id)
    if (!this.jsonEnabled()) await this.#show(pipeline, apps, flags['with-owners'])
    return {pipeline, apps}
  }

  async #show(pipeline: Pipeline, apps: PipelineApp[], withOwners: boolean): Promise<void> {
    const owner = await pipelineOwner(this.platform, pipeline, apps)
    this.log(renderPipeline(pipeline, apps, owner, withOwners))
    const warning = mixedOwnership(pipeline, apps, owner)
    if (warning === undefined) return
    this.log()
    this.warn(warning)
  }
}
