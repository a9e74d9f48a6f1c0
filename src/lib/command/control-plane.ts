import type {Target} from '../client/contexts.js'
import {NotThere} from '../client/failures.js'
import {findRunning, type RunningControlPlane} from '../client/running.js'
import {SpacedockCommand} from './base.js'

/**
 * A command for whoever runs a control plane. Without a context it is about the one this machine serves, and where none
 * is served about the embedded world.
 */
export abstract class ControlPlaneCommand extends SpacedockCommand {
  protected override get target(): Target {
    const target = super.target
    if (target.kind !== 'embedded' || this.namesContext) return target
    const running = this.running
    return running ? {kind: 'remote', name: running.url, url: running.url, token: running.token} : target
  }

  /** The control plane that this machine serves. */
  protected get running(): RunningControlPlane | undefined {
    return findRunning(this.folders.state)
  }

  /** @throws {NotThere} when this machine serves none */
  protected requireRunning(): RunningControlPlane {
    const {running} = this
    if (!running) throw new NotThere(`No control plane is running here. Start one with ${this.config.bin} control-plane:start.`)
    return running
  }
}
