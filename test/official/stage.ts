import {spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {requireLoopback} from './guard.js'
import {officialProgram, ourProgram} from './install.js'

/** Who types: the official CLI or ours. */
export type Side = 'official' | 'ours'

export const sides: readonly Side[] = ['official', 'ours']

const programs: Record<Side, string> = {official: officialProgram, ours: ourProgram}

export interface Ran {
  stdout: string
  stderr: string
  code: number
}

export interface RunOptions {
  /** The account whose token is sent; the world's default account when left out. */
  as?: string
  /** Whether it runs as in a CI job. */
  ci?: boolean
  env?: Readonly<Record<string, string>>
  /** Whether it runs in a git repository, of the side's own. */
  repository?: boolean
}

/** A control plane of its own, served, and both CLIs pointed at it in the same way. */
export interface Stage {
  run(side: Side, argv: readonly string[], options?: RunOptions): Promise<Ran>
  /** Runs a command of ours for whoever runs the control plane. */
  control(line: string): Promise<void>
  /** Runs git in a side's repository. */
  git(side: Side, ...argv: string[]): Promise<string>
  close(): Promise<void>
}

/** Longer than anything takes; whoever asks a question that nobody answers ends here. */
const patience = 60_000

/**
 * Serves a control plane in which spaces come and go at once.
 *
 * Neither side sees the machine's home, configuration, tokens or CI: the environment is made here, not inherited.
 */
export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'spacedock-official-'))
  const server = serverEnvironment(folder)
  const control = async (...argv: string[]): Promise<string> => succeeded(argv, await execute(ourProgram, argv, server, folder))
  const close = async () => {
    await control('control-plane:stop').finally(() => rmSync(folder, {recursive: true, force: true}))
  }

  try {
    await control('control-plane:start', '--detach', '--port', '0')
    await control('control-plane:settings', 'allocation=0', 'deletion=0', 'boot=0', 'domain=0', 'acm=0', 'peering=0', 'vpn=0', 'requests-per-hour=0')
    const targets = new Map<string, Promise<Record<string, string>>>()
    const targetOf = (account = '') => {
      const asking = targets.get(account) ?? control('control-plane:env', '--json', ...(account ? ['--as', account] : [])).then((text) => JSON.parse(text))
      targets.set(account, asking)
      return asking
    }
    const workFolder = (side: Side, {repository = false} = {}) => join(folder, side, repository ? 'repository' : 'work')
    const environment = (side: Side) => privateEnvironment(join(folder, side))
    const stage: Stage = {
      close,
      async control(line) {
        await control(...line.split(' '))
      },
      async git(side, ...argv) {
        return succeeded(argv, await execute('git', argv, environment(side), workFolder(side, {repository: true})))
      },
      async run(side, argv, {as, ci = false, env = {}, repository = false} = {}) {
        const whole = {...environment(side), ...(await targetOf(as)), ...(ci && {CI: 'true'}), ...env}
        requireLoopback(whole)
        return execute(programs[side], argv, whole, workFolder(side, {repository}))
      },
    }
    for (const side of sides) {
      for (const repository of [false, true]) mkdirSync(workFolder(side, {repository}), {recursive: true})
      await stage.git(side, 'init', '--quiet')
    }
    // The official CLI speaks of its terms of service once, and then no more.
    await stage.run('official', ['--version'])
    return stage
  } catch (error) {
    // Where it never started there is nothing to stop, and why it did not is what counts.
    await close().catch(() => {})
    throw error
  }
}

/** What the program that serves needs: its folders, and not to be taken for one that talks to another server. */
const serverEnvironment = (folder: string) => ({
  ...privateEnvironment(join(folder, 'server')),
  SPACEDOCK_DATA_DIR: join(folder, 'server/data'),
  SPACEDOCK_CONFIG_DIR: join(folder, 'server/config'),
})

/** Nothing of the machine but where its programs are. */
export const privateEnvironment = (folder: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: join(folder, 'home'),
  XDG_CONFIG_HOME: join(folder, 'config'),
  XDG_DATA_HOME: join(folder, 'data'),
  XDG_CACHE_HOME: join(folder, 'cache'),
  LANG: 'C.UTF-8',
  TZ: 'UTC',
})

function succeeded(argv: readonly string[], {stdout, stderr, code}: Ran): string {
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${stderr}`)
  return stdout
}

/** Runs a program to its end, without a terminal and with nothing on standard input. */
export async function execute(program: string, argv: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Promise<Ran> {
  mkdirSync(env['HOME'] ?? cwd, {recursive: true})
  const [command, ...before] = program.endsWith('.js') ? [process.execPath, program] : [program]
  const child = spawn(command ?? program, [...before, ...argv], {cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: patience, killSignal: 'SIGKILL'})
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve) => child.once('close', (status, signal) => resolve(signal === null ? (status ?? 1) : 137))),
  ])
  return {stdout, stderr, code}
}
