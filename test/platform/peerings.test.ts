import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {type Cidr, overlaps, parseCidr} from '../../src/lib/rules/cidr.js'
import {createApp} from '../helpers/apps.js'
import {type Answer, collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const wanted = {space: 'my-space', aws_vpc_id: 'vpc-0a1b2c3d', aws_account_id: '210987654321', cidr_blocks: ['10.20.0.0/16']}
const day = 24 * 60 * 60

async function worldWithSpace(of: Record<string, unknown> = {}): Promise<World> {
  const world = await createWorld()
  await world.space('my-space', of)
  return world
}

const request = (world: World, changed: object = {}): Promise<Answer> => world.post('/control-plane/peerings', {...wanted, ...changed})
const statuses = async (world: World) => (await world.get('/spaces/my-space/peerings')).body.map(({status}: {status: string}) => status)

describe('a request for a peering is refused', () => {
  it.each<[string, object, ...string[]]>([
    ['with a CIDR that is none', {cidr_blocks: ['banana']}, 'banana', 'CIDR'],
    ['with a public CIDR', {cidr_blocks: ['8.8.0.0/16']}, '8.8.0.0/16', '10.0.0.0/8'],
    ['with an IPv6 CIDR', {cidr_blocks: ['fd00::/48']}, 'fd00::/48'],
    ['without a CIDR', {cidr_blocks: []}, 'At least one CIDR'],
    ['that overlaps the space', {cidr_blocks: ['10.0.128.0/20']}, '10.0.128.0/20 overlaps with 10.0.0.0/16, the CIDR of the space.'],
    ['that overlaps the data range', {cidr_blocks: ['10.1.0.0/24']}, '10.1.0.0/24 overlaps with 10.1.0.0/16, the data CIDR of the space.'],
    ['that holds the space', {cidr_blocks: ['10.0.0.0/8']}, '10.0.0.0/8 overlaps with 10.0.0.0/16'],
    ['that overlaps what is reserved', {cidr_blocks: ['172.17.4.0/24']}, '172.17.4.0/24 overlaps with 172.17.0.0/16, which Heroku reserves.'],
    ['that overlaps itself', {cidr_blocks: ['10.20.0.0/16', '10.20.3.0/24']}, '10.20.3.0/24 overlaps with 10.20.0.0/16, which is given too.'],
    ['with an account that is none', {aws_account_id: '12345'}, '12345 is no AWS account id, as in 123456789012.'],
    ['with a VPC that is none', {aws_vpc_id: 'vpc-1'}, 'vpc-1 is no id of an AWS VPC'],
    ['with an id that is none', {pcx_id: 'pcx-xyz'}, 'pcx-xyz is no id of a peering'],
    ['with a region that is none', {aws_region: 'virginia'}, 'virginia is no AWS region'],
  ])('%s', async (_, changed, ...names) => {
    const world = await worldWithSpace()
    expectRefusal(await request(world, changed), 422, 'invalid_params', ...names)
    expect(await statuses(world)).toEqual([])
  })

  it('that overlaps another, naming both, until that has expired', async () => {
    const world = await worldWithSpace()
    const {body} = await request(world)
    expectRefusal(await request(world, {cidr_blocks: ['10.20.4.0/22']}), 422, 'invalid_params', `10.20.4.0/22 overlaps with 10.20.0.0/16, which the peering ${body.pcx_id} leads to.`)
    world.pass(7 * day)
    expect((await request(world, {cidr_blocks: ['10.20.4.0/22']})).status).toBe(201)
  })

  it('beyond the limit of a space', async () => {
    const world = await worldWithSpace()
    await world.patch('/control-plane/settings', {'peerings-per-space': 1})
    await request(world)
    expectRefusal(await request(world, {cidr_blocks: ['10.30.0.0/16']}), 422, 'invalid_params', 'limit of 1')
  })

  it('with a space of the fir generation', async () => {
    const world = await worldWithSpace({generation: 'fir'})
    expectRefusal(await request(world), 422, 'invalid_params', 'VPC peering is not supported for the fir generation.')
    expectRefusal(await world.get('/spaces/my-space/peering-info'), 422, 'invalid_params', 'VPC peering is not supported')
  })

  it('with a space that is not there yet, or on its way out', async () => {
    const world = await createWorld()
    await world.post('/spaces', {name: 'my-space', team: 'acme'})
    expectRefusal(await request(world), 422, 'invalid_params', 'not yet allocated')
    world.pass(60)
    await world.delete('/spaces/my-space')
    expectRefusal(await request(world), 422, 'invalid_params', 'being deleted')
  })

  it('by who does not run the control plane', async () => {
    const world = await createWorld({guarded: true})
    const headers = {authorization: `Bearer ${await world.tokenOf('admin@acme.example')}`}
    await world.post('/spaces', {name: 'my-space', team: 'acme'}, {headers})
    expectRefusal(await world.post('/control-plane/peerings', wanted, {headers}), 403, 'forbidden', 'Only whoever runs this control plane')
  })
})

describe('a peering', () => {
  it('is pending, then accepted by either spelling, then active', async () => {
    const world = await worldWithSpace()
    const [one, other] = [await request(world), await request(world, {cidr_blocks: ['10.30.0.1/16']})]
    expect(one.body).toEqual({
      aws_account_id: '210987654321',
      aws_region: 'us-east-1',
      aws_vpc_id: 'vpc-0a1b2c3d',
      cidr_blocks: ['10.20.0.0/16'],
      expires: '2026-01-08T00:01:00Z',
      pcx_id: expect.stringMatching(/^pcx-[0-9a-f]{17}$/),
      status: 'pending-acceptance',
      type: 'customer-managed',
    })
    expect((await world.post('/spaces/my-space/peerings', {pcx_id: one.body.pcx_id})).body.status).toBe('provisioning')
    expect((await world.post(`/spaces/my-space/peerings/${other.body.pcx_id}/actions/accept`)).body).toMatchObject({status: 'provisioning', cidr_blocks: ['10.30.0.0/16']})
    expect(await statuses(world)).toEqual(['provisioning', 'provisioning'])
    world.pass(2)
    expect(await statuses(world)).toEqual(['active', 'active'])
    world.pass(30 * day)
    expect(await statuses(world)).toEqual(['active', 'active'])
  })

  it('expires after seven days, and cannot be accepted then', async () => {
    const world = await worldWithSpace()
    const {body} = await request(world)
    world.pass(7 * day)
    expect(await statuses(world)).toEqual(['expired'])
    expectRefusal(await world.post('/spaces/my-space/peerings', {pcx_id: body.pcx_id}), 422, 'invalid_params', 'is expired')
  })

  it('is accepted once', async () => {
    const world = await worldWithSpace()
    const {body} = await request(world)
    await world.post('/spaces/my-space/peerings', {pcx_id: body.pcx_id})
    expectRefusal(await world.post('/spaces/my-space/peerings', {pcx_id: body.pcx_id}), 422, 'invalid_params', 'is provisioning')
  })

  it('leaves its network free when it is destroyed, and goes with its space', async () => {
    const world = await worldWithSpace()
    const {body} = await request(world)
    expect((await world.delete(`/spaces/my-space/peerings/${body.pcx_id}`)).body.status).toBe('deleted')
    expectRefusal(await world.get(`/spaces/my-space/peerings/${body.pcx_id}`), 404, 'not_found', "Couldn't find that peering.")
    expect((await request(world)).status).toBe(201)
    await world.delete('/spaces/my-space')
    world.pass(60)
    await world.space('my-space')
    expect(await statuses(world)).toEqual([])
  })

  it.each<[string, number, string]>([
    [member, 403, 'forbidden'],
    [viewer, 403, 'forbidden'],
    [collaborator, 404, 'not_found'],
    [stranger, 404, 'not_found'],
  ])('is neither accepted nor destroyed by %s', async (as, status, id) => {
    const world = await worldWithSpace()
    const {pcx_id} = (await request(world)).body
    const path = `/spaces/my-space/peerings/${pcx_id}`
    expectRefusal(await world.post('/spaces/my-space/peerings', {pcx_id}, {as}), status, id)
    expectRefusal(await world.post(`${path}/actions/accept`, undefined, {as}), status, id)
    expectRefusal(await world.delete(path, {as}), status, id)
    expect((await world.get('/spaces/my-space/peerings', {as})).status).toBe(status === 403 ? 200 : 404)
    expect(await statuses(world)).toEqual(['pending-acceptance'])
  })

  it('of another space is not found', async () => {
    const world = await worldWithSpace()
    await world.space('other-space')
    const {body} = await request(world)
    expectRefusal(await world.post('/spaces/other-space/peerings', {pcx_id: body.pcx_id}), 404, 'not_found', "Couldn't find that peering.")
  })
})

describe('the peering that Heroku manages', () => {
  it('is there as long as a data store runs in the space, and is nobody else’s to destroy', async () => {
    const world = await worldWithSpace()
    await createApp(world, {name: 'my-app', space: 'my-space'})
    await world.post('/apps/my-app/addons', {plan: 'papertrail'})
    expect(await statuses(world)).toEqual([])
    const {body: addon} = await world.post('/apps/my-app/addons', {plan: 'heroku-postgresql:private-0'})
    const [peering] = (await world.get('/spaces/my-space/peerings')).body
    expect(peering).toMatchObject({type: 'heroku-managed', status: 'active', cidr_blocks: ['10.1.0.0/16']})
    const path = `/spaces/my-space/peerings/${peering.pcx_id}`
    expect((await world.get(path)).body).toEqual(peering)
    expectRefusal(await world.delete(path), 403, 'forbidden', 'managed by Heroku')
    expectRefusal(await world.post(`${path}/actions/accept`), 403, 'forbidden', 'managed by Heroku')
    await world.delete(`/apps/my-app/addons/${addon.id}`)
    expect(await statuses(world)).toEqual([])
  })
})

it('peering-info tells what the other side needs, and which networks are taken', async () => {
  const world = await worldWithSpace()
  await request(world)
  expect((await world.get('/spaces/my-space/peering-info')).body).toEqual({
    aws_account_id: '123456789012',
    aws_region: 'us-east-1',
    dyno_cidr_blocks: ['10.0.128.0/20', '10.0.144.0/20', '10.0.160.0/20'],
    space_cidr_blocks: ['10.0.128.0/20', '10.0.144.0/20', '10.0.160.0/20', '10.0.0.0/20', '10.0.16.0/20', '10.0.32.0/20'],
    unavailable_cidr_blocks: ['10.1.0.0/16', '172.17.0.0/16', '10.20.0.0/16'],
    vpc_cidr: '10.0.0.0/16',
    vpc_id: expect.stringMatching(/^vpc-[0-9a-f]{17}$/),
  })
})

it('no two networks that lead anywhere from a space overlap, whatever is requested', async () => {
  const block = fc.tuple(fc.constantFrom('10', '172', '192'), fc.integer({min: 0, max: 255}), fc.integer({min: 0, max: 255}), fc.integer({min: 9, max: 28})).map(([first, second, third, prefix]) => `${first}.${second}.${third}.0/${prefix}`)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(block, {minLength: 1, maxLength: 2}), {minLength: 5, maxLength: 30}), async (requests) => {
      const world = await worldWithSpace()
      for (const cidr_blocks of requests) await request(world, {cidr_blocks})
      const {vpc_cidr, unavailable_cidr_blocks} = (await world.get('/spaces/my-space/peering-info')).body
      const ranges = [vpc_cidr, ...unavailable_cidr_blocks].map((text: string) => parseCidr(text) as Cidr)
      for (const [place, one] of ranges.entries()) for (const other of ranges.slice(place + 1)) expect(overlaps(one, other)).toBe(false)
    }),
    {numRuns: 20},
  )
})
