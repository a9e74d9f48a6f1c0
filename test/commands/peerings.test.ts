import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli
const request = 'control-plane:peerings:request --space my-space --vpc-id vpc-0a1b2c3d --account 210987654321'

beforeEach(async () => {
  cli = await createCli()
  await cli.ok('spaces:create my-space --team acme --wait')
})

describe('refused, and nothing is changed', () => {
  it.each([
    [`${request} --cidr 10.0.0.0/24`, 2, '10.0.0.0/24 overlaps with 10.0.0.0/16, the CIDR of the space.'],
    [`${request} --cidr 10.20.0.0/16 --as nobody@acme.example`, 4, 'There is no account nobody@acme.example'],
    [request, 2, 'Missing required flag cidr'],
    ['spaces:peerings:accept --space my-space', 2, 'PCX ID required.'],
    ['spaces:peerings:accept pcx-00000001 --space my-space', 3, "Couldn't find that peering."],
    ['spaces:peerings:destroy pcx-0000000a --space my-space', 8, 'To proceed, re-run this command with --confirm pcx-0000000a'],
    ['spaces:peerings:destroy pcx-0000000a --space my-space --confirm my-space', 8, 'did not match pcx-0000000a'],
    ['spaces:peerings:destroy pcx-0000000a --space my-space --confirm pcx-0000000a --as viewer@acme.example', 4, 'You do not have access to the space my-space.'],
  ])('%s', async (line, exit, message) => {
    await cli.ok(`${request} --cidr 10.20.0.0/16 --pcx-id pcx-0000000a`)
    const before = (await cli.ok('spaces:peerings my-space --json')).stdout
    const {code, stderr} = await cli.run(line)
    expect(code).toBe(exit)
    expect(stderr).toContain(message)
    expect((await cli.ok('spaces:peerings my-space --json')).stdout).toBe(before)
  })
})

it('a peering is requested, listed, accepted and torn down', async () => {
  const requested = await cli.ok(`${request} --cidr 10.20.0.0/16 --cidr 10.30.0.0/16 --pcx-id pcx-0000000a`)
  expect(requested.stdout).toMatch(/^Requested peering pcx-0000000a with my-space\. Accept it until \S+Z:\nspacedock spaces:peerings:accept pcx-0000000a --space my-space\n$/)
  expect((await cli.ok('spaces:peerings my-space')).stdout).toMatch(/pcx-0000000a +customer-managed +10\.20\.0\.0\/16, 10\.30\.0\.0\/16 +pending-acceptance +vpc-0a1b2c3d +us-east-1 +210987654321 /)
  expect((await cli.ok('spaces:peerings:accept pcx-0000000a --space my-space')).stdout).toBe('Accepting and configuring peering connection pcx-0000000a\n')
  const destroyed = await cli.ok('spaces:peerings:destroy pcx-0000000a --space my-space --confirm pcx-0000000a --json')
  expect(destroyed.json()).toMatchObject({status: 'deleted'})
  expect((await cli.ok('spaces:peerings my-space --json')).json()).toEqual([])
})
