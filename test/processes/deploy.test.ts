import {spawn, spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {root} from '../helpers/cli.js'
import {createProcesses} from '../helpers/process.js'

const text = (file: string) => readFileSync(join(root, file), 'utf8')

const ending: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spacedock-test-'))
  ending.push(() => rmSync(folder, {force: true, recursive: true}))
  return folder
}

/** Starts the program as somebody else's file says, on any port, and stops it as that file says. */
async function servedBy(argv: readonly string[], env: Record<string, string> = {}) {
  const processes = createProcesses()
  const port = argv.indexOf('--port') + 1
  const {child, ended} = processes.start([...argv.slice(0, port), '0', ...argv.slice(port + 1)], {env})
  ending.push(async () => {
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({code: 0})
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const [, found] = /listening on (\S+)/.exec(String(chunk)) ?? []
      if (found) resolve(found)
    })
    void ended.then(({stderr}) => reject(new Error(stderr)))
  })
  return {url, port: new URL(url).port}
}

describe('deploy/spacedock.service', () => {
  const unit = text('deploy/spacedock.service')
  const settings = (name: string) => [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value)
  const [command = ''] = settings('ExecStart')

  it('starts a server that is well, as no root and with nothing to write to but its own folders', async () => {
    const {url} = await servedBy(command.split(' ').slice(1))
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect(settings('DynamicUser')).toEqual(['yes'])
    expect(settings('ProtectSystem')).toEqual(['strict'])
    for (const folder of ['SPACEDOCK_DATA_DIR=%S/spacedock', 'SPACEDOCK_CONFIG_DIR=%S/spacedock/config', 'SPACEDOCK_CACHE_DIR=%C/spacedock']) expect(settings('Environment').join(' ').split(' ')).toContain(folder)
    expect([settings('StateDirectory'), settings('CacheDirectory')]).toEqual([['spacedock'], ['spacedock']])
  })

  const systemd = spawnSync('systemd-analyze', ['--version']).status === 0
  it.skipIf(!systemd)('is what systemd takes (skipped where there is no systemd-analyze)', () => {
    const file = join(freshFolder(), 'spacedock.service')
    // Whether the program is installed is another question.
    writeFileSync(file, unit.replaceAll('/usr/local/bin/spacedock', process.execPath))
    const {status, stderr} = spawnSync('systemd-analyze', ['verify', '--man=no', file], {encoding: 'utf8'})
    expect({status, stderr}).toEqual({status: 0, stderr: ''})
  })
})

describe('deploy/Containerfile', () => {
  const lines = text('deploy/Containerfile')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter(Boolean)
  const all = (instruction: string) => lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1))
  const program = (json: string) => JSON.parse(json.slice(json.indexOf('['))) as string[]

  it('has nothing but what an engine knows, on Node 20, and does not run as root', () => {
    for (const line of lines) expect(line).toMatch(/^(FROM|WORKDIR|COPY|RUN|ENV|USER|VOLUME|EXPOSE|STOPSIGNAL|HEALTHCHECK|ENTRYPOINT|CMD) \S/)
    expect(all('FROM')).toEqual(['node:20-slim AS build', 'node:20-slim'])
    expect(lines.indexOf('USER 1000:1000')).toBeGreaterThan(lines.lastIndexOf('FROM node:20-slim'))
  })

  it('copies what there is, and into the image what the package says it is made of', () => {
    for (const copied of all('COPY').filter((words) => !words.startsWith('--from'))) for (const file of copied.split(' ').slice(0, -1)) expect(existsSync(join(root, file))).toBe(true)
    const copied = all('COPY').filter((words) => words.startsWith('--from')).join(' ')
    for (const file of ['bin', 'dist', 'oclif.manifest.json', 'package.json', 'node_modules']) expect(copied).toContain(`/opt/spacedock/${file} `)
  })

  it('starts a server that its own health check finds well, and finds ill once it is gone', async () => {
    const [check = ''] = all('HEALTHCHECK')
    const [node = '', ...argv] = program(check)
    expect(node).toBe('node')
    const look = (port: string) =>
      new Promise<number | null>((resolve) => void spawn(process.execPath, argv.map((word) => word.replace('5455', port)), {stdio: 'ignore'}).once('exit', resolve))
    const {port} = await servedBy(program(all('CMD')[0] ?? ''), {SPACEDOCK_LOG_LEVEL: 'info', SPACEDOCK_LOG_FORMAT: 'json'})
    expect(await look(port)).toBe(0)
    const ill = createServer((_, response) => void response.writeHead(503).end())
    await new Promise<void>((resolve) => ill.listen(0, '127.0.0.1', resolve))
    const {port: other} = ill.address() as AddressInfo
    expect(await look(String(other))).toBe(1)
    await new Promise((resolve) => ill.close(resolve))
    expect(await look(String(other))).toBe(1)
  })
})

