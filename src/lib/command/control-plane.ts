import type {Target} from '../client/contexts.js'
import {NotThere, UsageFailure} from '../client/failures.js'
import {isLoopback} from '../client/http.js'
import {findRunning, type RunningControlPlane} from '../client/running.js'
import {SpacedockCommand} from './base.js'

/**
 * A command for whoever runs a control plane. Without a context it is about the one this machine serves, and where none
 * is served about the embedded world.
 */
export abstract class ControlPlaneCommand extends SpacedockCommand {
  #told: unknown

  protected override get target(): Target {
    const target = super.target
    if (target.kind === 'heroku') throw new UsageFailure("Heroku's own control plane is run by Heroku. Name another with --context.")
    if (target.kind !== 'embedded' || this.namesContext) return target
    const {running} = this
    return running ? {kind: 'remote', name: running.url, url: running.url, token: running.token, ...(running.certificate && {certificate: running.certificate.pem})} : target
  }

  /** The control plane that this machine serves, as far as its record tells. */
  protected get running(): RunningControlPlane | undefined {
    return findRunning(this.folders.state)
  }

  /** The control plane that this machine serves for certain: the process of a record may have ended and its id be another's. */
  protected async servedHere(): Promise<RunningControlPlane | undefined> {
    const {running} = this
    if (!running) return undefined
    const {isPlaceTaken} = await import('../server/place.js')
    return isPlaceTaken(this.folders.state) ? running : undefined
  }

  /** Has somebody confirm that a world may go that is not this user's embedded one. */
  protected async confirmReplacing(confirmed: string | undefined): Promise<void> {
    const {namedWorld, running, target} = this
    if (target.kind === 'embedded') return
    if (namedWorld !== undefined) await this.confirmDeleting(namedWorld, confirmed)
    else if (running?.url === target.url && running.data !== this.folders.world)
      await this.confirm(target.name, confirmed, `Destructive Action\nThis removes everything in ${running.data}, which ${target.name} serves; the embedded world stays as it is\n`)
    else if (!isLoopback(new URL(target.url).hostname)) await this.confirm(target.name, confirmed, `Destructive Action\nThis removes everything in the control plane ${target.name}\n`)
  }

  /** Has somebody confirm that named worlds of a control plane may go that others use, too. */
  protected async confirmDeleting(worlds: string, confirmed: string | undefined): Promise<void> {
    const {target} = this
    if (target.kind === 'embedded' || isLoopback(new URL(target.url).hostname)) return
    await this.confirm(target.name, confirmed, `Destructive Action\nThis removes everything in ${worlds} of the control plane ${target.name}\n`)
  }

  /** Says what a command has to say that ends much later: with `--json` too, and once. */
  protected tellAtOnce(value: unknown): void {
    if (this.jsonEnabled()) super.logJson(value)
    this.#told = value
  }

  protected override logJson(value: unknown): void {
    if (value !== this.#told) super.logJson(value)
  }

  /** @throws {NotThere} when this machine serves none */
  protected async requireRunning(): Promise<RunningControlPlane> {
    const running = await this.servedHere()
    if (!running) throw new NotThere(`No control plane is running here. Start one with ${this.config.bin} control-plane:start.`)
    return running
  }
}
