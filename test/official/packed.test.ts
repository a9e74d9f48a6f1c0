import {mkdirSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {requireLoopback} from './guard.js'
import {npm, officialProgram} from './install.js'
import {execute, privateEnvironment, type Ran} from './stage.js'

/** Nobody listens there: whatever the official CLI might ask of Heroku ends on this machine. */
const nowhere = 'http://127.0.0.1:9'

let folder: string
let packed: string[]

/** The package as `npm pack` makes it, installed in an empty folder. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spacedock-packed-'))
  const {stdout} = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder])
  const [{files}] = JSON.parse(stdout) as [{files: {path: string}[]}]
  packed = files.map(({path}) => path)
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  mkdirSync(join(folder, 'prefix'))
  await npm(['install', '--prefix', join(folder, 'prefix'), '--no-audit', '--no-fund', join(folder, tarball)], folder)
})

afterAll(() => rmSync(folder, {recursive: true, force: true}))

const installed = () => join(folder, 'prefix/node_modules/spacedock')

/** Both programs see the same private folders, and so one embedded world. */
async function run(program: string, line: string): Promise<Ran> {
  const env = {
    ...privateEnvironment(folder),
    HEROKU_HOST: nowhere,
    HEROKU_PARTICLEBOARD_URL: nowhere,
    HEROKU_API_KEY: 'unused',
    DISABLE_TELEMETRY: 'true',
    HEROKU_SKIP_NEW_VERSION_CHECK: 'true',
    HEROKU_DISABLE_AUTOUPDATE: '1',
    SPACEDOCK_CONTEXT: 'local',
  }
  requireLoopback(env)
  const ran = await execute(program, line.split(' '), env, folder)
  expect(ran.code, `${line}: ${ran.stderr}`).toBe(0)
  return ran
}

const spacedock = (line: string) => run(join(folder, 'prefix/node_modules/.bin/spacedock'), line)
const heroku = (line: string) => run(officialProgram, line)

describe('the packed package', () => {
  it('holds what runs, its documentation, the examples and what deploys it', () => {
    const rooms = new Set(packed.map((path) => path.split('/')[0]))
    expect([...rooms].filter((room) => !['bin', 'deploy', 'dist', 'docs', 'examples', 'oclif.manifest.json', 'package.json', 'README.md', 'LICENSE'].includes(room ?? ''))).toEqual([])
    expect(packed).toContain('oclif.manifest.json')
  })

  it('runs where it was installed', async () => {
    expect((await spacedock('spaces:create my-space --team acme --wait')).stdout).toMatch(/^State: +allocated$/m)
    expect((await spacedock('spaces')).stdout).toMatch(/^ +my-space +acme +virginia +allocated/m)
    expect((await spacedock('help spaces:create')).stdout).toContain('create a new space')
  })
})

describe('as a plugin of the official CLI', () => {
  beforeAll(() => heroku(`plugins:link --no-install ${installed()}`))

  it.each(['spaces', 'spaces:create', 'trusted-ips', 'apps', 'addons:create', 'config:set'])("leaves %s the host's", async (command) => {
    expect((await heroku(`which ${command}`)).stdout).toMatch(/^plugin: +heroku$/m)
  })

  it.each(['control-plane:status', 'spaces:access', 'spaces:trusted-ips:check', 'addons:availability', 'contexts'])('adds %s', async (command) => {
    expect((await heroku(`which ${command}`)).stdout).toMatch(/^plugin: +spacedock$/m)
  })

  it('its commands work on the world that spacedock itself works on', async () => {
    expect((await heroku('control-plane:status')).stdout).toMatch(/^Spaces: +1$/m)
    expect((await heroku('spaces:access my-space')).stdout).toContain('admin@acme.example')
    expect((await heroku('trusted-ips:check 192.0.2.1 --space my-space')).stdout).toContain('0.0.0.0/0')
    await heroku('spaces:access:set member@acme.example --space my-space --permissions create_apps')
    expect((await spacedock('spaces:access my-space')).stdout).toMatch(/member@acme\.example +create_apps/)
  })

  it('its help names the host', async () => {
    expect((await heroku('help spaces:access')).stdout).toContain('$ heroku spaces:access my-space')
  })
})
