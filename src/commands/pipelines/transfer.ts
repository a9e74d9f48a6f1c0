import {Args, Flags} from '@oclif/core'
import {ApiFailure, NotThere} from '../../lib/client/failures.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {findPipeline} from '../../lib/command/pipeline-lookup.js'
import {pipelineApps, pipelineOwner, renderPipeline} from '../../lib/command/pipeline-summary.js'
import type {Pipeline, PipelineOwner, PipelineTransfer} from '../../lib/operations/pipelines.js'
import {color} from '../../lib/render/color.js'

export default class PipelinesTransfer extends SpacedockCommand {
  static override args = {owner: Args.string({description: 'the owner to transfer the pipeline to', ignoreStdin: true, required: true})}
  static override description = `transfer ownership of a pipeline
All of its apps go along.`
  static override examples = ['<%= config.bin %> pipelines:transfer acme-labs --pipeline my-pipeline --confirm my-pipeline']
  static override flags = {
    confirm: Flags.string({char: 'c'}),
    pipeline: Flags.string({char: 'p', description: 'name of pipeline', required: true}),
  }

  async run(): Promise<PipelineTransfer> {
    const {args, flags} = await this.parse(PipelinesTransfer)
    const pipeline = await findPipeline(this.platform, flags.pipeline, this.interactive)
    const new_owner = await this.#findOwner(args.owner)
    const recipient = `${args.owner} ${new_owner.type === 'user' ? 'account' : 'team'}`
    if (!flags.confirm) await this.#show(pipeline)
    await this.confirm(pipeline.name, flags.confirm || undefined, `This will transfer ${color.pipeline(pipeline.name)} and all of the listed apps to the ${recipient}`)
    return this.progress(`Transferring ${color.pipeline(pipeline.name)} pipeline to the ${recipient}`, () =>
      this.platform.call('pipeline-transfer.create', {body: {new_owner, pipeline: {id: pipeline.id}}}),
    )
  }

  async #show(pipeline: Pipeline): Promise<void> {
    const apps = await pipelineApps(this.platform, pipeline.id)
    this.log(`${renderPipeline(pipeline, apps, await pipelineOwner(this.platform, pipeline, apps))}\n`)
  }

  /** A team of that name, or else an account. */
  async #findOwner(name: string): Promise<PipelineOwner> {
    const team = await unlessRefused(() => this.platform.call('team.info', {team: name}))
    if (team) return {id: team.id, type: 'team'}
    const account = await unlessRefused(() => this.platform.call('account.info-by-user', {account: name}))
    if (account) return {id: account.id, type: 'user'}
    throw new NotThere(`Cannot find a team or account for "${name}"`)
  }
}

async function unlessRefused<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof ApiFailure && [403, 404].includes(error.status)) return undefined
    throw error
  }
}
