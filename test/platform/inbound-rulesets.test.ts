import {describe, expect, it} from 'vitest'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const path = '/spaces/my-space/inbound-ruleset'
const allow = (...sources: string[]) => ({rules: sources.map((source) => ({action: 'allow', source}))})
const sources = async (world: World) => (await world.get(path)).body.rules.map(({source}: {source: string}) => source)

async function worldWithSpace(wanted?: Record<string, unknown>): Promise<World> {
  const world = await createWorld()
  await world.space('my-space', wanted)
  return world
}

describe('inbound-ruleset.create refuses', () => {
  it.each<[string, object, ...string[]]>([
    ['what is no CIDR', allow('banana'), 'banana', 'CIDR'],
    ['an address without a prefix', allow('1.2.3.4'), '1.2.3.4'],
    ['a prefix beyond 32', allow('10.0.0.0/33'), '10.0.0.0/33'],
    ['an octet beyond 255', allow('256.0.0.0/8'), '256.0.0.0/8'],
    ['an octal-looking octet', allow('010.0.0.1/8'), '010.0.0.1/8'],
    ['an IPv6 range', allow('2001:db8::/32'), 'IPv6', 'IPv4 only'],
    ['the same range twice', allow('10.0.0.0/8', '10.0.0.0/8'), 'A rule already exists for 10.0.0.0/8.'],
    ['the same range written with host bits', allow('10.0.0.0/8', '10.0.0.1/8'), 'A rule already exists for 10.0.0.0/8.'],
    ['an action nobody knows', {rules: [{action: 'permit', source: '10.0.0.0/8'}]}, 'rules.0.action', 'allow', 'deny'],
    ['a body without rules', {}, 'Require params: rules.'],
    ['rules that are no list', {rules: 'all'}, 'rules', 'a list'],
    ['a 21st range', allow(...Array.from({length: 21}, (_, index) => `10.${index}.0.0/16`)), 'Cannot have more than 20 rules'],
  ])('%s', async (_, body, ...names) => {
    const world = await worldWithSpace()
    expectRefusal(await world.put(path, body), 422, 'invalid_params', ...names)
    expect(await sources(world)).toEqual(['0.0.0.0/0'])
  })

  it.each([member, viewer])('%s, who may look and not change', async (as) => {
    const world = await worldWithSpace()
    expect((await world.get(path, {as})).status).toBe(200)
    expectRefusal(await world.put(path, allow('10.0.0.0/8'), {as}), 403, 'forbidden', 'my-space')
  })

  it.each([collaborator, stranger])('%s, who does not see the space', async (as) => {
    const world = await worldWithSpace()
    expectRefusal(await world.put(path, allow('10.0.0.0/8'), {as}), 404, 'not_found')
  })

  it('any change on fir, whose defaults stay', async () => {
    const world = await worldWithSpace({generation: 'fir'})
    expectRefusal(await world.put(path, allow('10.0.0.0/8')), 422, 'invalid_params', 'not supported for the fir generation')
    expect(await sources(world)).toEqual(['0.0.0.0/0', '::/0'])
  })

  it('a replacement of rules that somebody has replaced meanwhile', async () => {
    const world = await worldWithSpace()
    const {etag = ''} = (await world.get(path)).headers
    await world.put(path, allow('10.0.0.0/8'))
    expectRefusal(await world.put(path, allow('11.0.0.0/8'), {headers: {'if-match': etag}}), 412, 'precondition_failed')
    expect(await sources(world)).toEqual(['10.0.0.0/8'])
  })
})

describe('an inbound ruleset', () => {
  it('replaces the whole one before, in canonical form and in the order given', async () => {
    const world = await worldWithSpace()
    const {status, body} = await world.put(path, allow('192.0.2.129/26', '10.1.2.3/8'))
    expect(status).toBe(200)
    expect(body.rules).toEqual(allow('192.0.2.128/26', '10.0.0.0/8').rules)
    expect(body).toMatchObject({applied: true, created_by: 'admin@acme.example', space: {name: 'my-space'}})
  })

  it('may be empty, which blocks everything', async () => {
    const world = await worldWithSpace()
    expect((await world.put(path, {rules: []})).body.rules).toEqual([])
  })

  it('may be the whole object that was read, as the official CLI sends it', async () => {
    const world = await worldWithSpace()
    const {body: ruleset} = await world.get(path)
    ruleset.rules.push({action: 'allow', source: '10.0.0.0/8'})
    expect((await world.put(path, ruleset)).status).toBe(200)
  })

  it('stays to be read after it was replaced', async () => {
    const world = await worldWithSpace()
    const {body: first} = await world.get(path)
    await world.put(path, allow('10.0.0.0/8'))
    expect((await world.get(`/spaces/my-space/inbound-rulesets/${first.id}`)).body).toEqual(first)
    expect((await world.get('/spaces/my-space/inbound-rulesets')).body).toHaveLength(2)
    expectRefusal(await world.get('/spaces/my-space/inbound-rulesets/nothing'), 404, 'not_found')
  })

  it('is replaced when the condition holds', async () => {
    const world = await worldWithSpace()
    const {etag = ''} = (await world.get(path)).headers
    expect((await world.put(path, allow('10.0.0.0/8'), {headers: {'if-match': etag}})).status).toBe(200)
  })

  it('takes as many ranges as an operator allows', async () => {
    const world = await worldWithSpace()
    await world.patch('/control-plane/settings', {'trusted-ranges': 2})
    expectRefusal(await world.put(path, allow('10.0.0.0/8', '11.0.0.0/8', '12.0.0.0/8')), 422, 'invalid_params', 'more than 2 rules')
    expect((await world.put(path, allow('10.0.0.0/8', '11.0.0.0/8'))).status).toBe(200)
  })
})
