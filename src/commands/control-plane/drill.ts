import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {splitAtDashes} from '../../lib/command/addon-options.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import {type Cleared, type CommandEnd, runCommand, underFaults} from '../../lib/command/drill-run.js'
import {type DrillName, drillNames, drills} from '../../lib/command/drills.js'
import {faultColumns} from '../../lib/command/faults.js'
import {officialEnvironment} from '../../lib/command/official-environment.js'
import {operateServed, serveScratch} from '../../lib/command/scratch.js'
import {renderHeader} from '../../lib/render/header.js'
import {renderTable} from '../../lib/render/table.js'
import {didYouMean} from '../../lib/rules/suggest.js'

interface DrillReport extends CommandEnd {
  drill: DrillName
  incident: string
  command: readonly string[]
  /** Requests that were struck. */
  struck: number
  /** Whether the command has done its work although requests were struck; null where none was. */
  survived: boolean | null
  faults: Cleared[]
}

export default class ControlPlaneDrill extends ControlPlaneCommand {
  static override description = `run a command while things go wrong, and report how it bore that
Serves a fresh world for it on a free port, or with --here uses the control plane that this machine serves; sets the faults of the drill, runs the command with the variables of control-plane:env, and clears those faults however it ends. What the command writes goes to stderr, the report to stdout. Ends as the command does.
Drills:
${drillNames.map((name) => `${name}: ${drills[name].incident}`).join('\n')}`
  static override examples = [
    '<%= config.bin %> control-plane:drill lost-reply -- heroku spaces:create my-space --team acme',
    '<%= config.bin %> control-plane:drill 429-storm --here --json -- ./deploy.sh',
  ]
  static override args = {drill: Args.string({description: `what goes wrong: ${drillNames.join(', ')}`, ignoreStdin: true, required: true})}
  static override flags = {here: Flags.boolean({description: 'use the control plane that this machine serves, and its world'})}
  static override usage = 'control-plane:drill DRILL [--here] [--json] -- CMD...'

  async run(): Promise<DrillReport> {
    const {own, options: command} = splitAtDashes(this.argv)
    const {args, flags} = await this.parse(ControlPlaneDrill, own)
    const drill = drillNames.find((name) => name === args.drill)
    if (!drill) throw new UsageFailure(`There is no drill ${args.drill}.${didYouMean(args.drill, drillNames)} The drills are ${drillNames.join(', ')}.`)
    if (command.length === 0) throw new UsageFailure(`Name the command to run after --, as in ${this.config.bin} control-plane:drill ${drill} -- heroku spaces`)
    const {incident, faults: wanted} = drills[drill]
    const {operator, url, token, close} = flags.here ? await operateServed(await this.requireRunning(), this.config.userAgent, flags.world) : await serveScratch(flags.world)
    try {
      const bodies = wanted.map((fault) => ({...fault, description: `drill ${drill}`}))
      const {result, faults} = await underFaults(operator, bodies, () => runCommand(command, environment(url, token, flags.world)), (fault, error) =>
        this.warn(`The fault ${fault.id} could not be cleared: ${error.message}`),
      )
      const struck = faults.reduce((sum, fault) => sum + fault.struck, 0)
      const report = {drill, incident, command, struck, survived: struck === 0 ? null : result.exit === 0, ...result, faults}
      this.#tell(report)
      process.exitCode = result.exit
      return report
    } finally {
      await close()
    }
  }

  #tell({drill, incident, exit, signal, trouble, struck, survived, faults}: DrillReport) {
    this.log(renderHeader(`Drill ${drill}`))
    this.log(incident)
    this.log(renderTable(faults, faultColumns))
    const end = trouble === undefined ? (signal === null ? `ended with ${exit}` : `was ended by ${signal}`) : `could not be run (${trouble})`
    const requests = struck === 1 ? 'One request was' : `${struck} requests were`
    if (survived === null) this.log(`No request was struck: the drill says nothing about the command, which ${end}.`)
    else this.log(`${requests} struck, and the command ${end}: it ${survived ? 'survived' : 'did not survive'}.`)
  }
}

/** Of this process, without what would lead spacedock elsewhere than HEROKU_HOST. */
function environment(url: string, token: string, world: string | undefined): NodeJS.ProcessEnv {
  const {SPACEDOCK_AS: _, SPACEDOCK_CONTEXT: __, ...own} = process.env
  return {...own, ...officialEnvironment(url, token, world)}
}
