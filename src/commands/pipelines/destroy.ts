import {Args} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import {findPipeline} from '../../lib/command/pipeline-lookup.js'
import type {Pipeline} from '../../lib/operations/pipelines.js'
import {color} from '../../lib/render/color.js'

export default class PipelinesDestroy extends SpacedockCommand {
  static override args = {pipeline: Args.string({description: 'name of pipeline', ignoreStdin: true, required: true})}
  static override description = `destroy a pipeline
Its apps stay.`
  static override examples = ['<%= config.bin %> pipelines:destroy my-pipeline']

  async run(): Promise<Pipeline> {
    const {args} = await this.parse(PipelinesDestroy)
    const {id, name} = await findPipeline(this.platform, args.pipeline, this.interactive)
    return this.progress(`Destroying ${color.pipeline(name)} pipeline`, () => this.platform.call('pipeline.delete', {pipeline: id, variant: 'pipelines'}))
  }
}
