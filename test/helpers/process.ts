import {type ChildProcess, spawn} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
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

export interface Processes {
  folder: string
  /** The state file. */
  world: string
  /** Starts the built program; what it is given on standard input is nothing, unless it says otherwise. */
  start(argv: readonly string[], options?: {env?: Record<string, string>; stdin?: 'ignore' | 'pipe'}): {child: ChildProcess; ended: Promise<Ended>}
  run(line: string, env?: Record<string, string>): Promise<Ended>
  /** Runs a command that has to succeed. */
  ok(line: string, env?: Record<string, string>): Promise<Ended>
}

const cleanUps: (() => void | Promise<unknown>)[] = []

afterAll(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** The built program (npm run build) as processes of their own, on folders of their own. */
export function createProcesses(node: string = process.execPath): Processes {
  const folder = mkdtempSync(join(tmpdir(), 'spacedock-test-'))
  cleanUps.push(() => rmSync(folder, {force: true, recursive: true}))
  const own = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    SPACEDOCK_CACHE_DIR: join(folder, 'cache'),
    SPACEDOCK_CONFIG_DIR: join(folder, 'config'),
    SPACEDOCK_DATA_DIR: join(folder, 'data'),
    SPACEDOCK_LOOPBACK_ONLY: '1',
  }
  const start: Processes['start'] = (argv, {env = {}, stdin = 'ignore'} = {}) => {
    const child = spawn(node, [join(root, 'bin/run.js'), ...argv], {cwd: folder, env: {...own, ...env}, stdio: [stdin, 'pipe', 'pipe']})
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
  cleanUps.push(() => run('control-plane:stop'))
  return {folder, world: join(folder, 'data/world.sqlite'), start, run, ok}
}
