import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import {refuseReplacing, writePrivately} from '../../lib/command/private-file.js'
import {seedText} from '../../lib/command/seed-file.js'

interface Exported {
  file: string
  /** How many things the file does not have, as there are no words for them in it. */
  left_out: Record<string, number>
}

export default class ControlPlaneSeed extends ControlPlaneCommand {
  static override description = `write the present world as a readable file
With --export writes the settings, accounts, teams, spaces, apps and add-ons that there are as YAML, which control-plane:reset --seed and control-plane:start --seed make a world of; on standard output where no file is named. It holds config vars, and the URLs of drains, but no tokens. What has happened is not in it, such as releases, nor are values that add-ons set: they set new ones.`
  static override examples = ['<%= config.bin %> control-plane:seed --export world.yml', '<%= config.bin %> control-plane:seed --export > world.yml']
  static override args = {file: Args.string({description: 'file to write; standard output where it is left out', ignoreStdin: true})}
  static override flags = {
    export: Flags.boolean({description: 'write the present world'}),
    force: Flags.boolean({description: 'replace the file if it is there'}),
  }

  async run(): Promise<Exported | void> {
    const {args, flags} = await this.parse(ControlPlaneSeed)
    const {file} = args
    const {bin} = this.config
    if (!flags.export) throw new UsageFailure(`${bin} control-plane:seed --export ${file ?? '[FILE]'} writes the present world; ${bin} control-plane:reset --seed ${file ?? 'FILE'} makes a world of a file.`)
    if (file === undefined && this.jsonEnabled()) throw new UsageFailure('With --json, name the file to write: what is exported is not what --json tells.')
    if (file !== undefined) refuseReplacing(file, flags.force)
    const {world, left_out} = await this.platform.call('control-plane-seed.info', {})
    const text = await seedText(world)
    const counts = Object.entries(left_out).map(([what, count]) => `${what} (${count})`)
    if (counts.length > 0) this.warn(`Not written, as a seed has no words for it: ${counts.join(', ')}. control-plane:export writes everything.`)
    if (file === undefined) {
      process.stdout.write(text)
      return undefined
    }
    await writePrivately(file, async (write) => write(text))
    this.log(`The world is in ${file}.`)
    return {file, left_out}
  }
}
