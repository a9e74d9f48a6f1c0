import {Flags} from '@oclif/core'
import {intervalFor, waitUntil} from '../../lib/client/waiting.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {exitCodes} from '../../lib/command/exit-codes.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {pipelineApps} from '../../lib/command/pipeline-summary.js'
import {downstreamTargets, namedTargets, renderTargets} from '../../lib/command/promotion.js'
import {defaultTimeout} from '../../lib/command/space-wait.js'
import type {PromotionTarget} from '../../lib/operations/pipelines.js'
import {color} from '../../lib/render/color.js'

/** As often as the official CLI looks, in milliseconds. */
const lookInterval = 1000

export default class PipelinesPromote extends SpacedockCommand {
  static override description = 'promote the latest release of this app to its downstream app(s)'
  static override examples = ['<%= config.bin %> pipelines:promote --app my-app-staging', '<%= config.bin %> pipelines:promote --app my-app-staging --to my-app,my-app-demo']
  static override flags = {
    app: appFlag(),
    remote: remoteFlag(),
    to: Flags.string({char: 't', description: 'comma separated list of apps to promote to'}),
  }

  async run(): Promise<PromotionTarget[]> {
    const {flags} = await this.parse(PipelinesPromote)
    const source = await requireApp(flags)
    this.log('Fetching app info...')
    const {app, pipeline, stage} = await this.platform.call('pipeline-coupling.info-by-app', {app: source})
    this.log(`Fetching apps from ${color.pipeline(pipeline.name)}...`)
    const apps = await pipelineApps(this.platform, pipeline.id)
    const {where, targets} = flags.to ? namedTargets(source, flags.to, apps) : downstreamTargets(source, stage, apps)
    this.log(`Starting promotion to ${where}...`)
    const body = {pipeline: {id: pipeline.id}, source: {app: {id: app.id}}, targets: targets.map(({id}) => ({app: {id}}))}
    const promotion = await this.platform.call('pipeline-promotion.create', {body})
    this.log('Waiting for promotion to complete...')
    const promoted = await this.#completed(promotion.id, source)
    if (promoted.every(({status}) => status === 'succeeded')) this.log('\nPromotion successful')
    else {
      this.warn('\nPromotion to some apps failed')
      process.exitCode = exitCodes.refused
    }
    this.log(renderTargets(promoted, apps))
    return promoted
  }

  /** @throws {TimedOut} where it takes longer than anybody waits */
  #completed(pipelinePromotion: string, source: string): Promise<PromotionTarget[]> {
    const look = async () => {
      const value = await this.platform.call('pipeline-promotion-target.list', {pipelinePromotion})
      return value.some(({status}) => status === 'pending') ? {done: false as const} : {done: true as const, value}
    }
    return waitUntil(look, {
      interval: Math.min(intervalFor(this.target), lookInterval),
      timeout: defaultTimeout * 1000,
      onTimeout: () => `The promotion of ${source} is not complete after ${defaultTimeout} s. It goes on: see the releases of its targets.`,
    })
  }
}
