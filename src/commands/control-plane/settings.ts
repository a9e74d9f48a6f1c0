import {UsageFailure} from '../../lib/client/failures.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import type {Setting} from '../../lib/operations/control.js'
import {renderTable} from '../../lib/render/table.js'

export default class ControlPlaneSettings extends ControlPlaneCommand {
  static override description = `show or set the delays and limits of a control plane
Without arguments shows them. Delays are in seconds; limits are those Heroku raises by ticket.`
  static override examples = ['<%= config.bin %> control-plane:settings', '<%= config.bin %> control-plane:settings allocation=0 trusted-ranges=40']
  static override strict = false
  static override usage = 'control-plane:settings [KEY=VALUE...]'

  async run(): Promise<Setting[]> {
    const {argv} = await this.parse(ControlPlaneSettings)
    const changes = Object.fromEntries(argv.map((argument) => assignment(String(argument))))
    const settings =
      argv.length > 0
        ? await this.platform.call('control-plane-setting.update', {body: changes})
        : await this.platform.call('control-plane-setting.list', {})
    this.log(
      renderTable(settings, {
        name: {header: 'Setting'},
        value: {header: 'Value', get: ({value, unit}) => `${value} ${unit}`},
        default: {header: 'Default'},
        description: {header: 'What it is'},
      }),
    )
    return settings
  }
}

function assignment(text: string): [string, number] {
  const [, name, value] = /^([\w-]+)=(.+)$/.exec(text) ?? []
  if (name === undefined || value === undefined) throw new UsageFailure(`${text} is not KEY=VALUE. Give it like allocation=0.`)
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw new UsageFailure(`${name} takes a number, not ${value}.`)
  return [name, Number(value)]
}
