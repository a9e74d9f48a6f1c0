import {Flags} from '@oclif/core'
import {AlreadyThere, UsageFailure} from '../../lib/client/failures.js'
import {isLoopback} from '../../lib/client/http.js'
import type {StateLocation} from '../../lib/client/world-files.js'
import type {RunningControlPlane} from '../../lib/client/running.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import {stateFlags, stateLabel, stateLocation} from '../../lib/command/state-location.js'

type Started = Omit<RunningControlPlane, 'token'>

const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const
const logFormats = ['json', 'text'] as const

/** Chosen not to meet the ports that web frameworks start on. */
const defaultPort = 5455

export default class ControlPlaneStart extends ControlPlaneCommand {
  static override description = `serve the control plane over HTTP
Serves the embedded world, or the state file of --data, until Ctrl-C; with --detach in the background until control-plane:stop. With --database, or DATABASE_URL, it serves a world on PostgreSQL, which any number of servers share. Every request needs a token; control-plane:env prints what the official heroku CLI needs. /health and /metrics are for who operates it.`
  static override examples = [
    '<%= config.bin %> control-plane:start',
    '<%= config.bin %> control-plane:start --detach --port 0 --data ./ci.sqlite',
    '<%= config.bin %> control-plane:start --database postgres://spacedock@db.example.com/spacedock',
    '<%= config.bin %> control-plane:start --log-level info --log-format json',
  ]
  static override flags = {
    'allow-remote': Flags.boolean({description: 'let --host be an address that other machines can reach; the traffic is not encrypted'}),
    ...stateFlags,
    'database-connections': Flags.integer({description: 'connections to the database at most', max: 1000, min: 2}),
    detach: Flags.boolean({description: 'serve in the background; returns when the control plane answers'}),
    host: Flags.string({default: '127.0.0.1', description: 'address to listen on'}),
    'log-format': Flags.option({description: 'form of the log on stderr: a JSON object or a text per line; by default text on a terminal', env: 'SPACEDOCK_LOG_FORMAT', options: logFormats})(),
    'log-level': Flags.option({default: 'warn', description: 'how much to log: with info every request, with warn what goes wrong', env: 'SPACEDOCK_LOG_LEVEL', options: logLevels})(),
    port: Flags.integer({default: defaultPort, description: 'port to listen on; 0 for any that is free', max: 65_535, min: 0}),
    'stop-delay': Flags.integer({default: 0, description: 'seconds to go on answering once told to stop, while /health says 503', helpValue: 'SECONDS', max: 600, min: 0}),
  }

  async run(): Promise<Started> {
    const {flags} = await this.parse(ControlPlaneStart)
    if (!isLoopback(flags.host) && !flags['allow-remote'])
      throw new UsageFailure(`${flags.host} can be reached by other machines, and the traffic is not encrypted. Add --allow-remote if that is meant.`)
    const data = this.#servedFrom(flags)
    const running = await this.servedHere()
    if (running && ('file' in data || flags.detach))
      throw new AlreadyThere(`A control plane is already running at ${running.url} (pid ${running.pid}). Stop it with ${this.config.bin} control-plane:stop first.`)
    const log = {level: flags['log-level'], format: flags['log-format'] ?? (process.stderr.isTTY && !flags.detach ? 'text' : 'json')}
    const wanted = {data, host: flags.host, port: flags.port, state: this.folders.state, version: this.config.version, log, stopDelay: flags['stop-delay']}
    if (flags.detach) {
      const {startDetached} = await import('../../lib/server/detached.js')
      return this.#shown(await this.progress('Starting control plane', () => startDetached(wanted)))
    }
    const {runServer} = await import('../../lib/server/run.js')
    return runServer(wanted, (started) => this.#shown(started))
  }

  #servedFrom(flags: {data: string | undefined; database: string | undefined; 'database-connections': number | undefined}): StateLocation {
    const fromEnvironment = flags.data === undefined && flags.database === undefined ? process.env['DATABASE_URL'] || undefined : undefined
    const where = fromEnvironment === undefined ? stateLocation(flags, this.folders.world) : stateLocation({data: undefined, database: fromEnvironment}, '', 'DATABASE_URL')
    const connections = flags['database-connections']
    if (connections === undefined) return where
    if ('file' in where) throw new UsageFailure('--database-connections goes with --database.')
    return {...where, connections}
  }

  /** What may be shown of it: everything but the token. */
  #shown({pid, url, data, started_at, version}: RunningControlPlane): Started {
    this.log(`Control plane listening on ${url}`)
    this.log(`${stateLabel(data)}: ${data}`)
    return {pid, url, data, started_at, version}
  }
}
