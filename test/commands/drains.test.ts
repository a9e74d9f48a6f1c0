import {beforeEach, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
  await cli.ok('spaces:create shield-space --team acme --shield --log-drain-url https://logs.example.com/space --wait')
  await cli.ok('apps:create my-app')
})

it.each([
  ['drains', 2, 'Missing required flag app'],
  ['drains --app no-app', 3, "Couldn't find that app."],
  ['drains:add --app my-app', 2, 'Missing 1 required arg'],
  ['drains:add http://logs.example.com --app my-app', 2, 'begins with https://'],
  ['drains:remove https://logs.example.com --app my-app', 3, "Couldn't find that log drain."],
  ['drains:get --space no-space', 3, "Couldn't find that space."],
  ['drains:set http://logs.example.com --space shield-space', 2, 'begins with https://'],
  ['drains:set https://logs.example.com --space shield-space --as member@acme.example', 4, 'You do not have access to the space shield-space.'],
])('%s ends with %i and changes nothing', async (line, exit, message) => {
  const {code, stdout, stderr} = await cli.run(line)
  expect([code, stdout]).toEqual([exit, ''])
  expect(stderr).toContain(message)
  expect((await cli.ok('drains --app my-app')).stdout).toBe('')
  expect((await cli.ok('drains:get --space shield-space --json')).json()).toMatchObject({url: 'https://logs.example.com/space'})
})

it('log drains of an app are added, listed and removed', async () => {
  expect((await cli.ok('drains:add https://logs.example.com/app --app my-app')).stdout).toBe('Successfully added drain https://logs.example.com/app\n')
  expect((await cli.ok('drains --app my-app')).stdout).toMatch(/^=== Drains\n\nhttps:\/\/logs\.example\.com\/app \(d\.[0-9a-f-]{36}\)\n$/)
  expect((await cli.ok('drains --app my-app --extended')).stdout).toMatch(/ drain_id=\d+\n$/)
  expect((await cli.ok('drains:remove https://logs.example.com/app --app my-app')).stdout).toBe('Successfully removed drain https://logs.example.com/app\n')
  expect((await cli.ok('drains --app my-app --json')).json()).toEqual([])
})

it('the log drain of a space is shown, and led elsewhere', async () => {
  expect((await cli.ok('spaces:drains:get --space shield-space')).stdout).toMatch(/^https:\/\/logs\.example\.com\/space \(d\.[0-9a-f-]{36}\)\n$/)
  const set = await cli.ok('spaces:drains:set https://other.example.com --space shield-space')
  expect(set.stdout).toBe('Successfully set drain https://other.example.com for shield-space.\n')
  expect(set.stderr).toContain('It may take a few moments for the changes to take effect.')
})
