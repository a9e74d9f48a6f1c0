import {describe, expect, it} from 'vitest'
import {type Answer, collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const path = '/spaces/my-space/vpn-connections'
const wanted = {name: 'office', public_ip: '203.0.113.7', routable_cidrs: ['172.16.0.0/16']}

async function worldWithSpace(of: Record<string, unknown> = {}): Promise<World> {
  const world = await createWorld()
  await world.space('my-space', of)
  return world
}

const connect = (world: World, changed: object = {}): Promise<Answer> => world.post(path, {...wanted, ...changed})
const office = async (world: World, as?: string) => (await world.get(`${path}/office`, as === undefined ? {} : {as})).body

describe('vpn-connection.create refuses', () => {
  it.each<[string, object, ...string[]]>([
    ['no ranges', {routable_cidrs: []}, 'At least one CIDR'],
    ['a range that is none', {routable_cidrs: ['172.16.0.0']}, '172.16.0.0 is not a valid CIDR'],
    ['a public range', {routable_cidrs: ['8.8.8.0/24']}, '8.8.8.0/24 is not inside 10.0.0.0/8'],
    ['a range twice', {routable_cidrs: ['172.16.0.0/16', '172.16.0.9/16']}, '172.16.0.0/16 overlaps with 172.16.0.0/16, which is given too.'],
    ['a gateway that is no address', {public_ip: 'gateway.example.com'}, 'gateway.example.com is not a valid IP address'],
    ['a private gateway', {public_ip: '192.168.0.1'}, '192.168.0.1 is no public address: it lies in 192.168.0.0/16.'],
    ['a gateway on this machine', {public_ip: '127.0.0.1'}, 'it lies in 127.0.0.0/8'],
    ['a gateway over IPv6', {public_ip: '2001:db8::7'}, 'IPv4, as in 203.0.113.7'],
    ['a name with a blank', {name: 'my office'}, 'Name must start with'],
    ['an empty name', {name: ''}, 'Name must start with'],
    ['a name that is too long', {name: 'x'.repeat(31)}, 'up to 30'],
  ])('%s', async (_, changed, ...names) => {
    const world = await worldWithSpace()
    expectRefusal(await connect(world, changed), 422, 'invalid_params', ...names)
    expect((await world.get(path)).body).toEqual([])
  })

  it('a name that is taken in the space, and one connection too many', async () => {
    const world = await worldWithSpace()
    await connect(world)
    expectRefusal(await connect(world, {routable_cidrs: ['172.18.0.0/16']}), 422, 'invalid_params', 'Name office is already taken')
    await world.patch('/control-plane/settings', {'vpn-connections-per-space': 1})
    expectRefusal(await connect(world, {name: 'home', routable_cidrs: ['172.18.0.0/16']}), 422, 'invalid_params', 'limit of 1')
    await world.space('other-space')
    expect((await world.post('/spaces/other-space/vpn-connections', wanted)).status).toBe(201)
  })

  it('a space of the fir generation, one that is not there yet, and one on its way out', async () => {
    const fir = await worldWithSpace({generation: 'fir'})
    expectRefusal(await connect(fir), 422, 'invalid_params', 'VPN is not supported for the fir generation.')
    const world = await createWorld()
    await world.post('/spaces', {name: 'my-space', team: 'acme'})
    expectRefusal(await connect(world), 422, 'invalid_params', 'not yet allocated')
    world.pass(60)
    await world.delete('/spaces/my-space')
    expectRefusal(await connect(world), 422, 'invalid_params', 'being deleted')
  })

  it.each<[string, number]>([
    [member, 403],
    [viewer, 403],
    [collaborator, 404],
    [stranger, 404],
  ])('%s, as it does to change and destroy', async (as, status) => {
    const world = await worldWithSpace()
    await connect(world)
    for (const answer of [
      await world.post(path, {...wanted, name: 'other'}, {as}),
      await world.patch(`${path}/office`, {routable_cidrs: ['172.18.0.0/16']}, {as}),
      await world.delete(`${path}/office`, {as}),
    ])
      expect(answer.status).toBe(status)
    expect((await office(world)).routable_cidrs).toEqual(['172.16.0.0/16'])
  })
})

describe('a VPN connection', () => {
  it('is pending, provisioning, active with two tunnels, deprovisioning, gone', async () => {
    const world = await worldWithSpace()
    const {body} = await connect(world, {routable_cidrs: ['172.16.5.1/16', '10.9.0.0/24']})
    expect(body).toMatchObject({name: 'office', status: 'pending', status_message: '', routable_cidrs: ['172.16.0.0/16', '10.9.0.0/24'], space_cidr_block: '10.0.0.0/16', tunnels: [], ike_version: 1})
    world.pass(1)
    expect(await office(world)).toMatchObject({status: 'provisioning', tunnels: [{status: 'DOWN'}, {status: 'DOWN'}]})
    world.pass(1)
    const active = await office(world)
    expect(active).toMatchObject({status: 'active', tunnels: [{status: 'UP', customer_ip: '203.0.113.7', last_status_change: '2026-01-01T00:01:02Z'}, {status: 'UP'}]})
    const keys = active.tunnels.map(({pre_shared_key}: {pre_shared_key: string}) => pre_shared_key)
    expect(new Set(keys).size).toBe(2)
    for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9]{32}$/)
    expect((await world.get(`${path}/${body.id}`)).body).toEqual(active)
    expect((await world.delete(`${path}/office`)).body.status).toBe('deprovisioning')
    expectRefusal(await world.delete(`${path}/office`), 422, 'invalid_params', 'is being destroyed')
    expectRefusal(await world.patch(`${path}/office`, {routable_cidrs: ['10.9.0.0/24']}), 422, 'invalid_params', 'is being destroyed')
    world.pass(2)
    expectRefusal(await world.get(`${path}/office`), 404, 'not_found', "Couldn't find that VPN connection.")
    expect((await world.get(path)).body).toEqual([])
    expect((await connect(world)).status).toBe(201)
  })

  it.each([
    ['the space', '10.0.64.0/20'],
    ['the data services', '10.1.2.0/24'],
    ['what is reserved', '172.17.0.0/24'],
    ['a peering', '10.20.1.0/24'],
    ['another connection', '192.168.4.0/24'],
  ])('fails, saying so, when its range is in use by %s; another range mends it', async (_, range) => {
    const world = await worldWithSpace()
    await world.post('/control-plane/peerings', {space: 'my-space', aws_vpc_id: 'vpc-0a1b2c3d', aws_account_id: '210987654321', cidr_blocks: ['10.20.0.0/16']})
    await connect(world, {name: 'home', routable_cidrs: ['192.168.0.0/16']})
    await connect(world, {routable_cidrs: ['172.20.0.0/16', range]})
    world.pass(1)
    expect(await office(world)).toMatchObject({status: 'failed', status_message: 'supplied CIDR block already in use', tunnels: []})
    expectRefusal(await world.patch('/control-plane/vpn-tunnels', {space: 'my-space', vpn_connection: 'office', status: 'DOWN'}), 422, 'invalid_params', 'is failed and has no tunnels')
    expectRefusal(await world.patch(`${path}/office`, {routable_cidrs: [range]}), 422, 'invalid_params', `${range} overlaps with`)
    await world.patch(`${path}/office`, {routable_cidrs: ['172.20.0.0/16']})
    world.pass(2)
    expect(await office(world)).toMatchObject({status: 'active', status_message: ''})
  })

  it('may take other ranges, its own among them', async () => {
    const world = await worldWithSpace()
    await connect(world)
    expect((await world.patch(`${path}/office`, {routable_cidrs: ['172.16.0.0/17', '172.18.0.0/16']})).body.routable_cidrs).toEqual(['172.16.0.0/17', '172.18.0.0/16'])
    expectRefusal(await world.patch(`${path}/office`, {routable_cidrs: []}), 422, 'invalid_params', 'At least one CIDR')
    expect((await world.get('/spaces/my-space/peering-info')).body.unavailable_cidr_blocks).toEqual(['10.1.0.0/16', '172.17.0.0/16', '172.16.0.0/17', '172.18.0.0/16'])
  })

  it('shows its keys to who may manage the space, and to nobody else', async () => {
    const world = await worldWithSpace()
    await connect(world)
    world.pass(2)
    for (const body of [await office(world, member), (await world.get(path, {as: viewer})).body[0]])
      expect(body.tunnels.map(({pre_shared_key}: {pre_shared_key: string}) => pre_shared_key)).toEqual(['', ''])
  })

  it('has tunnels that an operator lets fall, and come up again', async () => {
    const world = await worldWithSpace()
    await connect(world)
    const tunnel = (status: string, number?: number) => world.patch('/control-plane/vpn-tunnels', {space: 'my-space', vpn_connection: 'office', status, tunnel: number})
    expectRefusal(await tunnel('DOWN'), 422, 'invalid_params', 'office is pending and has no tunnels')
    world.pass(60)
    expect((await tunnel('DOWN', 2)).body.tunnels).toMatchObject([{status: 'UP'}, {status: 'DOWN', last_status_change: '2026-01-01T00:02:00Z', status_message: 'IPSEC IS DOWN'}])
    expect((await tunnel('UP')).body.tunnels).toMatchObject([{status: 'UP'}, {status: 'UP'}])
    expectRefusal(await tunnel('SIDEWAYS'), 422, 'invalid_params', 'status')
    expectRefusal(await world.patch('/control-plane/vpn-tunnels', {space: 'my-space', vpn_connection: 'home', status: 'UP'}), 404, 'not_found', "Couldn't find that VPN connection.")
  })

  it('goes with its space, and is never found from another', async () => {
    const world = await worldWithSpace()
    await connect(world)
    await world.space('other-space')
    expectRefusal(await world.get('/spaces/other-space/vpn-connections/office'), 404, 'not_found')
    await world.delete('/spaces/my-space')
    world.pass(60)
    await world.space('my-space')
    expect((await world.get(path)).body).toEqual([])
  })
})
