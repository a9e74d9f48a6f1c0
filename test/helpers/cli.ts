import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Config, ux} from '@oclif/core'
import {captureOutput} from '@oclif/test'
import {afterAll} from 'vitest'
import type {SpacedockCommand} from '../../src/lib/command/base.js'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** How a command ended. */
export interface Ran {
  stdout: string
  /** Progress and warnings, and last the message of the error it ended with. */
  stderr: string
  code: number
  /** stdout parsed, for commands run with `--json`. */
  json(): unknown
}

export interface Cli {
  /** A folder of its own: the world and the preferences of this cli. */
  folder: string
  /** Runs a command of the sources in this process, as somebody types it: `spaces:create my-space --team acme`. */
  run(line: string | readonly string[], env?: Readonly<Record<string, string | undefined>>): Promise<Ran>
  /** Runs a command that has to succeed. */
  ok(line: string | readonly string[], env?: Readonly<Record<string, string | undefined>>): Promise<Ran>
}

type CommandClass = {new (argv: string[], config: Config): SpacedockCommand; id: string; run(argv: string[], config: Config): Promise<unknown>}

const folders: string[] = []

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true})
})

/** A command line on a world of its own. Without a terminal, without colours. Spaces are allocated at once. */
export async function createCli(): Promise<Cli> {
  const folder = mkdtempSync(join(tmpdir(), 'spacedock-test-'))
  folders.push(folder)
  const own = {SPACEDOCK_DATA_DIR: join(folder, 'data'), SPACEDOCK_CONFIG_DIR: join(folder, 'config'), NO_COLOR: '1', CI: undefined}
  const cli: Cli = {
    folder,
    run: (line, env = {}) => withEnv({...own, ...env}, () => outsideProject(folder, () => runCommand(typeof line === 'string' ? split(line) : line))),
    async ok(line, env) {
      const ran = await cli.run(line, env)
      if (ran.code !== 0) throw new Error(`${String(line)} ended with ${ran.code}: ${ran.stderr}`)
      return ran
    },
  }
  await cli.ok('control-plane:settings allocation=0 deletion=0')
  return cli
}

async function runCommand([typed = '', ...argv]: readonly string[]): Promise<Ran> {
  const config = await Config.load({root})
  const id = idOf(config, typed)
  const Command = await classOf(id)
  process.exitCode = undefined
  const run = () => {
    // oclif's progress line remembers the streams of the first command of the process; here they differ each time.
    Object.assign(ux.action, {stdmockOrigs: {stderr: process.stderr.write, stdout: process.stdout.write}})
    return Command.run([...argv], config)
  }
  const {stdout, stderr, error} = await captureOutput(run, {testNodeEnv: 'production'})
  const code = error ? exitOf(error) : Number(process.exitCode ?? 0)
  process.exitCode = undefined
  return {stdout, stderr: error ? `${stderr}${error.message}\n` : stderr, code, json: () => JSON.parse(stdout) as unknown}
}

/** The id of a command by any of its names; oclif takes an alias for the id. */
const idOf = ({commands}: Config, typed: string): string =>
  commands.find(({aliases, hiddenAliases, id}) => id !== typed && [...aliases, ...hiddenAliases].includes(typed))?.id ?? typed

const exitOf = (error: Error & {oclif?: {exit?: number | undefined}}): number => error.oclif?.exit ?? 1

async function classOf(id: string): Promise<CommandClass> {
  const path = join(root, 'src/commands', ...id.split(':'))
  const file = existsSync(`${path}.ts`) ? `${path}.ts` : join(path, 'index.ts')
  const {default: Command} = (await import(/* @vite-ignore */ file)) as {default: CommandClass}
  Command.id = id
  return Command
}

/** Commands about apps look at the git repository they are typed in, and write to it: the project's own is none of theirs. */
async function outsideProject<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = process.cwd()
  if (before.startsWith(root.replace(/[/\\]$/, ''))) process.chdir(folder)
  try {
    return await work()
  } finally {
    process.chdir(before)
  }
}

async function withEnv<T>(env: Readonly<Record<string, string | undefined>>, work: () => Promise<T>): Promise<T> {
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]))
  set(env)
  try {
    return await work()
  } finally {
    set(before)
  }
}

function set(env: Readonly<Record<string, string | undefined>>) {
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}

/** Words as a shell splits them, with double quotes. */
const split = (line: string): string[] => (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''))
