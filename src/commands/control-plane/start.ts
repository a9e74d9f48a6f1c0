import {resolve} from 'node:path'
import {Flags} from '@oclif/core'
import {AlreadyThere, UsageFailure} from '../../lib/client/failures.js'
import {isLoopback} from '../../lib/client/http.js'
import {usualPort} from '../../lib/client/running.js'
import {seedNewWorld, type StateLocation} from '../../lib/client/world-files.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import {stateFlags, stateLabel, stateLocation, withoutContext} from '../../lib/command/state-location.js'
import type {ServerWanted, Started} from '../../lib/server/run.js'

type Shown = Omit<Started['running'], 'token'> & {
  /** An operator's token that outlives the process, where the world had none. */
  operator_token?: string
  /** With --seed, whether the world was made of it; one that was there stays as it was. */
  seeded?: boolean
}

const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const
const logFormats = ['json', 'text'] as const

export default class ControlPlaneStart extends ControlPlaneCommand {
  static override description = `serve the control plane over HTTP
Serves the embedded world, or the state file of --data, until Ctrl-C; with --detach in the background until control-plane:stop. With --database, or DATABASE_URL, it serves a world on PostgreSQL, which any number of servers share. Every request needs a token; control-plane:env prints what the official heroku CLI needs. With --database, and on an address other machines reach, a world without an operator's token gets one, which is shown once. With --seed a world that is made now is made of that file; one that is there already stays as it is, so that the same command can be run again and again. /health and /metrics are for who operates it.`
  static override examples = [
    '<%= config.bin %> control-plane:start',
    '<%= config.bin %> control-plane:start --detach --port 0 --data ./ci.sqlite',
    '<%= config.bin %> control-plane:start --database postgres://spacedock@db.example.com/spacedock',
    '<%= config.bin %> control-plane:start --detach --data ./ci.sqlite --seed world.yml',
    '<%= config.bin %> control-plane:start --log-level info --log-format json',
  ]
  static override flags = {
    'allow-remote': Flags.boolean({description: 'let --host be an address that other machines can reach'}),
    ...stateFlags,
    'database-connections': Flags.integer({description: 'connections to the database at most', max: 1000, min: 2}),
    detach: Flags.boolean({description: 'serve in the background; returns when the control plane answers'}),
    host: Flags.string({default: '127.0.0.1', description: 'address to listen on'}),
    'tls-cert': Flags.string({dependsOn: ['tls-key'], description: 'certificate to serve HTTPS with, in PEM, with those that lead to its authority', helpValue: 'FILE'}),
    'tls-key': Flags.string({dependsOn: ['tls-cert'], description: 'key of the certificate, in PEM', helpValue: 'FILE'}),
    untold: Flags.boolean({description: "leave it to somebody else to show an operator's token", hidden: true}),
    name: Flags.string({description: 'name to answer to besides those of its address and certificate, as of a load balancer; repeatable', multiple: true}),
    'log-format': Flags.option({description: 'form of the log on stderr: a JSON object or a text per line; by default text on a terminal', env: 'SPACEDOCK_LOG_FORMAT', options: logFormats})(),
    'log-level': Flags.option({default: 'warn', description: 'how much to log: with info every request, with warn what goes wrong', env: 'SPACEDOCK_LOG_LEVEL', options: logLevels})(),
    port: Flags.integer({default: usualPort, description: 'port to listen on; 0 for any that is free', max: 65_535, min: 0}),
    seed: Flags.string({description: 'YAML file of what there is in the world, where there is none yet; - for standard input', helpValue: 'FILE'}),
    'stop-delay': Flags.integer({default: 0, description: 'seconds to go on answering once told to stop, while /health says 503', helpValue: 'SECONDS', max: 600, min: 0}),
  }

  #seeded: boolean | undefined

