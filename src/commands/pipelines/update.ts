import {Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {stageOf} from '../../lib/command/pipeline-stage.js'
import type {PipelineCoupling} from '../../lib/operations/pipelines.js'
import {color} from '../../lib/render/color.js'

export default class PipelinesUpdate extends SpacedockCommand {
  static override description = "update the app's stage in a pipeline"
  static override examples = ['<%= config.bin %> pipelines:update --stage staging --app my-app']
  static override flags = {
    app: appFlag(),
    remote: remoteFlag(),
    stage: Flags.string({char: 's', description: 'new stage of app', required: true}),
  }

  async run(): Promise<PipelineCoupling> {
    const {flags} = await this.parse(PipelinesUpdate)
    const app = await requireApp(flags)
    return this.progress(`Changing ${color.app(app)} to ${flags.stage}`, async () => {
      const {id} = await this.platform.call('pipeline-coupling.info-by-app', {app, variant: 'sdk'})
      return this.platform.call('pipeline-coupling.update', {pipelineCoupling: id, body: {stage: stageOf(flags.stage)}})
    })
  }
}
