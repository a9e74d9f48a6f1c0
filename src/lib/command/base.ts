import {Command, Errors, Flags, type Interfaces, ux} from '@oclif/core'
import {chooseTarget, type Target} from '../client/contexts.js'
import {ApiFailure, ConfirmationMissing, UsageFailure} from '../client/failures.js'
import {createPlatform, type Platform} from '../client/platform.js'
import {readPreferences} from '../client/preferences.js'
import {inWorld} from '../client/worlds.js'
import {findRunning, usualPort} from '../client/running.js'
import type {Send} from '../operations/wire.js'
import {color} from '../render/color.js'
import {renderJson} from '../render/json.js'
import {splitAtDashes} from './addon-options.js'
import {exitCodeOf} from './exit-codes.js'
import {missingFlag} from './flags.js'
import {type Folders, foldersOf} from './folders.js'
import {isInteractive} from './terminal.js'

interface SharedFlags {
  as?: string | undefined
  context?: string | undefined
  json?: boolean
  'no-input'?: boolean
  world?: string | undefined
}

/**
 * What every command of spacedock is: it parses, calls the platform and returns a value; text and `--json` are two
 * renderings of that value. Where the platform is, the context decides, and no command asks.
 */
export abstract class SpacedockCommand extends Command {
  static override enableJsonFlag = true

  static override baseFlags: Interfaces.FlagInput = {
    as: Flags.string({
      description: 'act as this account of the local world',
      env: 'SPACEDOCK_AS',
      helpGroup: 'GLOBAL',
      helpValue: 'EMAIL',
    }),
    context: Flags.string({
      description: 'control plane to use: local, heroku, a context that was added, or a URL',
      helpGroup: 'GLOBAL',
      helpValue: 'NAME|URL',
    }),
    'no-input': Flags.boolean({description: 'never ask; fail naming the flag instead', helpGroup: 'GLOBAL'}),
    world: Flags.string({
      description: 'world of the control plane to use instead of its main one; made when it is not there',
      env: 'SPACEDOCK_WORLD',
      helpGroup: 'GLOBAL',
      helpValue: 'NAME',
    }),
    prompt: Flags.boolean({description: 'interactively prompt for command arguments and flags', helpGroup: 'GLOBAL'}),
  }

  /** Whether the local world can be called back as long as the command lives; set before the first call. */
  protected listens = false

  #shared: SharedFlags = {}
  #target: Target | undefined
  #send: Promise<Send> | undefined
  #closing: (() => Promise<void>)[] = []

