import {existsSync, readFileSync} from 'node:fs'
import {Args, Flags} from '@oclif/core'
import {NotThere, UsageFailure} from '../../lib/client/failures.js'
import {importWorld, type StateLocation, type WorldSummary} from '../../lib/client/world-files.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {stateFlags, stateLocation, stateName, withoutContext} from '../../lib/command/state-location.js'
import {countOf} from './export.js'

export default class ControlPlaneImport extends SpacedockCommand {
  static override description = `put an exported world in the place of the one that is there
Into the embedded world, a state file or a database: all of it, checked by its counts and checksum, or nothing. What was there is gone afterwards, so it asks first unless that is the embedded world.`
  static override examples = ['<%= config.bin %> control-plane:import world.jsonl', '<%= config.bin %> control-plane:import world.jsonl --database postgres://spacedock@db.example.com/spacedock --confirm spacedock']
  static override args = {file: Args.string({description: 'file that control-plane:export has written; - for standard input', ignoreStdin: true, required: true})}
  static override flags = {...stateFlags, confirm: Flags.string({description: 'set to the name of the database or state file to bypass confirm prompt'})}

  async run(): Promise<WorldSummary> {
    const {args, flags, raw} = await this.parse(ControlPlaneImport)
    withoutContext(raw)
    const where = stateLocation(flags, this.folders.world)
    const lines = read(args.file)
    if (this.#mayReplace(where)) await this.confirm(stateName(where), flags.confirm, `Destructive Action\nThis replaces everything in ${flags.world === undefined ? '' : `the world ${flags.world} of `}${stateName(where)}\n`)
    const summary = await this.progress('Importing the world', () => importWorld(where, flags.world, lines).catch((error: Error) => refused(args.file, error)))
    this.log(`${countOf(summary)} imported, SHA-256 ${summary.sha256}`)
    return summary
  }

  /** Whether something may be lost that is not this user's own world. */
  #mayReplace(where: StateLocation): boolean {
    return 'database' in where || (where.file !== this.folders.world && existsSync(where.file))
  }
}

/** What is wrong with a file is known behind a dynamic import, so the error is known here by its name. */
function refused(file: string, error: Error): never {
  throw error.name === 'DumpFailure' ? new UsageFailure(`${file === '-' ? 'Standard input' : file} cannot be imported. ${error.message}`, {cause: error}) : error
}

function read(file: string): string[] {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').trimEnd().split(/\r?\n/)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new NotThere(`There is no file ${file}.`)
    throw error
  }
}
