import {once} from 'node:events'
import {existsSync} from 'node:fs'
import {Args, Flags} from '@oclif/core'
import {NotThere, UsageFailure} from '../../lib/client/failures.js'
import {exportWorld, type WorldSummary} from '../../lib/client/world-files.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {refuseReplacing, writePrivately} from '../../lib/command/private-file.js'
import {stateFlags, stateLocation, withoutContext} from '../../lib/command/state-location.js'

interface Exported extends WorldSummary {
  file: string
}

export default class ControlPlaneExport extends SpacedockCommand {
  static override description = `write a whole world to a file
The embedded world, a state file or a database, as of one moment, whether it is being served or not: lines of JSON that control-plane:import reads, on standard output where no file is named. They hold everything the world holds, config vars and digests of tokens included.`
  static override examples = ['<%= config.bin %> control-plane:export world.jsonl', '<%= config.bin %> control-plane:export --database postgres://spacedock@db.example.com/spacedock > world.jsonl']
  static override args = {file: Args.string({description: 'file to write; standard output where it is left out', ignoreStdin: true})}
  static override flags = {...stateFlags, force: Flags.boolean({description: 'replace the file if it is there'})}

  async run(): Promise<Exported | void> {
    const {args, flags, raw} = await this.parse(ControlPlaneExport)
    withoutContext(raw)
    const where = stateLocation(flags, this.folders.world)
    if (flags.data !== undefined && !existsSync(flags.data)) throw new NotThere(`There is no state file ${flags.data}.`)
    if (args.file === undefined) {
      if (this.jsonEnabled()) throw new UsageFailure('With --json, name the file to write: what is exported is not what --json tells.')
      await exportWorld(where, flags.world, toStandardOutput).catch((error: NodeJS.ErrnoException) => {
        // Whoever reads has had enough, as `head` has.
        if (error.code !== 'EPIPE') throw error
      })
      return undefined
    }
    const {file} = args
    refuseReplacing(file, flags.force)
    const summary = await this.progress('Exporting the world', () => writePrivately(file, (write) => exportWorld(where, flags.world, write)))
    this.log(`${countOf(summary)} in ${file}, SHA-256 ${summary.sha256}`)
    return {file, ...summary}
  }
}

async function toStandardOutput(line: string): Promise<void> {
  if (!process.stdout.write(line)) await once(process.stdout, 'drain')
}

/** `132 rows of 9 tables`. */
export function countOf({rows}: WorldSummary): string {
  const counts = Object.values(rows)
  return `${counts.reduce((sum, count) => sum + count, 0)} rows of ${counts.length} tables`
}