  /** The Platform API at the context's target. Connecting happens with the first call. */
  protected readonly platform: Platform = createPlatform(
    async (request) => (await (this.#send ??= this.#connect()))(request),
    (message) => this.warn(message),
  )

  /** Where spacedock keeps its world and its preferences. */
  protected get folders(): Folders {
    return foldersOf(this.config)
  }

  /** What the embedded control plane works on. */
  protected get world(): {file: string} | {database: string} {
    return {file: this.folders.world}
  }

  /** The world to use there; undefined for the main one. */
  protected get namedWorld(): string | undefined {
    return this.#shared.world
  }

  /** Where this command goes. */
  protected get target(): Target {
    return (this.#target ??= this.#chooseTarget())
  }

  /** Whether somebody has said where to go, rather than leaving it to the preferences. */
  protected get namesContext(): boolean {
    return Boolean(this.#shared.context || process.env['SPACEDOCK_CONTEXT'] || process.env['HEROKU_HOST'] || this.#shared.as)
  }

  /** The flags that lead another command to the same place: ` --context ci`. */
  get contextFlags(): string {
    const {as, context, world} = this.#shared
    return Object.entries({as, context, world}).map(([name, value]) => (value === undefined ? '' : ` --${name} ${value}`)).join('')
  }

  /** Whether a person is there to answer: a terminal on standard input, and nobody said not to ask. */
  protected get interactive(): boolean {
    return !this.#shared['no-input'] && isInteractive()
  }

  protected override async init(): Promise<void> {
    await super.init()
    const {own} = splitAtDashes(this.argv)
    if (!own.includes('--prompt')) return
    if (own.includes('--no-input') || !isInteractive()) throw new UsageFailure('--prompt asks for what is missing, and nobody is there to answer. Give it as arguments and flags.')
    const {promptedArgv} = await import('./prompted.js')
    this.argv = await promptedArgv(this.argv, this.ctor)
  }

  protected override async parse<F extends Interfaces.OutputFlags<Interfaces.FlagInput>, B extends Interfaces.OutputFlags<Interfaces.FlagInput>, A extends Interfaces.OutputArgs<Interfaces.ArgInput>>(
    options?: Interfaces.Input<F, B, A>,
    argv?: string[],
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv)
    this.#shared = parsed.flags as SharedFlags
    return parsed
  }

  /** Whether `--json` was given, or the short form that some commands have for it; also where parsing has failed. */
  override jsonEnabled(): boolean {
    if (this.#shared.json || super.jsonEnabled()) return true
    const char = this.ctor.flags?.['json']?.char
    return char !== undefined && splitAtDashes(this.argv).own.includes(`-${char}`)
  }

  /** The team that is named, or else the context's. @throws {UsageFailure} when there is neither */
  protected requireTeam(named: string | undefined): string {
    const team = named ?? this.target.team
    if (team === undefined) throw missingFlag('team')
    return team
  }

  /**
   * Has somebody confirm by typing a name, or takes the name from `--confirm`.
   *
   * @throws {ConfirmationMissing} with another name, or with nobody there to ask; nothing has been done then
   */
  protected async confirm(name: string, confirmed: string | undefined, message: string): Promise<void> {
    if (confirmed !== undefined) {
      if (confirmed !== name) throw new ConfirmationMissing(`Confirmation ${color.warning(confirmed)} did not match ${color.info(name)}. Aborted.`)
      return
    }
    this.warn(message)
    if (!this.interactive) throw new ConfirmationMissing(`Nobody is there to confirm. To proceed, re-run this command with --confirm ${name}`)
    const {askFor} = await import('./prompt.js')
    const entered = await askFor(`To proceed, type ${color.warning(name)} or re-run this command with ${color.code(`--confirm ${name}`)}`)
    if (entered !== name) throw new ConfirmationMissing(`Confirmation did not match ${color.info(name)}. Aborted.`)
  }

  /** Shows that something is under way, on stderr; `done` words how it ended. */
  async progress<T>(message: string, work: () => Promise<T>, done?: (result: T) => string | undefined): Promise<T> {
    ux.action.start(message)
    const result = await work()
    ux.action.stop(done?.(result))
    return result
  }

  /** Warns on stderr, with `--json` too: oclif would leave it out there, and a script's log would not say what went wrong. */
  override warn(input: Error | string): Error | string {
    Errors.warn(input)
    return input
  }

  protected override logJson(value: unknown): void {
    ux.stdout(renderJson(value))
  }

  protected override async catch(error: Error & {exitCode?: number}): Promise<void> {
    if (error instanceof Errors.ExitError) throw error
    const exit = exitCodeOf(error)
    if (ux.action.running) ux.action.stop('!')
    if (this.jsonEnabled()) {
      this.logJson({error: this.#errorJson(error, exit)})
      process.exitCode = exit
      return
    }
    throw error instanceof Errors.CLIError ? error : new Errors.CLIError(explain(error), {exit})
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    await super.finally(error)
    await Promise.all(this.#closing.map((close) => close()))
  }

  #errorJson(error: Error, exit: number) {
    if (error instanceof ApiFailure) return {...error.body, status: error.status, exit}
    return {id: kebab(error.name), message: error.message, exit}
  }

  #chooseTarget(): Target {
    const {config, state} = this.folders
    return chooseTarget({flag: this.#shared.context, env: process.env, preferences: readPreferences(config), running: findRunning(state)})
  }

  async #connect(): Promise<Send> {
    const {target} = this
    const {as, world} = this.#shared
    if (target.kind === 'embedded') return inWorld(await this.#connectEmbedded(as), world)
    if (world !== undefined && target.kind === 'heroku') throw new UsageFailure('--world names a world of a spacedock control plane, and Heroku has one world. Leave it out, or unset SPACEDOCK_WORLD.')
    if (as !== undefined) throw new UsageFailure(`--as works in the local world only; the context here is ${target.name}. Use a token of that account instead.`)
    const {openRemote} = await import('../client/remote.js')
    const own = {url: target.url, userAgent: this.config.userAgent, ...(target.token !== undefined && {token: target.token}), ...('certificate' in target && {certificate: target.certificate})}
    // A progress line keeps back what is written until it ends; a pause is to be told when it begins.
    const {send, close} = await openRemote(own, (message) => ux.action.pause(() => this.warn(message)))
    this.#closing.push(close)
    return target.kind === 'heroku' ? this.#announcing(send) : inWorld(send, world)
  }

  /** Every change on Heroku is real money and real downtime, so it is said before it is made. */
  #announcing(send: Send): Send {
    return (request) => {
      if (request.method !== 'GET') this.warn('Acting on Heroku.')
      return send(request)
    }
  }

  async #connectEmbedded(as: string | undefined): Promise<Send> {
    const {openEmbedded} = await import('../client/embedded.js')
    const lockTimeout = lockTimeoutFrom(process.env['SPACEDOCK_LOCK_TIMEOUT'])
    const {address, guarded, send, close} = await openEmbedded({
      world: this.world,
      ...(as !== undefined && {as}),
      ...(lockTimeout !== undefined && {lockTimeout}),
      notice: (message) => ux.action.pause(() => this.warn(message)),
    })
    const serving = this.listens ? await this.#listen(guarded) : undefined
    if (serving) address.url = serving.url
    this.#closing.push(async () => {
      await serving?.close()
      await close()
    })
    return send
  }

  /** Where control-plane:start listens too, as whoever calls back may have been told of that; if it is taken, anywhere. */
  async #listen(send: Send) {
    const {serve} = await import('../server/serve.js')
    const host = '127.0.0.1'
    return serve({send, host, port: usualPort}).catch(() => serve({send, host, port: 0}))
  }
}

/** A failure as the official CLI shows it: the message, then what identifies it. */
function explain(error: Error): string {
  if (!(error instanceof ApiFailure)) return fileTrouble(error) ?? error.message
  const {id, message, app, url} = error.body
  const details = [id && `Error ID: ${id}`, app && `App: ${app.name}`, url && `See ${url} for more information.`].filter(Boolean)
  return details.length > 0 ? [message, '', ...details].join('\n') : message
}

/** A file or folder that cannot be read or written, as of a read-only home: which one, and where else it may be. */
function fileTrouble({code, path, syscall}: NodeJS.ErrnoException): string | undefined {
  if (path === undefined || code === undefined || syscall === undefined) return undefined
  return `${path} cannot be read or written (${code}). Other folders are used with SPACEDOCK_DATA_DIR, SPACEDOCK_CONFIG_DIR and SPACEDOCK_CACHE_DIR.`
}

const kebab = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()

/** Seconds in the environment, milliseconds to the store. */
function lockTimeoutFrom(seconds: string | undefined): number | undefined {
  if (!seconds) return undefined
  if (!/^\d+(\.\d+)?$/.test(seconds)) throw new UsageFailure(`SPACEDOCK_LOCK_TIMEOUT is a number of seconds, not ${seconds}.`)
  return Number(seconds) * 1000
}
