import {type ChildProcess, spawn} from 'node:child_process'
import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll} from 'vitest'
import {root} from './cli.js'

/** How a process ended. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

interface StartOptions {
  env?: Record<string, string>
  stdin?: 'ignore' | 'pipe'
  /** The user to be, for what root may do anyway. */
  uid?: number | undefined
}

export interface Processes {
  folder: string
  /** The state file. */
  world: string
  /** The variables that make these folders those of the program. */
  env: Record<string, string>
  /** Starts the built program; what it is given on standard input is nothing, unless it says otherwise. */
  start(argv: readonly string[], options?: StartOptions): {child: ChildProcess; ended: Promise<Ended>}
  run(line: string, env?: Record<string, string>): Promise<Ended>
  /** Runs a command that has to succeed. */
  ok(line: string, env?: Record<string, string>): Promise<Ended>
}

const cleanUps: (() => Promise<void>)[] = []

afterAll(async () => {
  await Promise.all(cleanUps.splice(0).map((cleanUp) => cleanUp()))
}, 30_000)

/** The built program (npm run build) as processes of their own, on folders of their own. */
export function createProcesses({node = process.execPath, program = join(root, 'bin/run.js')}: {node?: string; program?: string} = {}): Processes {
  const folder = mkdtempSync(join(tmpdir(), 'spacedock-test-'))
  const own = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    SPACEDOCK_CACHE_DIR: join(folder, 'cache'),
    SPACEDOCK_CONFIG_DIR: join(folder, 'config'),
    SPACEDOCK_DATA_DIR: join(folder, 'data'),
    SPACEDOCK_LOOPBACK_ONLY: '1',
  }
  const start: Processes['start'] = (argv, {env = {}, stdin = 'ignore', uid} = {}) => {
    const user = uid === undefined ? {} : {gid: uid, uid}
    const child = spawn(node, [program, ...argv], {cwd: folder, env: {...own, ...env}, stdio: [stdin, 'pipe', 'pipe'], ...user})
    const ended = new Promise<Ended>((resolve) => {
      let [stdout, stderr] = ['', '']
      child.stdout?.on('data', (chunk) => (stdout += chunk))
      child.stderr?.on('data', (chunk) => (stderr += chunk))
      child.on('close', (code) => resolve({code, stdout, stderr}))
    })
    return {child, ended}
  }
  const run: Processes['run'] = (line, env = {}) => start(line.split(' '), {env}).ended
  const ok: Processes['ok'] = async (line, env) => {
    const ended = await run(line, env)
    if (ended.code !== 0) throw new Error(`${line} ended with ${ended.code}: ${ended.stderr}`)
    return ended
  }
  cleanUps.push(async () => {
    if (existsSync(join(folder, 'data/control-plane.json'))) await run('control-plane:stop')
    rmSync(folder, {force: true, recursive: true})
  })
  return {folder, world: join(folder, 'data/world.sqlite'), env: own, start, run, ok}
}