describe('action.yml', () => {
  interface Action {
    inputs: Record<string, {default: string; description: string}>
    runs: {using: string; steps: {run: string; shell: string; env: Record<string, string>}[]}
  }
  const action = parse(text('action.yml')) as Action
  const [step] = action.runs.steps
  const variableOf = (name: string) => `SPACEDOCK_ACTION_${name.toUpperCase().replaceAll('-', '_')}`

  /** The step as a runner runs it: with the defaults of the inputs, and files for what it hands on. */
  function runStep(inputs: Record<string, string> = {}, missing: readonly string[] = []) {
    const folder = freshFolder()
    const files = {GITHUB_ENV: join(folder, 'env'), GITHUB_OUTPUT: join(folder, 'output'), GITHUB_PATH: join(folder, 'path')}
    for (const file of Object.values(files)) writeFileSync(file, '')
    const temporary = join(folder, 'temporary')
    mkdirSync(temporary)
    const given = Object.fromEntries(Object.entries(action.inputs).map(([name, {default: value}]) => [variableOf(name), inputs[name] ?? value]))
    const env: Record<string, string> = {PATH: process.env['PATH'] ?? '', HOME: folder, SPACEDOCK_LOOPBACK_ONLY: '1', GITHUB_ACTION_PATH: root, RUNNER_TEMP: temporary, ...files, ...given}
    for (const name of missing) delete env[name]
    const {status, stdout, stderr} = spawnSync('bash', ['-e', '-c', step?.run ?? 'false'], {encoding: 'utf8', cwd: folder, env})
    const handed = Object.fromEntries([...readFileSync(files.GITHUB_ENV, 'utf8').matchAll(/^(\w+)<<(\S+)\n([^]*?)\n\2$/gm)].map(([, name = '', , value = '']) => [name, value]))
    const spacedock = (...argv: string[]) => spawnSync(process.execPath, [join(root, 'bin/run.js'), ...argv], {encoding: 'utf8', cwd: folder, env: {PATH: env['PATH'], SPACEDOCK_LOOPBACK_ONLY: '1', ...handed, ...foldersIn(temporary)}})
    ending.push(() => void spacedock('control-plane:stop'))
    return {status, stdout, stderr, handed, output: readFileSync(files.GITHUB_OUTPUT, 'utf8'), path: readFileSync(files.GITHUB_PATH, 'utf8').trim(), temporary, spacedock}
  }

  const foldersIn = (temporary: string) => ({SPACEDOCK_DATA_DIR: join(temporary, 'spacedock/data'), SPACEDOCK_CONFIG_DIR: join(temporary, 'spacedock/config'), SPACEDOCK_CACHE_DIR: join(temporary, 'spacedock/cache')})

  it.each([
    ['settings that there are not', {settings: 'alocation=0'}, 'control-plane:settings ended with 2.'],
    ['an account that there is not', {as: 'nobody@acme.example'}, 'control-plane:env ended with 3.'],
    ['a port that is none', {port: '65536'}, 'control-plane:start ended with 2.'],
    ['a world that is none', {world: 'none.jsonl'}, 'control-plane:import ended with 3.'],
    ['a world and a seed', {world: 'none.jsonl', seed: 'none.yml'}, 'Name either a world or a seed: both say what there is.'],
    ['a seed that is none', {seed: 'none.yml'}, 'control-plane:start ended with 3.'],
    ['a database and a state file', {database: 'postgres://127.0.0.1:9/none', data: 'x.sqlite'}, 'database goes with neither data nor world'],
    ['a database that is away', {database: 'postgres://user:the-password@127.0.0.1:9/none'}, 'control-plane:start ended with 9.'],
  ])('refuses %s, leaves no server behind and hands nothing on', (_, inputs, message) => {
    const {status, stdout, stderr, handed, output, spacedock} = runStep(inputs)
    expect({status, handed, output}).toEqual({status: 1, handed: {}, output: ''})
    expect(stdout).toContain(`::error title=spacedock::${message}`)
    expect(stdout + stderr).not.toContain('the-password')
    expect(spacedock('control-plane:stop').status).toBe(3)
  })

  it.each(['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_PATH', 'RUNNER_TEMP'])('refuses to run where there is no %s', (name) => {
    expect(runStep({}, [name])).toMatchObject({status: 1, stdout: `::error title=spacedock::${name} is not set: this is for a step of a GitHub workflow.\n`})
  })

  it('takes every input by the environment, so that none is ever run as a part of the script', () => {
    expect(action.runs.steps).toHaveLength(1)
    expect(step?.run).not.toContain('${{')
    expect(step?.env).toEqual(Object.fromEntries(Object.keys(action.inputs).map((name) => [variableOf(name), `\${{ inputs.${name} }}`])))
    for (const name of Object.keys(action.inputs)) expect(text('deploy/action.js')).toContain(`input('${variableOf(name).replace('SPACEDOCK_ACTION_', '')}')`)
  })

  it('starts a control plane and points the steps that follow at it; the token is masked before it is anywhere', () => {
    const {status, stdout, handed, output, path, temporary, spacedock} = runStep({settings: 'allocation=0\n  deletion=0', seed: join(root, 'examples/world.yml')})
    expect(status).toBe(0)
    const {HEROKU_API_KEY: token = '', HEROKU_HOST: url} = handed
    expect(stdout).toBe(`::add-mask::${token}\nControl plane listening on ${url}\n`)
    expect(handed).toMatchObject({...foldersIn(temporary), HEROKU_PARTICLEBOARD_URL: url, DISABLE_TELEMETRY: 'true'})
    expect(output).toContain(`\n${url}\n`)
    expect(spacedock('spaces:create', 'my-space', '--team', 'acme', '--wait').status).toBe(0)
    expect(spawnSync(join(path, 'spacedock'), ['spaces', '--json'], {encoding: 'utf8', env: {PATH: process.env['PATH'], SPACEDOCK_LOOPBACK_ONLY: '1', ...handed}}).stdout).toMatch(/"name": "acme-lab"[^]*"name": "my-space"/)
  })

  it('acts as another account, on a world that was exported', async () => {
    const processes = createProcesses()
    await processes.ok('spaces:create from-before --team acme')
    await processes.ok('control-plane:export world.jsonl')
    const {status, spacedock, handed} = runStep({world: join(processes.folder, 'world.jsonl'), as: 'viewer@acme.example'})
    expect(status).toBe(0)
    expect(spacedock('auth:whoami').stdout.trim()).toBe('viewer@acme.example')
    expect(spacedock('spaces', '--json').stdout).toContain('from-before')
    expect(handed['HEROKU_API_KEY']).toMatch(/^SPCD-/)
  })
})