  async run(): Promise<Shown> {
    const {flags, raw} = await this.parse(ControlPlaneStart)
    withoutContext(raw, 'world')
    const isRemote = !isLoopback(flags.host)
    if (isRemote && !flags['allow-remote'])
      throw new UsageFailure(`${flags.host} can be reached by other machines${flags['tls-cert'] === undefined ? ', and the traffic is not encrypted' : ''}. Add --allow-remote if that is meant.`)
    const tls = await this.#identity(flags)
    const data = this.#servedFrom(flags)
    const running = await this.servedHere()
    if (running && ('file' in data || flags.detach))
      throw new AlreadyThere(`A control plane is already running at ${running.url} (pid ${running.pid}). Stop it with ${this.config.bin} control-plane:stop first.`)
    if (isRemote && !tls && !flags.untold)
      this.warn(`${flags.host} can be reached by other machines, and the traffic is not encrypted: everybody on the way can read tokens. Use --tls-cert and --tls-key, or put something before it that speaks TLS.`)
    const first = ('database' in data || isRemote) && !flags.untold
    const log = {level: flags['log-level'], format: flags['log-format'] ?? (process.stderr.isTTY && !flags.detach ? 'text' : 'json')}
    const wanted = {data, first, host: flags.host, port: flags.port, names: flags.name ?? [], tls, state: this.folders.state, version: this.config.version, log, stopDelay: flags['stop-delay']}
    if (flags.seed !== undefined) await this.#makeWorld(data, flags.seed)
    if (flags.detach) {
      const {startDetached} = await import('../../lib/server/detached.js')
      return this.#show(await this.progress('Starting control plane', () => startDetached(wanted)))
    }
    const {runServer} = await import('../../lib/server/run.js')
    return runServer(wanted, (started) => this.#show(started))
  }

  #servedFrom(flags: {data: string | undefined; database: string | undefined; 'database-connections': number | undefined}): StateLocation {
    const fromEnvironment = flags.data === undefined && flags.database === undefined ? process.env['DATABASE_URL'] || undefined : undefined
    const where = fromEnvironment === undefined ? stateLocation(flags, this.folders.world) : stateLocation({data: undefined, database: fromEnvironment}, '', 'DATABASE_URL')
    const connections = flags['database-connections']
    if (connections === undefined) return where
    if ('file' in where) throw new UsageFailure('--database-connections goes with --database.')
    return {...where, connections}
  }

  /** Before anything is served, so that whoever finds the control plane finds the whole world. */
  async #makeWorld(data: StateLocation, file: string) {
    const {readSeedFile} = await import('../../lib/command/seed-file.js')
    const seed = await readSeedFile(file)
    const {made, location} = await seedNewWorld(data, seed.world).catch((error: unknown) => {
      throw seed.explained(error)
    })
    this.#seeded = made
    if (!made) this.warn(`There is a world in ${location} already, which stays as it is. To put that of ${file} in its place: ${this.config.bin} control-plane:reset --seed ${file}`)
  }

  /** The files of the certificate and its key, which are looked at before anything else is done. */
  async #identity({'tls-cert': cert, 'tls-key': key, untold}: {'tls-cert': string | undefined; 'tls-key': string | undefined; untold: boolean}): Promise<ServerWanted['tls']> {
    if (cert === undefined || key === undefined) return undefined
    const {readIdentity} = await import('../../lib/server/tls.js')
    const {warnings} = readIdentity(cert, key)
    if (!untold) for (const warning of warnings) this.warn(warning)
    return {cert: resolve(cert), key: resolve(key)}
  }

  /** Everything but the token of its record. */
  #show({running: {pid, url, data, started_at, version}, first}: Started): Shown {
    const shown = {pid, url, data, started_at, version, ...(first !== undefined && {operator_token: first}), ...(this.#seeded !== undefined && {seeded: this.#seeded})}
    this.log(`Control plane listening on ${url}`)
    this.log(`${stateLabel(data)}: ${data}`)
    if (first !== undefined) this.log(`Operator's token, shown this once: ${first}`)
    this.tellAtOnce(shown)
    return shown
  }
}
