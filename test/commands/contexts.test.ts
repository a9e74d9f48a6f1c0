import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {PassThrough} from 'node:stream'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import type {HttpTarget} from '../../src/lib/client/http.js'
import {type Cli, createCli} from '../helpers/cli.js'
import {answering, createFaultyServer, type FaultyServer} from '../helpers/faulty-server.js'
import {createWorld, type World} from '../helpers/world.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
})
afterEach(() => {
  vi.doUnmock('../../src/lib/client/http.js')
  vi.resetModules()
  vi.restoreAllMocks()
})

const words = (text: string) => text.replaceAll(/\s*\n\s*›?\s*/g, ' ')
const preferencesFile = () => join(cli.folder, 'config/contexts.json')

/** Everything that this command line has written anywhere, as one text. */
function written(folder = cli.folder): string {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile())
  return files.map(({name, parentPath}) => readFileSync(join(parentPath, name), 'latin1')).join('\n')
}

/** Standard input with a text on it. */
function typed(text: string) {
  const input = Object.assign(new PassThrough(), {isTTY: false})
  input.end(text)
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(input as never)
}

describe('contexts:add', () => {
  it('keeps where a control plane is, and what goes with it', async () => {
    expect((await cli.ok('contexts:add ci http://127.0.0.1:6000/ --team acme')).stdout).toBe('Added context ci for http://127.0.0.1:6000\n')
    expect((await cli.ok('contexts --json')).json()).toEqual([
      {name: 'local', current: true, url: null, team: null, token: false},
      {name: 'heroku', current: false, url: 'https://api.heroku.com', team: null, token: false},
      {name: 'ci', current: false, url: 'http://127.0.0.1:6000', team: 'acme', token: false},
    ])
  })

  it('keeps a token from standard input, for the user alone, and never shows it', async () => {
    typed('kept-token\n')
    const added = await cli.ok('contexts:add ci http://127.0.0.1:6000 --token-stdin --use --json')
    const shown = [added, await cli.ok('contexts'), await cli.ok('contexts --json'), await cli.ok('contexts:show'), await cli.ok('contexts:show --json')]
    expect(JSON.parse(readFileSync(preferencesFile(), 'utf8')).contexts.ci.token).toBe('kept-token')
    expect((statSync(preferencesFile()).mode & 0o777).toString(8)).toBe('600')
    for (const {stdout, stderr} of shown) expect(stdout + stderr).not.toContain('kept-token')
    expect(shown.at(-1)?.json()).toMatchObject({name: 'ci', token: true})
  })

  it.each([
    ['contexts:add ci', 2, 'Missing 1 required arg'],
    ['contexts:add ci banana', 2, 'banana is not a URL.'],
    ['contexts:add ci ftp://127.0.0.1', 2, 'ftp://127.0.0.1 is not an HTTP URL.'],
    ['contexts:add ci http://user:secret@127.0.0.1:6000', 2, 'A URL with credentials in it ends up in logs.'],
    ['contexts:add ci http://spaces.example.com', 2, 'Use https.'],
    ['contexts:add ci https://api.heroku.com', 2, 'is Heroku itself. Say so with --context heroku.'],
    ['contexts:add -ci http://127.0.0.1:6000', 2, ''],
    ['contexts:add ../ci http://127.0.0.1:6000', 2, '../ci cannot name a context.'],
    ['contexts:add local http://127.0.0.1:6000', 5, 'local is built in. Take another name.'],
    ['contexts:add heroku http://127.0.0.1:6000', 5, 'heroku is built in. Take another name.'],
  ])('%s is refused with %i, and nothing is kept', async (line, code, message) => {
    const ran = await cli.run(line)
    expect(words(ran.stderr)).toContain(message)
    expect(ran.stderr).not.toContain('secret')
    expect(ran).toMatchObject({code, stdout: ''})
    expect((await cli.ok('contexts --json')).json()).toHaveLength(2)
  })

  it.each(['', '  \n', 'two words'])('refuses %j in place of a token', async (text) => {
    typed(text)
    expect(await cli.run('contexts:add ci http://127.0.0.1:6000 --token-stdin')).toMatchObject({code: 2})
    expect((await cli.ok('contexts --json')).json()).toHaveLength(2)
  })

  it('does not take the token on standard input for the URL that was forgotten', async () => {
    typed('kept-token\n')
    const {code, stderr} = await cli.run('contexts:add ci --token-stdin')
    expect(code).toBe(2)
    expect(stderr).not.toContain('kept-token')
  })
})

