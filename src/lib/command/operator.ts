import {Flags, type Interfaces} from '@oclif/core'
import type {Target} from '../client/contexts.js'
import {UsageFailure} from '../client/failures.js'
import {ControlPlaneCommand} from './control-plane.js'
import {isDatabaseUrl} from './state-location.js'

/** `--database`, for what can be done on a shared world without any server of it. */
export const databaseFlag = Flags.custom<string>({
  description: 'PostgreSQL database that holds the control plane; no server is asked',
  helpValue: 'URL',
  parse: async (url) => {
    if (!isDatabaseUrl(url)) throw new UsageFailure('--database must be a URL such as postgres://user:password@host:5432/name.')
    return url
  },
})

/** A command about who may use a control plane: the one of the context, or one whose database is named. */
export abstract class OperatorCommand extends ControlPlaneCommand {
  #database: string | undefined

  protected override get target(): Target {
    return this.#database === undefined ? super.target : {kind: 'embedded', name: 'local'}
  }

  protected override get world() {
    return this.#database === undefined ? super.world : {database: this.#database}
  }

  protected override async parse<F extends Interfaces.OutputFlags<Interfaces.FlagInput>, B extends Interfaces.OutputFlags<Interfaces.FlagInput>, A extends Interfaces.OutputArgs<Interfaces.ArgInput>>(
    options?: Interfaces.Input<F, B, A>,
    argv?: string[],
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv)
    const {context, database} = parsed.flags as {context?: string; database?: string}
    // oclif's own check of flags that exclude each other would show the password in the URL.
    if (context !== undefined && database !== undefined) throw new UsageFailure('Name either a control plane with --context or a database with --database.')
    this.#database = database
    return parsed
  }
}
