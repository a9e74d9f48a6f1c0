import {SpacedockCommand} from '../../lib/command/base.js'
import type {Pipeline} from '../../lib/operations/pipelines.js'
import {color} from '../../lib/render/color.js'
import {renderHeader} from '../../lib/render/header.js'

export default class Pipelines extends SpacedockCommand {
  static override description = 'list pipelines you have access to'
  static override examples = ['<%= config.bin %> pipelines']

  async run(): Promise<Pipeline[]> {
    await this.parse(Pipelines)
    const pipelines = await this.platform.call('pipeline.list', {})
    this.log([renderHeader('My Pipelines'), ...pipelines.map(({name}) => color.pipeline(name))].join('\n'))
    return pipelines
  }
}
