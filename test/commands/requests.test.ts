import {beforeEach, describe, expect, it} from 'vitest'
import {openControlPlane} from '../../src/lib/platform/open.js'
import {createPlatform} from '../../src/lib/client/platform.js'
import {type Cli, createCli} from '../helpers/cli.js'
import {createFaultyServer} from '../helpers/faulty-server.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
})

async function served() {
  const controlPlane = await openControlPlane({file: ':memory:'})
  const {url} = await createFaultyServer(controlPlane.guarded)
  const {token} = await createPlatform(controlPlane.trusted).call('control-plane-token.create', {body: {account: 'admin@acme.example', description: 'a test', operator: true}})
  return {HEROKU_HOST: url, HEROKU_API_KEY: token}
}

describe('control-plane:requests', () => {
  it.each([
    ['--limit 0', 'Expected an integer greater than or equal to 1'],
    ['--limit all', 'Expected an integer'],
  ])('refuses %s', async (flags, message) => {
    const {code, stderr} = await cli.run(`control-plane:requests ${flags}`)
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })

  it('says that the embedded control plane keeps none', async () => {
    await cli.ok('teams')
    expect((await cli.ok('control-plane:requests')).stdout).toContain('The embedded control plane keeps no requests. Serve it with spacedock control-plane:start.')
  })

  it('shows the newest, or those that led nowhere', async () => {
    const env = await served()
    expect((await cli.ok('control-plane:requests', env)).stdout).toContain('Nothing has arrived yet.')
    await cli.ok('teams', env)
    expect((await cli.ok('control-plane:requests --unmatched', env)).stdout).toContain('Nothing has arrived that led nowhere.')
    await cli.ok('spaces:create my-space --team acme', env)
    const {stdout} = await cli.ok('control-plane:requests', env)
    expect(stdout).toMatch(/GET \/teams +team\.list +admin@acme\.example[^]*POST \/spaces +space\.create/)
    expect((await cli.ok('control-plane:requests --limit 1 --json', env)).json()).toMatchObject([{operation: 'space.create', keys: expect.arrayContaining(['name', 'team'])}])
  })
})
