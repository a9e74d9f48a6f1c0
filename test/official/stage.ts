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
}

/** A control plane of its own, served, and both CLIs pointed at it in the same way. */
export interface Stage {
  run(side: Side, argv: readonly string[], options?: RunOptions): Promise<Ran>
  /** The folder a side works in: empty, and in no git repository. */
  workFolder(side: Side): string
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
  const control = async (...argv: string[]) => {
    const ran = await execute(ourProgram, argv, server, folder)
    if (ran.code !== 0) throw new Error(`${argv.join(' ')} ended with ${ran.code}: ${ran.stderr}`)
    return ran
  }
  const close = async () => {
    await control('control-plane:stop').finally(() => rmSync(folder, {recursive: true, force: true}))
  }

  await control('control-plane:start', '--detach', '--port', '0')
  try {
    await control('control-plane:settings', 'allocation=0', 'deletion=0')
    const targets = new Map<string, Promise<Record<string, string>>>()
    const targetOf = (account = '') => {
      const asking = targets.get(account) ?? control('control-plane:env', '--json', ...(account ? ['--as', account] : [])).then(({stdout}) => JSON.parse(stdout))
      targets.set(account, asking)
      return asking
    }
    const workFolder = (side: Side) => join(folder, side, 'work')
    const stage: Stage = {
      workFolder,
      close,
      async run(side, argv, {as, ci = false, env = {}} = {}) {
        const target = await targetOf(as)
        requireLoopback(target)
        return execute(programs[side], argv, {...privateEnvironment(join(folder, side)), ...target, ...(ci && {CI: 'true'}), ...env}, workFolder(side))
      },
    }
    for (const side of sides) mkdirSync(workFolder(side), {recursive: true})
    // The official CLI speaks of its terms of service once, and then no more.
    await stage.run('official', ['--version'])
    return stage
  } catch (error) {
    await close()
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

/** Runs one of the programs to its end, without a terminal and with nothing on standard input. */
export async function execute(program: string, argv: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Promise<Ran> {
  mkdirSync(env['HOME'] ?? cwd, {recursive: true})
  const child = spawn(process.execPath, [program, ...argv], {cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: patience, killSignal: 'SIGKILL'})
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve) => child.once('close', (status, signal) => resolve(signal === null ? (status ?? 1) : 137))),
  ])
  return {stdout, stderr, code}
}
