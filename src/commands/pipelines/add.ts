import {Args, Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {findPipeline} from '../../lib/command/pipeline-lookup.js'
import {chooseStage} from '../../lib/command/pipeline-stage.js'
import type {PipelineCoupling} from '../../lib/operations/pipelines.js'
import {color} from '../../lib/render/color.js'

export default class PipelinesAdd extends SpacedockCommand {
  static override args = {pipeline: Args.string({description: 'name of pipeline', ignoreStdin: true, required: true})}
  static override description = `add this app to a pipeline
The app and pipeline names must be specified.
The stage of the app will be guessed based on its name if not specified.`
  static override examples = ['<%= config.bin %> pipelines:add my-pipeline --app my-app --stage production']
  static override flags = {
    app: appFlag(),
    remote: remoteFlag(),
    stage: Flags.string({char: 's', description: 'stage of first app in pipeline'}),
  }

  async run(): Promise<PipelineCoupling> {
    const {args, flags} = await this.parse(PipelinesAdd)
    const app = await requireApp(flags)
    const {id, name} = await findPipeline(this.platform, args.pipeline, this.interactive)
    const stage = await chooseStage(flags.stage, app, this.interactive)
    return this.progress(`Adding ${color.app(app)} to ${color.pipeline(name)} pipeline as ${stage}`, () =>
      this.platform.call('pipeline-coupling.create', {body: {app, pipeline: id, stage}}),
    )
  }
}
