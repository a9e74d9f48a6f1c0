import {SpacedockCommand} from '../../lib/command/base.js'
import {renderHeader} from '../../lib/render/header.js'
import {renderObject} from '../../lib/render/object.js'

interface Shown {
  name: string
  url: string | null
  team: string | null
  token: boolean
  world: string | null
}

export default class ContextsShow extends SpacedockCommand {
  static override description = `show where commands go now
With all that has a say in it: --context, SPACEDOCK_CONTEXT, HEROKU_HOST and the current context.`
  static override examples = ['<%= config.bin %> contexts:show', 'SPACEDOCK_CONTEXT=ci <%= config.bin %> contexts:show']

  async run(): Promise<Shown> {
    await this.parse(ContextsShow)
    const {target} = this
    const embedded = target.kind === 'embedded'
    const shown = {
      name: target.name,
      url: embedded ? null : target.url,
      team: target.team ?? null,
      token: !embedded && target.token !== undefined,
      world: embedded ? this.folders.world : null,
    }
    this.log(renderHeader(target.name))
    this.log(renderObject({Target: shown.url ?? 'embedded', 'State file': shown.world, Team: shown.team, Token: embedded ? undefined : shown.token ? 'there' : 'missing'}))
    return shown
  }
}