describe('contexts:use and contexts:remove', () => {
  it('change the current context; without it local is current again', async () => {
    await cli.ok('contexts:add ci http://127.0.0.1:6000')
    await cli.ok('contexts:use ci')
    expect((await cli.ok('contexts:show --json')).json()).toMatchObject({name: 'ci', url: 'http://127.0.0.1:6000'})
    await cli.ok('contexts:remove ci')
    expect((await cli.ok('contexts:show --json')).json()).toMatchObject({name: 'local', url: null})
  })

  it.each([
    ['contexts:use nowhere', 3, 'There is no context nowhere that was added.'],
    ['contexts:use cii', 3, 'Did you mean ci?'],
    ['contexts:remove cii', 3, 'Did you mean ci?'],
    ['spaces --context cii', 3, 'There is no context cii. Did you mean ci?'],
    ['contexts:remove local', 2, 'local is built in and cannot be removed.'],
  ])('%s is refused', async (line, exit, message) => {
    await cli.ok('contexts:add ci http://127.0.0.1:6000')
    const {code, stderr} = await cli.run(line)
    expect(code).toBe(exit)
    expect(stderr).toContain(message)
    expect((await cli.ok('contexts --json')).json()).toHaveLength(3)
  })

  it('of preferences that somebody has broken say which file to mend, and show no token', async () => {
    await cli.ok('contexts:add ci http://127.0.0.1:6000')
    writeFileSync(preferencesFile(), '{"contexts": {"ci": {"token": "kept-token"')
    const {code, stderr} = await cli.run('contexts')
    expect(code).toBe(2)
    expect(words(stderr)).toContain(`The preferences in ${preferencesFile()} cannot be read: it is not JSON. Mend the file or remove it.`)
    expect(stderr).not.toContain('kept-token')
  })
})

describe('a token', () => {
  let world: World
  let [mine, other]: FaultyServer[] = []
  const tokensAt = (server: FaultyServer | undefined) => [...new Set(server?.requests.map(({headers}) => headers['authorization'] ?? 'none'))]

  beforeEach(async () => {
    world = await createWorld()
    ;[mine, other] = [await createFaultyServer(world.send), await createFaultyServer(world.send)]
  })

  it('that is kept goes to its own target, and to no other', async () => {
    typed('kept-token')
    await cli.ok(`contexts:add mine ${mine?.url} --token-stdin --use`)
    await cli.ok('spaces --json')
    await cli.ok(`spaces --json --context ${other?.url}`)
    await cli.ok('spaces --json', {HEROKU_HOST: other?.url})
    expect(tokensAt(mine)).toEqual(['Bearer kept-token'])
    expect(tokensAt(other)).toEqual(['none'])
  })

  it('of the environment goes where the environment says, and to no other', async () => {
    const env = {SPACEDOCK_CONTEXT: mine?.url, SPACEDOCK_TOKEN: 'loose-token', HEROKU_API_KEY: 'herokus-key'}
    await cli.ok('spaces --json', env)
    await cli.ok(`spaces --json --context ${other?.url}`, env)
    expect(tokensAt(mine)).toEqual(['Bearer loose-token'])
    expect(tokensAt(other)).toEqual(['none'])
  })

  it('for HEROKU_HOST goes there, and to no other', async () => {
    const env = {HEROKU_HOST: mine?.url, HEROKU_API_KEY: 'herokus-key'}
    await cli.ok('spaces --json', env)
    await cli.ok(`spaces --json --context ${other?.url}`, env)
    expect(tokensAt(mine)).toEqual(['Bearer herokus-key'])
    expect(tokensAt(other)).toEqual(['none'])
  })

  it('does not follow a redirect', async () => {
    mine?.always('GET', answering(307, {location: `${other?.url}/spaces`}))
    expect((await cli.run('spaces', {SPACEDOCK_CONTEXT: mine?.url, SPACEDOCK_TOKEN: 'loose-token'})).code).toBe(9)
    expect(tokensAt(mine)).toEqual(['Bearer loose-token'])
    expect(other?.requests).toEqual([])
  })

  it('of the environment is never written anywhere', async () => {
    const env = {SPACEDOCK_TOKEN: 'loose-token', HEROKU_API_KEY: 'herokus-key'}
    await cli.ok(`contexts:add mine ${mine?.url} --use`, env)
    await cli.ok('spaces --json', {...env, SPACEDOCK_CONTEXT: 'mine'})
    await cli.ok('spaces:create my-space --team acme --context local', env)
    await cli.ok('contexts:use local', env)
    await cli.ok('contexts:remove mine', env)
    expect(written()).not.toMatch(/loose-token|herokus-key/)
  })

  it('that cannot be one is refused without being shown', async () => {
    const {code, stderr} = await cli.run('spaces', {HEROKU_HOST: mine?.url, HEROKU_API_KEY: 'herokus\nkey'})
    expect(code).toBe(2)
    expect(stderr).not.toMatch(/herokus|key\b/)
    expect(mine?.requests).toEqual([])
  })
})

