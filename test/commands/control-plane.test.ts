import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'
import {createFaultyServer} from '../helpers/faulty-server.js'
import {createWorld} from '../helpers/world.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
})

const settings = async () => (await cli.ok('control-plane:settings --json')).json() as {name: string; value: number; default: number}[]
const valueOf = async (wanted: string) => (await settings()).find(({name}) => name === wanted)?.value

describe('control-plane:settings', () => {
  it.each([
    ['allocation', 'allocation is not KEY=VALUE. Give it like allocation=0.'],
    ['allocation=soon', 'allocation takes a number, not soon.'],
    ['alocation=1', 'There is no setting alocation. Did you mean allocation?'],
    ['allocation=-1', 'allocation takes a number of seconds from 0 to 31536000, not -1.'],
    ['apps-per-space=1.5', 'apps-per-space takes a whole number of apps from 0 to 31536000, not 1.5.'],
    ['deletion=7 allocation=1 apps-per-space=x', 'apps-per-space takes a number, not x.'],
    ['deletion=7 nothing=1', 'There is no setting nothing.'],
  ])('refuses %s and changes nothing', async (typed, message) => {
    const {code, stdout, stderr} = await cli.run(`control-plane:settings ${typed}`)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(await valueOf('deletion')).toBe(0)
  })

  it('shows every setting with its default, and what it is set to', async () => {
    const {stdout} = await cli.ok('control-plane:settings allocation=600 apps-per-space=3')
    expect(stdout).toMatch(/allocation +600 seconds +2 /)
    expect(await valueOf('apps-per-space')).toBe(3)
    expect(await valueOf('trusted-ranges')).toBe(20)
  })

  it('holds for the commands that follow', async () => {
    await cli.ok('control-plane:settings apps-per-space=1')
    await cli.ok('spaces:create my-space --team acme --wait')
    await cli.ok('apps:create one-app --space my-space')
    const {code, stderr} = await cli.run('apps:create two-app --space my-space')
    expect(code).toBe(2)
    expect(stderr).toContain("You've reached the limit of 1 apps in this space.")
  })
})

describe('control-plane:reset', () => {
  it('goes back to the seeded world, settings and all', async () => {
    await cli.ok('spaces:create my-space --team acme')
    await cli.ok('teams:create other-team')
    await cli.ok('control-plane:reset')
    expect((await cli.ok('spaces --json')).json()).toEqual([])
    expect((await cli.ok('teams --json')).json()).toHaveLength(2)
    expect((await settings()).filter((setting) => setting.value !== setting.default)).toEqual([])
  })

  it('is for whoever runs a control plane', async () => {
    const world = await createWorld({guarded: true})
    const {url} = await createFaultyServer(world.send)
    const {code, stderr} = await cli.run('control-plane:reset', {HEROKU_HOST: url, HEROKU_API_KEY: await world.tokenOf('admin@acme.example')})
    expect(code).toBe(4)
    expect(stderr).toContain('Only whoever runs this control plane may do that.')
  })
})

it('control-plane:status of the embedded world counts what is in it', async () => {
  await cli.ok('spaces:create my-space --team acme')
  expect((await cli.ok('control-plane:status --json')).json()).toMatchObject({url: null, counts: {spaces: 1, apps: 0}})
  expect((await cli.ok('control-plane:status')).stdout).toMatch(/=== Embedded control plane[^]*Spaces: +1/)
})
