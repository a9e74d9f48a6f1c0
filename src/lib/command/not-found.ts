import {type Hook, ux} from '@oclif/core'
import {renderJson} from '../render/json.js'
import {closest} from '../rules/suggest.js'

/** What a shell ends with where there is no such command. */
const exitCode = 127

/** A command that there is none of: what was probably meant, and where all are listed. */
export const commandNotFound: Hook.CommandNotFound = async function ({argv = [], config, id}) {
  // As a plugin it leaves the commands of the official CLI to that.
  if (config.bin !== 'spacedock') return
  const names = config.commands.filter(({hidden}) => !hidden).flatMap((command) => [command.id, ...command.aliases])
  const near = closest(id, names)
  const [topic = ''] = id.split(':')
  const help = config.findTopic(topic) ? `${config.bin} help ${topic}` : `${config.bin} help`
  const message = `${id} is not a ${config.bin} command.${near === undefined ? '' : ` Did you mean ${near}?`} Run ${help} for a list of commands.`
  if (!argv.includes('--json')) this.error(message, {exit: exitCode})
  ux.stdout(renderJson({error: {id: 'command_not_found', message, exit: exitCode}}))
  this.exit(exitCode)
}