describe('the heroku context', () => {
  const targets: HttpTarget[] = []
  let world: World

  // Nothing here may ever reach Heroku: the transport is a world in this process.
  beforeEach(async () => {
    targets.length = 0
    world = await createWorld()
    vi.doMock('../../src/lib/client/http.js', async (original) => ({
      ...(await original<object>()),
      openHttp: async (target: HttpTarget) => {
        targets.push(target)
        return {send: world.send, close: () => {}}
      },
    }))
    vi.resetModules()
  })

  it('has to be named: nothing else leads there', async () => {
    const key = {HEROKU_API_KEY: 'herokus-key'}
    for (const [line, env] of [
      ['spaces', {HEROKU_HOST: 'heroku.com'}],
      ['spaces', {HEROKU_HOST: 'https://api.heroku.com'}],
      ['spaces', {SPACEDOCK_CONTEXT: 'https://api.heroku.com'}],
      ['spaces --context https://api.heroku.com', {}],
    ] as const)
      expect(await cli.run(line, {...key, ...env})).toMatchObject({code: 2, stderr: expect.stringContaining('is Heroku itself') as string})
    await cli.ok('spaces --json', key)
    expect(targets).toEqual([])
  })

  it('gets Heroku’s key', async () => {
    await cli.ok('spaces --json --context heroku', {HEROKU_API_KEY: 'herokus-key', SPACEDOCK_TOKEN: 'loose-token'})
    expect(targets).toMatchObject([{url: 'https://api.heroku.com', token: 'herokus-key'}])
  })

  it.each([
    ['spaces:create a-space --team acme --context heroku', true],
    ['spaces:rename --from my-space --to new-name --context heroku', true],
    ['spaces:destroy my-space --confirm my-space --context heroku', true],
    ['trusted-ips:add 10.0.0.0/8 --space my-space --context heroku', true],
    ['spaces:info my-space --context heroku', false],
    ['trusted-ips my-space --context heroku', false],
  ])('%s says on stderr that it is acting on Heroku: %s', async (line, warns) => {
    await world.space('my-space')
    const {stdout, stderr} = await cli.ok(line)
    expect(stderr.includes('Acting on Heroku.')).toBe(warns)
    expect(stdout).not.toContain('Acting on Heroku.')
  })

  it('says so with --json as well', async () => {
    const {stderr} = await cli.ok('spaces:create a-space --team acme --context heroku --json')
    expect(stderr).toContain('Acting on Heroku.')
  })

  it.each(['control-plane:reset', 'control-plane:settings allocation=0', 'control-plane:status'])('%s is not for Heroku', async (line) => {
    const {code, stderr} = await cli.run(`${line} --context heroku`)
    expect(code).toBe(2)
    expect(stderr).toContain("Heroku's own control plane is run by Heroku.")
    expect(targets).toEqual([])
  })
})

it('--as is for the local world only', async () => {
  const {code, stderr} = await cli.run('spaces --as member@acme.example --context http://127.0.0.1:1')
  expect(code).toBe(2)
  expect(stderr).toContain('--as works in the local world only; the context here is http://127.0.0.1:1.')
})

it('variables that are set to nothing say nothing', async () => {
  await cli.ok('spaces --json', {SPACEDOCK_CONTEXT: '', SPACEDOCK_AS: '', HEROKU_HOST: '', HEROKU_API_KEY: '', SPACEDOCK_TOKEN: '', SPACEDOCK_LOCK_TIMEOUT: ''})
})
