import {describe, expect, it} from 'vitest'
import {createDeployed} from '../helpers/deploys.js'
import {createWorld, expectRefusal, member, stranger, type World} from '../helpers/world.js'

async function scaled(quantity: number, kind: Record<string, unknown> = {}): Promise<World> {
  const world = await createWorld()
  await world.space('my-space', kind)
  await createDeployed(world, {name: 'my-app', space: 'my-space'})
  await world.patch('/apps/my-app/formation', {updates: [{type: 'web', quantity}]})
  world.pass(60)
  return world
}

interface Placed {
  az: string
  private_ip: string
  number: number
}

const web = async (world: World): Promise<Placed[]> => {
  const {body} = await world.get('/spaces/my-space/topology')
  return body.apps[0].formations.find((process: {process_type: string}) => process.process_type === 'web').dynos
}
const placed = async (world: World) => (await web(world)).map(({az}) => az).join('')
const states = async (world: World) =>
  (await world.get('/apps/my-app/dynos')).body.map(({state}: {state: string}) => (state === 'up' ? '+' : '-')).join('')
const turn = (world: World, zone: string, state: string) => world.patch('/control-plane/spaces/my-space/zones', {zone, state})

describe('availability zones', () => {
  it('get the dynos of a process type in turn, each with an address of its own in the network of the space', async () => {
    const world = await scaled(7, {cidr: '10.7.0.0/16'})
    expect(await placed(world)).toBe('abcabca')
    const dynos = await web(world)
    expect(new Set(dynos.map(({private_ip}) => private_ip)).size).toBe(7)
    const subnets = {a: /^10\.7\.1(2[89]|3\d|4[0-3])\./, b: /^10\.7\.1(4[4-9]|5\d)\./, c: /^10\.7\.1(6\d|7[0-5])\./}
    for (const {az, private_ip} of dynos) expect(private_ip).toMatch(subnets[az as 'a'])
    expect((await world.get('/apps/my-app/dynos?extended=true')).body[1].extended).toMatchObject({az: 'us-east-1b', ip: dynos[1]?.private_ip, region: 'us-east-1'})
    expect((await world.get('/apps/my-app/dynos')).body[1].extended).toBeUndefined()
  })

  it('that fail lose their dynos to the others at once, and get them back batch after batch', async () => {
    const world = await scaled(6)
    const run = await world.post('/apps/my-app/dynos', {command: 'bash'})
    await world.post(`/apps/my-app/dynos/${run.body.name}/actions/stop`)
    expect((await turn(world, 'b', 'failed')).body).toMatchObject([
      {name: 'a', state: 'working', dynos: 3},
      {name: 'b', state: 'failed', dynos: 0},
      {name: 'c', state: 'working', dynos: 3},
    ])
    expect([await placed(world), await states(world)]).toEqual(['accaac', '+-++-+'])
    world.pass(1)
    await world.patch('/apps/my-app/formation', {updates: [{type: 'web', quantity: 8}]})
    expect(await placed(world)).toBe('accaacac')
    world.pass(1)
    await turn(world, 'b', 'working')
    expect([await placed(world), await states(world)]).toEqual(['accabcab', '++++-++-'])
    world.pass(1)
    expect([await placed(world), await states(world)]).toEqual(['abcabcab', '+-++++++'])
    world.pass(1)
    expect([await placed(world), await states(world)]).toEqual(['abcabcab', '++++++++'])
  })

  it('that fail in the middle of a deploy keep neither what runs there nor what was to begin there', async () => {
    const world = await scaled(4)
    await world.patch('/apps/my-app/config-vars', {FOO: 'bar'})
    await turn(world, 'b', 'failed')
    for (let second = 0; second < 5; second++) {
      expect(await placed(world)).not.toContain('b')
      expect(await web(world)).toHaveLength(4)
      world.pass(1)
    }
    expect((await world.get('/apps/my-app/dynos')).body.every(({release}: {release: {version: number}}) => release.version === 4)).toBe(true)
  })

  it('that fail again before they have got all back get none of those that were waiting', async () => {
    const world = await scaled(8)
    await turn(world, 'b', 'failed')
    world.pass(60)
    await turn(world, 'b', 'working')
    await turn(world, 'b', 'failed')
    for (let second = 0; second < 5; second++) {
      expect(await placed(world)).not.toContain('b')
      expect(await web(world)).toHaveLength(8)
      world.pass(1)
    }
  })

  it.each([
    ['d', 'failed', 'A space has the availability zones a, b or c, and no d.'],
    ['a', 'working', 'Zone a has not failed.'],
    ['a', 'broken', 'Invalid state'],
  ])('%s cannot become %s', async (zone, state, sentence) => {
    expectRefusal(await turn(await scaled(1), zone, state), 422, 'invalid_params', sentence)
  })

  it('do not all fail, and none twice', async () => {
    const world = await scaled(3)
    await turn(world, 'a', 'failed')
    expectRefusal(await turn(world, 'a', 'failed'), 422, 'invalid_params', 'Zone a has failed already.')
    await turn(world, 'c', 'failed')
    expect(await placed(world)).toBe('bbb')
    expectRefusal(await turn(world, 'b', 'failed'), 422, 'invalid_params', 'Zone b is the last that works')
  })

  it('are for whoever runs the control plane', async () => {
    const world = await createWorld({guarded: true})
    const headers = {authorization: `Bearer ${await world.tokenOf('admin@acme.example')}`}
    await world.request('POST', '/spaces', {headers, body: {name: 'my-space', team: 'acme'}})
    expectRefusal(await world.get('/control-plane/spaces/my-space/zones', {headers}), 403, 'forbidden')
  })
})

describe('what runs in a space', () => {
  it('is not there for strangers', async () => {
    const world = await scaled(1)
    for (const path of ['/spaces/my-space/topology', '/spaces/my-space/dynos']) {
      expectRefusal(await world.get(path, {as: stranger}), 404, 'not_found', "Couldn't find that space.")
      expect((await world.get(path, {as: member})).status).toBe(200)
    }
  })

  it('is told the same by topology, dynos of the space, dynos and formation of the app', async () => {
    const world = await scaled(3)
    const app = (await world.get('/apps/my-app')).body
    const [shown] = (await world.get('/spaces/my-space/topology')).body.apps
    expect(shown).toMatchObject({id: app.id, domains: [new URL(app.web_url).hostname]})
    expect(shown.formation).toEqual(shown.formations)
    expect(shown.formation.map(({process_type, dynos}: {process_type: string; dynos: unknown[]}) => [process_type, dynos.length])).toEqual([
      ['web', 3],
      ['worker', 0],
    ])
    expect(shown.formation[0].dynos[0].hostname).toBe('1.web.my-app.app.localspace')
    const ofSpace = (await world.get('/spaces/my-space/dynos')).body
    const dynos = (await world.get('/apps/my-app/dynos')).body
    expect(ofSpace).toEqual([{app_id: app.id, app_name: 'my-app', dynos}])
    expect(shown.formation[0].dynos.map(({id}: {id: string}) => id)).toEqual(dynos.map(({id}: {id: string}) => id))
    expect((await world.get('/apps/my-app/formation/web')).body.quantity).toBe(3)
  })

  it('on fir has no host names', async () => {
    const world = await scaled(1, {generation: 'fir'})
    const [dyno] = await web(world)
    expect(dyno).toMatchObject({hostname: '', private_ip: expect.stringMatching(/^10\.0\.128\./)})
  })
})
