import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'
import {createFaultyServer} from '../helpers/faulty-server.js'
import {createWorld} from '../helpers/world.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
})

describe('audit refuses', () => {
  it.each([
    ['--limit 0', 'Expected an integer greater than or equal to 1'],
    ['--since soon', '--since takes a time such as 2026-01-31T12:00:00Z, or how long ago, such as 2h, not soon.'],
    ['--since 2026-13-01', '--since takes a time'],
    ['--database ./world.sqlite', '--database must be a URL'],
  ])('%s', async (flags, message) => {
    expect(await cli.run(`audit ${flags}`)).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining(message)})
  })

  it('whoever does not run the control plane', async () => {
    const world = await createWorld({guarded: true})
    const {url} = await createFaultyServer(world.send)
    expect(await cli.run('audit', {HEROKU_HOST: url, HEROKU_API_KEY: await world.tokenOf('admin@acme.example')})).toMatchObject({code: 4})
  })
})

it('audit shows changes and refusals of the commands before, the latest first', async () => {
  await cli.ok('teams:create side-team')
  await cli.run('spaces:create my-space --team acme --as member@acme.example')
  const {stdout} = await cli.ok('audit')
  expect(stdout).toMatch(/member@acme.example +this machine +space.create +\/spaces +403[^]*admin@acme.example +this machine +team.create +\/teams +201[^]*control-plane-setting.update/)
  const entries = (await cli.ok('audit --operation team.create --since 1h --limit 5 --json')).json()
  expect(entries).toMatchObject([{operation: 'team.create', address: null, after: {name: 'side-team'}, status: 201}])
  expect((await cli.ok('audit --account nobody@acme.example')).stdout).toBe('Nothing was changed or refused.\n')
  expect((await cli.ok('audit --since 2999-01-01 --json')).json()).toEqual([])
})
