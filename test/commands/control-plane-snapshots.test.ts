import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
})

const spaces = async () => ((await cli.ok('spaces --json')).json() as {name: string}[]).map(({name}) => name)
const saved = async () => ((await cli.ok('control-plane:snapshots --json')).json() as {name: string}[]).map(({name}) => name)

describe('what cannot be done is refused, and changes nothing', () => {
  it.each([
    ['control-plane:save UPPER', 2, 'Name must start with a letter or digit'],
    ['control-plane:save ../x', 2, 'Name must start with a letter or digit'],
    [`control-plane:save ${'x'.repeat(41)}`, 2, 'too long (maximum is 40 characters)'],
    ['control-plane:save first', 2, 'There is a snapshot first already.'],
    ['control-plane:load frist', 3, "Couldn't find that snapshot. Did you mean first?"],
    ['control-plane:reset --to nowhere', 3, "Couldn't find that snapshot."],
    ['control-plane:snapshots:delete nowhere', 3, "Couldn't find that snapshot."],
  ])('%s', async (typed, code, message) => {
    await cli.ok('control-plane:save first')
    await cli.ok('spaces:create my-space --team acme')
    const ran = await cli.run(typed)
    expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(message)])
    expect(await spaces()).toEqual(['my-space'])
    expect(await saved()).toEqual(['first'])
  })
})

it('a saved world comes back as it was, as often as one likes, and snapshots stay', async () => {
  await cli.ok('spaces:create my-space --team acme --wait')
  await cli.ok('apps:create my-app --space my-space')
  await cli.ok('control-plane:save before')
  for (const command of ['load before', 'reset --to before']) {
    await cli.ok('apps:destroy my-app --confirm my-app')
    await cli.ok('spaces:create another --team acme')
    await cli.ok(`control-plane:${command}`)
    expect(await spaces()).toEqual(['my-space'])
    expect((await cli.ok('apps:info my-app --json')).json()).toMatchObject({app: {space: {name: 'my-space'}}})
  }
  await cli.ok('control-plane:reset')
  expect(await spaces()).toEqual([])
  expect(await saved()).toEqual(['before'])
  const {stdout} = await cli.ok('control-plane:snapshots')
  expect(stdout).toMatch(/Name +Saved at +Spaces +Apps +Add-ons/)
  expect(stdout).toMatch(/before +\S+Z +1 +1 +0/)
})

it('a snapshot is replaced only when that is said, and goes when it is deleted', async () => {
  await cli.ok('control-plane:save mine')
  await cli.ok('spaces:create my-space --team acme')
  await cli.ok('control-plane:save mine --force')
  await cli.ok('control-plane:reset --to mine')
  expect(await spaces()).toEqual(['my-space'])
  await cli.ok('control-plane:snapshots:delete mine')
  expect((await cli.ok('control-plane:snapshots')).stdout).toContain('No world has been saved.')
})
