import {Args} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import {findPipeline} from '../../lib/command/pipeline-lookup.js'
import type {Pipeline} from '../../lib/operations/pipelines.js'
import {color} from '../../lib/render/color.js'

export default class PipelinesRename extends SpacedockCommand {
  static override args = {
    pipeline: Args.string({description: 'name of pipeline to rename', ignoreStdin: true, required: true}),
    name: Args.string({description: 'new name of pipeline', ignoreStdin: true, required: true}),
  }
  static override description = 'rename a pipeline'
  static override examples = ['<%= config.bin %> pipelines:rename my-pipeline new-pipeline-name']

  async run(): Promise<Pipeline> {
    const {args} = await this.parse(PipelinesRename)
    const {id, name} = await findPipeline(this.platform, args.pipeline, this.interactive)
    return this.progress(`Renaming ${color.pipeline(name)} pipeline to ${color.info(args.name)}`, () =>
      this.platform.call('pipeline.update', {pipeline: id, body: {name: args.name}}),
    )
  }
}
