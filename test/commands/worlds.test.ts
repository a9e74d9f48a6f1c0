import {beforeEach, describe, expect, it} from 'vitest'
import {openControlPlane} from '../../src/lib/platform/open.js'
import {serve} from '../../src/lib/server/serve.js'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
})

const worlds = async () => ((await cli.ok('control-plane:worlds --json')).json() as {name: string}[]).map(({name}) => name)
const spaces = async (world = '') => ((await cli.run(`spaces --json ${world}`)).json() as {name: string}[]).map(({name}) => name)

describe('what cannot be done is refused, and changes nothing', () => {
  it.each([
    ['spaces --world CI', 2, 'must start with a letter'],
    ['spaces --world ci --as nobody@acme.example', 4, 'There is no account nobody@acme.example'],
    ['spaces --world ci --context heroku', 2, 'Heroku has one world'],
    ['tokens:create --account admin@acme.example --world ci-1', 2, 'without naming the world ci-1'],
    ['control-plane:worlds:delete', 2, 'Name the world to delete, or give --all.'],
    ['control-plane:worlds:delete ci-1 --all', 2, 'not both'],
    ['control-plane:worlds:delete ci-2', 3, 'Did you mean ci-1?'],
    ['control-plane:worlds:delete ci-1 --as member@acme.example --context http://127.0.0.1:9', 2, '--as'],
    ['control-plane:export --world ci-2', 3, 'There is no world ci-2 here.'],
    ['control-plane:import package.json --world ci-2', 3, 'There is no file'],
    ['control-plane:env --world ci-2', 3, 'No control plane is running here.'],
  ])('%s', async (typed, code, message) => {
    await cli.ok('spaces:create my-space --team acme --world ci-1')
    const ran = await cli.run(typed)
    expect([ran.code, ran.stderr.replaceAll(/\s+/g, ' ')]).toEqual([code, expect.stringContaining(message)])
    expect(await worlds()).toEqual(['ci-1'])
    expect(await spaces('--world ci-1')).toEqual(['my-space'])
  })
})

it('--world and SPACEDOCK_WORLD name a world of their own, which worlds:delete deletes at once', async () => {
  await cli.ok('spaces:create my-space --team acme --world ci-1')
  await cli.ok('spaces:create my-space --team acme', {SPACEDOCK_WORLD: 'ci-2'})
  await cli.ok('control-plane:settings allocation=9 --world ci-1')
  expect((await cli.ok('control-plane:status --world ci-1 --json')).json()).toMatchObject({world: 'ci-1', counts: {spaces: 1}})
  expect(await spaces()).toEqual([])
  expect((await cli.ok('control-plane:worlds')).stdout).toMatch(/ci-1 .*\n.*ci-2 /)
  expect((await cli.run('spaces', {SPACEDOCK_WORLD: ''})).stderr).toContain('You do not have access to any spaces')
  await cli.ok('control-plane:worlds:delete ci-1', {SPACEDOCK_WORLD: 'ci-1'})
  expect(await worlds()).toEqual(['ci-2'])
  expect(await spaces('--world ci-1')).toEqual([])
  await cli.ok('control-plane:worlds:delete --all')
  expect((await cli.ok('control-plane:worlds')).stdout).toContain('no worlds beside the main one')
})

it('a world is exported and imported by its name', async () => {
  await cli.ok('spaces:create my-space --team acme --world ci-1')
  await cli.ok(`control-plane:export ${cli.folder}/ci.jsonl --world ci-1`)
  await cli.ok(`control-plane:import ${cli.folder}/ci.jsonl --world ci-2`)
  expect(await spaces('--world ci-2')).toEqual(['my-space'])
  await cli.ok('control-plane:settings worlds=2')
  expect((await cli.run(`control-plane:import ${cli.folder}/ci.jsonl --world ci-3`)).stderr).toContain('limit of 2 worlds')
  expect(await worlds()).toEqual(['ci-1', 'ci-2'])
})

it('a control plane elsewhere is told the world with each request, and asked before worlds of it are deleted', async () => {
  const controlPlane = await openControlPlane({file: ':memory:'})
  const asked: [string, string | undefined][] = []
  const serving = await serve({
    host: '127.0.0.1',
    port: 0,
    send: (request) => {
      asked.push([request.path, request.headers['spacedock-world']])
      return controlPlane.guarded(request)
    },
  })
  try {
    const there = {SPACEDOCK_CONTEXT: serving.url, SPACEDOCK_TOKEN: controlPlane.token}
    await cli.ok('spaces:create my-space --team acme --world ci-1', there)
    expect(new Set(asked.map(([, world]) => world))).toEqual(new Set(['ci-1']))
    expect(((await cli.ok('control-plane:worlds --json', there)).json() as object[]).length).toBe(1)
    await cli.ok('control-plane:worlds:delete ci-1', there)
    expect((await cli.ok('control-plane:worlds --json', there)).json()).toEqual([])
  } finally {
    await serving.close()
    await controlPlane.close()
  }
  const elsewhere = {SPACEDOCK_CONTEXT: 'https://spaces.example.com', SPACEDOCK_TOKEN: 'SPCD-x'}
  for (const typed of ['control-plane:worlds:delete ci-1', 'control-plane:worlds:delete --all', 'control-plane:reset --world ci-1']) {
    const {code, stderr} = await cli.run(typed, elsewhere)
    expect([code, stderr.replaceAll(/\s+/g, ' ')]).toEqual([8, expect.stringContaining('--confirm https://spaces.example.com')])
  }
})
