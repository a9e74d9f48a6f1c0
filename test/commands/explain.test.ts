import {beforeAll, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

/** A space with an app on the internet, one with internal routing, and a network beside it by a peering and by a VPN. */
beforeAll(async () => {
  cli = await createCli()
  await cli.ok('control-plane:settings vpn=0 peering=0')
  await cli.ok('spaces:create my-space --team acme --wait')
  await cli.ok('spaces:create fir-space --team acme --generation fir --wait')
  await cli.ok('apps:create web-app --space my-space')
  await cli.ok('apps:create inner-app --space my-space --internal-routing')
  await cli.ok('apps:create fir-app --space fir-space')
  await cli.ok('apps:create my-app')
  await cli.ok('control-plane:peerings:request --space my-space --vpc-id vpc-0a1b2c3d --account 210987654321 --cidr 10.20.0.0/16 --pcx-id pcx-0000000a')
  await cli.ok('control-plane:peerings:request --space my-space --vpc-id vpc-0a1b2c3d --account 210987654321 --cidr 10.30.0.0/16 --pcx-id pcx-0000000b')
  await cli.ok('spaces:peerings:accept pcx-0000000a --space my-space')
  await cli.ok('spaces:vpn:connect office --ip 203.0.113.7 --cidrs 192.168.4.0/24 --space my-space')
  await cli.ok('trusted-ips:add 192.0.2.0/24 --space my-space')
  await cli.ok('trusted-ips:remove 0.0.0.0/0 --space my-space')
})

it.each([
  ['192.0.2.7', 'web-app', 0, 'by way of the internet', '192.0.2.0/24 admits 192.0.2.7.'],
  ['198.51.100.7', 'web-app', 1, 'by way of the internet', 'None of the trusted IP ranges of my-space contains 198.51.100.7.'],
  ['192.0.2.7', 'inner-app', 1, '', 'takes no traffic from the internet'],
  ['10.20.3.4', 'inner-app', 0, 'by way of the peering', 'pcx-0000000a, which is active'],
  ['10.30.3.4', 'inner-app', 1, '', 'pcx-0000000b, which is pending-acceptance'],
  ['192.168.4.9', 'inner-app', 0, 'by way of the VPN connection', 'office, which is active'],
  ['10.0.130.1', 'web-app', 1, 'by way of the internet', 'do not admit 100.64.0.0'],
])('%s to %s', async (from, to, exit, way, reason) => {
  const {code, stdout} = await cli.run(`spaces:explain --from ${from} --to ${to} --space my-space`)
  expect(code).toBe(exit)
  expect(stdout.split('\n')[0]).toContain(`${from} ${exit === 0 ? 'reaches' : 'does not reach'} ${to}`)
  expect(stdout.split('\n')[0]).toContain(way)
  expect(stdout).toContain(reason)
  expect(stdout).toContain('nothing was sent')
})

it('gives the same as JSON', async () => {
  const ran = await cli.run('spaces:explain --from 192.0.2.7 --to web-app --space my-space --json')
  expect(ran.json()).toMatchObject({from: '192.0.2.7', to: 'web-app', space: 'my-space', reachable: true, via: 'internet', range: '192.0.2.0/24', reasons: ['192.0.2.0/24 admits 192.0.2.7.']})
})

it('works for a Fir space, which has no networks beside it', async () => {
  expect((await cli.ok('spaces:explain --from 2001:db8::7 --to fir-app --space fir-space')).stdout).toContain('::/0 admits 2001:db8::7.')
})

it.each([
  ['spaces:explain --from 10.0.0.0/8 --to web-app --space my-space', 2, '10.0.0.0/8 is not a valid IP address.'],
  ['spaces:explain --from banana --to web-app --space my-space', 2, 'banana is not a valid IP address.'],
  ['spaces:explain --from 192.0.2.7 --to my-app --space my-space', 3, 'App my-app is not in the space my-space.'],
  ['spaces:explain --from 192.0.2.7 --to no-app --space my-space', 3, "Couldn't find that app."],
  ['spaces:explain --from 192.0.2.7 --to web-app --space no-space', 3, "Couldn't find that space."],
  ['spaces:explain --from 192.0.2.7 --to web-app', 2, 'Missing required flag space'],
])('%s ends with %i', async (line, exit, message) => {
  const {code, stdout, stderr} = await cli.run(line)
  expect([code, stdout]).toEqual([exit, ''])
  expect(stderr).toContain(message)
})
