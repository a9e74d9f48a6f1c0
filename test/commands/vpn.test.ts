import {beforeEach, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli
const connect = 'spaces:vpn:connect office --ip 203.0.113.7 --cidrs 172.16.0.0/16,192.168.4.0/24 --space my-space'

beforeEach(async () => {
  cli = await createCli()
  await cli.ok('control-plane:settings vpn=0')
  await cli.ok('spaces:create my-space --team acme --wait')
})

it.each([
  ['spaces:vpn:connect office --ip 203.0.113.7 --space my-space', 2, 'Missing required flag cidrs'],
  ['spaces:vpn:connect office --ip 203.0.113.7 --cidrs 172.16.0.0/16, --space my-space', 2, 'is not a valid CIDR'],
  ['spaces:vpn:connect office --ip 10.0.0.1 --cidrs 172.16.0.0/16 --space my-space', 2, 'no public address'],
  ['spaces:vpn:info office --space my-space', 3, "Couldn't find that VPN connection."],
  ['spaces:vpn:wait office --space my-space --interval abc', 2, '--interval takes a whole number of seconds'],
  ['spaces:vpn:wait office --space my-space', 3, "Couldn't find that VPN connection."],
  ['spaces:vpn:destroy office --space my-space', 8, 're-run this command with --confirm office'],
  ['spaces:vpn:destroy office --space my-space --confirm home', 8, 'did not match office'],
  ['control-plane:vpn:tunnel office --space my-space --status sideways', 2, 'Expected --status=sideways to be one of: up, down'],
])('%s ends with %i', async (line, exit, message) => {
  const {code, stderr} = await cli.run(line)
  expect(code).toBe(exit)
  expect(stderr).toContain(message)
  expect((await cli.ok('spaces:vpn:connections --space my-space')).stdout).toBe('No VPN Connections have been created yet\n')
})

it('a VPN is connected, waited for, shown, changed, let fall and torn down', async () => {
  const {stdout, stderr} = await cli.ok(connect)
  expect(stdout).toBe('')
  expect(stderr).toContain('Use spacedock spaces:vpn:wait to track allocation.')
  expect((await cli.ok('spaces:vpn:wait office --space my-space')).stdout).toBe('VPN has been allocated.\n')
  expect((await cli.ok('spaces:vpn:connections --space my-space')).stdout).toMatch(/=== my-space VPN Connections[^]*office +active +UP\/UP/)
  const info = (await cli.ok('spaces:vpn:info office --space my-space')).stdout
  expect(info).toMatch(/Routable CIDRs: +172\.16\.0\.0\/16, 192\.168\.4\.0\/24\nStatus: +active/)
  expect(info).toMatch(/Tunnel 2 +198\.18\.\d+\.\d+ +UP +\S+Z +IPSEC IS UP/)
  const [key = 'none'] = ((await cli.ok('spaces:vpn:config office --space my-space --json')).json() as {tunnels: {pre_shared_key: string}[]}).tunnels.map(({pre_shared_key}) => pre_shared_key)
  expect((await cli.ok('spaces:vpn:config office --space my-space')).stdout).toContain(key)
  expect(info).not.toContain(key)
  await cli.ok('spaces:vpn:update office --space my-space --cidrs 172.18.0.0/16')
  expect((await cli.ok('control-plane:vpn:tunnel office --space my-space --status down --tunnel 1')).stdout).toBe('Tunnels of office: DOWN/UP\n')
  await cli.ok('spaces:vpn:destroy office --space my-space --confirm office')
  expect((await cli.ok('spaces:vpn:connections --space my-space')).stdout).toBe('No VPN Connections have been created yet\n')
})

it('a wait for a VPN that cannot be fails with the reason', async () => {
  await cli.ok('control-plane:settings vpn=0.2')
  await cli.ok('spaces:vpn:connect office --ip 203.0.113.7 --cidrs 10.0.0.0/24 --space my-space')
  const {code, stderr} = await cli.run('spaces:vpn:wait office --space my-space')
  expect(code).toBe(5)
  expect(stderr).toContain('supplied CIDR block already in use')
})

it('a wait ends with what the gateway has to be set to', async () => {
  await cli.ok('control-plane:settings vpn=0.4')
  await cli.ok(connect)
  expect((await cli.ok('spaces:vpn:wait office --space my-space')).stdout).toMatch(/=== office VPN Tunnels[^]*Tunnel 1 +203\.0\.113\.7 +198\.18\.\d+\.\d+ +\w{32} +10\.0\.0\.0\/16 +1/)
})
