import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {PipelineCoupling} from '../../lib/operations/pipelines.js'
import {color} from '../../lib/render/color.js'

export default class PipelinesRemove extends SpacedockCommand {
  static override description = 'remove this app from its pipeline'
  static override examples = ['<%= config.bin %> pipelines:remove --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<PipelineCoupling> {
    const {flags} = await this.parse(PipelinesRemove)
    const app = await requireApp(flags)
    return this.progress(`Removing ${color.app(app)}`, async () => {
      const {id} = await this.platform.call('pipeline-coupling.info-by-app', {app, variant: 'sdk'})
      return this.platform.call('pipeline-coupling.delete', {pipelineCoupling: id})
    })
  }
}
