import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
})

const clock = async (typed = '') => (await cli.ok(`control-plane:clock${typed && ` ${typed}`} --json`)).json() as {now: string; frozen: boolean}
const state = async () => ((await cli.ok('spaces:info my-space --json')).json() as {state: string}).state

describe('what is no time is refused, and the clock goes on as before', () => {
  it.each([
    ['advance', 'Say how far: control-plane:clock advance 10m.'],
    ['advance ten', 'ten is not a duration. Give it like 90s, 10m, 1h30m or 7d.'],
    ['advance 10', '10 is not a duration.'],
    ['advance 10m5', '10m5 is not a duration.'],
    ['advance 40000d', 'A clock moves by a hundred years at most.'],
    ['set', 'Say how far'],
    ['set tomorrow', '"tomorrow" is not a moment such as 2026-01-01T12:00:00Z.'],
    ['set 2026-02-30T25:00:00Z', '"2026-02-30T25:00:00Z" is not a moment'],
    ['set 9999-01-01', 'A clock moves by a hundred years at most.'],
    ['freeze 10m', '10m is one argument too many.'],
    ['stop', 'Expected stop to be one of: show, freeze, run, advance, set'],
  ])('%s', async (typed, message) => {
    const {now} = await clock('freeze')
    const {code, stdout, stderr} = await cli.run(`control-plane:clock ${typed}`)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(await clock()).toMatchObject({now, frozen: true})
  })
})

it('what takes time takes it on this clock: nothing happens while it stands still, and all at once when it is advanced', async () => {
  await cli.ok('control-plane:settings allocation=600 deletion=60')
  await clock('freeze')
  await cli.ok('spaces:create my-space --team acme')
  expect(await state()).toBe('allocating')
  await clock('advance 9m59s')
  expect(await state()).toBe('allocating')
  await clock('advance 1s')
  expect(await state()).toBe('allocated')
  await cli.ok('spaces:destroy my-space --confirm my-space')
  expect(await state()).toBe('deleting')
  await clock('advance 1h')
  expect((await cli.run('spaces:info my-space')).code).toBe(3)
})

it('is set, runs on from there, and is that of everybody when the world is reset', async () => {
  expect(await clock('set 2031-05-06T07:08:09Z')).toMatchObject({frozen: false, now: '2031-05-06T07:08:09.000Z'})
  const {now} = await clock()
  expect(now >= '2031-05-06T07:08:09.000Z' && now < '2031-05-06T08').toBe(true)
  expect(await clock('freeze')).toMatchObject({frozen: true})
  const frozen = await clock()
  expect(await clock()).toEqual(frozen)
  expect((await cli.ok('control-plane:clock')).stdout).toBe(`${frozen.now}, and stands still\n`)
  expect(await clock('advance 90s')).toMatchObject({frozen: true, now: new Date(Date.parse(frozen.now) + 90_000).toISOString()})
  expect((await clock('run')).frozen).toBe(false)
  await cli.ok('control-plane:reset')
  expect((await clock()).now < '2031').toBe(true)
})

describe('a deterministic world', () => {
  const script = [
    'spaces:create my-space --team acme --wait',
    'spaces:info my-space --json',
    'apps:create --space my-space',
    'apps --space my-space --json',
    'apps:create my-app --space my-space',
    'addons:create heroku-redis --app my-app --confirm my-app',
    'config --app my-app --json',
    'spaces:vpn:connect --name office --ip 203.0.113.9 --cidrs 192.168.0.0/24 --space my-space',
    'spaces:vpn:config --name office --space my-space --json',
    'addons --app my-app',
    'spaces:topology my-space --json',
    'releases --app my-app --json',
    'spaces:destroy my-space --confirm nothing',
  ]
  const transcript = async (seed: string) => {
    await cli.ok(`control-plane:reset --deterministic ${seed}`)
    const said: string[] = []
    for (const line of script) said.push((await cli.run(line)).stdout)
    return said.join('\n')
  }

  it('says the same to the same script, and something else with another seed', async () => {
    const first = await transcript('42')
    expect(await transcript('42')).toBe(first)
    expect(await transcript('43')).not.toBe(first)
  })

  it('goes on where it was after another command, and never gives an id twice', async () => {
    await cli.ok('control-plane:reset --deterministic 42')
    const ids = new Set<string>()
    for (let count = 0; count < 5; count++) ids.add(((await cli.ok(`teams:create team-${count} --json`)).json() as {id: string}).id)
    expect(ids.size).toBe(5)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it.each([['', 'A seed has from 1 to 100 characters.'], ['x'.repeat(101), 'A seed has from 1 to 100 characters.']])('is not made of the seed "%s"', async (seed, message) => {
    const {code, stderr} = await cli.run(['control-plane:reset', '--deterministic', seed])
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })
})
