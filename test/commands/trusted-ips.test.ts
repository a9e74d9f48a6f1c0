import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli
const ranges = async () => ((await cli.ok('trusted-ips --space my-space --json')).json() as {rules: {source: string}[]}).rules.map(({source}) => source)

beforeEach(async () => {
  cli = await createCli()
  await cli.ok('spaces:create my-space --team acme')
})

describe('refused, with nothing changed, is', () => {
  it.each([
    ['trusted-ips:add banana --space my-space', 2, 'banana is not a valid CIDR.'],
    ['trusted-ips:add 1.2.3.4 --space my-space', 2, 'Add a prefix length: 1.2.3.4/32'],
    ['trusted-ips:add 10.0.0.0/33 --space my-space', 2, 'from 0 to 32'],
    ['trusted-ips:add 10.0.0.0/08 --space my-space', 2, 'not a valid CIDR'],
    ['trusted-ips:add 2001:db8::/32 --space my-space', 2, 'IPv4 only'],
    ['trusted-ips:add 0.0.0.0/0 --space my-space', 2, 'A rule already exists for 0.0.0.0/0.'],
    ['trusted-ips:add 10.0.0.0/8 192.0.2.0/24 banana --space my-space', 2, 'banana'],
    ['trusted-ips:add 10.0.0.0/8 10.0.0.1/8 --space my-space', 2, 'A rule already exists for 10.0.0.1/8: 10.0.0.0/8.'],
    ['trusted-ips:add 10.0.0.0/8 --space no-space', 3, "Couldn't find that space."],
    ['trusted-ips:add 10.0.0.0/8 --space my-space --as member@acme.example', 4, 'You do not have access to the space my-space.'],
    ['trusted-ips:remove 10.0.0.0/8 --space my-space', 3, 'No IP range matching 10.0.0.0/8 was found.'],
    ['trusted-ips:remove 0.0.0.0/0 --space my-space', 8, '--confirm my-space'],
    ['trusted-ips:remove 0.0.0.0/0 --space my-space --confirm other', 8, 'Confirmation other did not match my-space. Aborted.'],
    ['trusted-ips:check 1.2.3 --space my-space', 2, '1.2.3 is not a valid IP address.'],
  ])('%s (%i)', async (line, code, message) => {
    const ran = await cli.run(line)
    expect(ran.stderr.replaceAll(/\n › +/g, ' ')).toContain(message)
    expect(ran.stderr).not.toMatch(/is kept as|lies within/)
    expect(ran).toMatchObject({code, stdout: ''})
    expect(await ranges()).toEqual(['0.0.0.0/0'])
  })
})

describe('trusted IP ranges', () => {
  it('are listed as the official CLI lists them', async () => {
    expect((await cli.ok('trusted-ips --space my-space')).stdout).toBe('=== Trusted IP Ranges\n\n0.0.0.0/0\nTrusted IP rules are applied to this space.\n')
  })

  it('are added several at once, with a warning where that admits nobody new', async () => {
    const {stdout, stderr} = await cli.ok('trusted-ips:add 192.0.2.0/24 198.51.100.0/24 --space my-space')
    expect(stdout).toBe(
      'Added 192.0.2.0/24 to trusted IP ranges on my-space\nAdded 198.51.100.0/24 to trusted IP ranges on my-space\nTrusted IP rules are applied to this space.\n',
    )
    expect(stderr).toContain('192.0.2.0/24 lies within 0.0.0.0/0')
    expect(await ranges()).toEqual(['0.0.0.0/0', '192.0.2.0/24', '198.51.100.0/24'])
  })

  it('are found however they are written', async () => {
    const {stderr} = await cli.ok('trusted-ips:add 10.1.2.3/8 --space my-space')
    expect(stderr).toContain('10.1.2.3/8 is kept as 10.0.0.0/8')
    await cli.ok('trusted-ips:remove 10.9.9.9/8 --space my-space')
    expect(await ranges()).toEqual(['0.0.0.0/0'])
  })

  it('may all be removed by who confirms that everything is blocked then', async () => {
    await cli.ok('trusted-ips:remove 0.0.0.0/0 --space my-space --confirm my-space')
    expect((await cli.ok('trusted-ips my-space')).stdout).toContain('my-space has no trusted IP ranges. All inbound web requests to dynos are blocked.')
    expect((await cli.run('trusted-ips:remove 0.0.0.0/0 --space my-space')).stderr).toContain('Nothing to do.')
  })

  it('tell whether an address is admitted, and by which', async () => {
    expect((await cli.ok('trusted-ips:check 203.0.113.7 --space my-space')).stdout).toBe('203.0.113.7 is admitted by 0.0.0.0/0.\n')
    await cli.ok('trusted-ips:add 203.0.113.0/24 --space my-space')
    await cli.ok('trusted-ips:remove 0.0.0.0/0 --space my-space')
    const refused = await cli.run('trusted-ips:check 8.8.8.8 --space my-space --json')
    expect(refused.code).toBe(1)
    expect(refused.json()).toEqual({address: '8.8.8.8', admitted: false, range: null})
  })
})
