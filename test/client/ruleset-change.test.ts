import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {Contended, ReplyLost, replyLost} from '../../src/lib/client/failures.js'
import {createPlatform} from '../../src/lib/client/platform.js'
import {changeRuleset, type Change} from '../../src/lib/client/ruleset-change.js'
import type {ApiRequest, Send} from '../../src/lib/operations/wire.js'
import {createWorld, type World} from '../helpers/world.js'

beforeEach(() => void vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']}))
afterEach(() => void vi.useRealTimers())

const adding =
  (source: string): Change =>
  (rules) => [...rules, {action: 'allow', source}]
const removing =
  (source: string): Change =>
  (rules) => rules.filter((rule) => rule.source !== source)

/** A change of a space's ranges over a wire that does what tests want. */
async function change(send: Send, wanted: Change) {
  const told = {repairs: 0, unchecked: [] as string[]}
  const changing = changeRuleset(createPlatform(send), {
    space: 'my-space',
    change: wanted,
    onRepair: () => told.repairs++,
    onUnchecked: (reason) => told.unchecked.push(reason),
  }).catch((error: Error) => error)
  let over = false
  void changing.then(() => (over = true))
  while (!over) await vi.advanceTimersByTimeAsync(100)
  return {result: await changing, ...told}
}

async function worldWithSpace(): Promise<World> {
  const world = await createWorld()
  await world.space('my-space')
  return world
}

const rangesOf = async (world: World): Promise<string[]> => {
  const {body} = await world.get('/spaces/my-space/inbound-ruleset')
  return body.rules.map(({source}: {source: string}) => source)
}

const isPut = ({method}: ApiRequest) => method === 'PUT'

/** Somebody else replaces the ranges just before the first of our replacements arrives. */
function overtaken(world: World, sources: string[], {heedsCondition = true} = {}): Send {
  let overtook = false
  return async (request) => {
    if (isPut(request) && !overtook) {
      overtook = true
      await world.put('/spaces/my-space/inbound-ruleset', {rules: sources.map((source) => ({action: 'allow', source}))})
    }
    return world.send(heedsCondition ? request : {...request, headers: {...request.headers, 'if-match': '*'}})
  }
}

describe('a change of trusted ranges', () => {
  it('is made on what others have made of them meanwhile', async () => {
    const world = await worldWithSpace()
    const {result, repairs} = await change(overtaken(world, ['0.0.0.0/0', '10.1.0.0/16']), adding('10.2.0.0/16'))
    expect(result).toMatchObject({rules: [{source: '0.0.0.0/0'}, {source: '10.1.0.0/16'}, {source: '10.2.0.0/16'}]})
    expect(repairs).toBe(0)
    expect(await rangesOf(world)).toEqual(['0.0.0.0/0', '10.1.0.0/16', '10.2.0.0/16'])
  })

  it('that changes nothing is not sent', async () => {
    const world = await worldWithSpace()
    await change(world.send, (rules) => [...rules])
    expect((await world.get('/spaces/my-space/inbound-rulesets')).body).toHaveLength(1)
  })

  it('is given up when others never stop coming first', async () => {
    const world = await worldWithSpace()
    let count = 0
    const busy: Send = async (request) => {
      if (isPut(request)) await world.put('/spaces/my-space/inbound-ruleset', {rules: [{action: 'allow', source: `10.${count++}.0.0/16`}]})
      return world.send(request)
    }
    const {result} = await change(busy, adding('192.0.2.0/24'))
    expect(result).toBeInstanceOf(Contended)
    expect((result as Error).message).toContain('nothing was changed')
    expect(await rangesOf(world)).not.toContain('192.0.2.0/24')
  }, 30_000)
})

describe('a service that does not keep the condition', () => {
  it('gets back what we have overwritten, and it is said', async () => {
    const world = await worldWithSpace()
    const {result, repairs} = await change(overtaken(world, ['0.0.0.0/0', '10.1.0.0/16'], {heedsCondition: false}), adding('10.2.0.0/16'))
    expect(repairs).toBe(1)
    expect(result).toMatchObject({rules: [{source: '0.0.0.0/0'}, {source: '10.2.0.0/16'}, {source: '10.1.0.0/16'}]})
    expect(await rangesOf(world)).toEqual(['0.0.0.0/0', '10.2.0.0/16', '10.1.0.0/16'])
  })

  it('does not get back what somebody has removed meanwhile', async () => {
    const world = await worldWithSpace()
    await change(world.send, adding('10.1.0.0/16'))
    await change(overtaken(world, ['10.1.0.0/16'], {heedsCondition: false}), adding('10.2.0.0/16'))
    expect(await rangesOf(world)).toEqual(['10.1.0.0/16', '10.2.0.0/16'])
  })

  it('that has no room for what was overwritten is told so, and what was changed', async () => {
    const world = await worldWithSpace()
    await world.patch('/control-plane/settings', {'trusted-ranges': 2})
    const {result} = await change(overtaken(world, ['0.0.0.0/0', '10.1.0.0/16'], {heedsCondition: false}), adding('10.2.0.0/16'))
    expect(result).toBeInstanceOf(Contended)
    expect((result as Error).message).toMatch(/was made and has overwritten one of somebody else, which cannot be put back: .*2/)
  })

  it('that is changed all the time is given up on, and it is said that the change was made', async () => {
    const world = await worldWithSpace()
    await world.patch('/control-plane/settings', {'trusted-ranges': 1000})
    let count = 0
    const busy: Send = async (request) => {
      if (isPut(request)) {
        const rules = [...(await rangesOf(world)), `10.${count++}.0.0/16`].map((source) => ({action: 'allow', source}))
        await world.put('/spaces/my-space/inbound-ruleset', {rules})
      }
      return world.send({...request, headers: {...request.headers, 'if-match': '*'}})
    }
    const {result, repairs} = await change(busy, adding('192.0.2.0/24'))
    expect(repairs).toBe(1)
    expect(result).toBeInstanceOf(Contended)
    expect((result as Error).message).toContain('The change to my-space was made')
    expect(await rangesOf(world)).toContain('192.0.2.0/24')
  }, 30_000)
})

it('what was overwritten is found in a history that comes oldest first, or cannot be sorted', async () => {
  for (const refuses of [false, true]) {
    const world = await worldWithSpace()
    const overtaking = overtaken(world, ['0.0.0.0/0', '10.1.0.0/16'], {heedsCondition: false})
    const send: Send = async (request) => {
      const {range = ''} = request.headers
      if (!range.startsWith('created_at')) return overtaking(request)
      world.pass(1)
      if (refuses) return {status: 416, headers: {}, body: '{"id":"requested_range_not_satisfiable","message":"No."}'}
      return overtaking({...request, headers: {...request.headers, range: 'created_at ..; order=asc, max=1000'}})
    }
    world.pass(1)
    const {repairs} = await change(send, adding('10.2.0.0/16'))
    expect(repairs).toBe(1)
    expect(await rangesOf(world)).toEqual(['0.0.0.0/0', '10.2.0.0/16', '10.1.0.0/16'])
  }
})

describe('a change whose reply was lost', () => {
  const losing =
    (world: World, {made}: {made: boolean}): Send =>
    async (request) => {
      if (!isPut(request)) return world.send(request)
      if (made) await world.send(request)
      throw replyLost('PUT', 'The connection was lost.')
    }

  it('and was made, is found in the history, however it was written', async () => {
    const world = await worldWithSpace()
    const {result} = await change(losing(world, {made: true}), adding('10.2.3.4/16'))
    expect(result).toMatchObject({rules: [{source: '0.0.0.0/0'}, {source: '10.2.0.0/16'}]})
    expect((await world.get('/spaces/my-space/inbound-rulesets')).body).toHaveLength(2)
  })

  it('and was not made, is said not to have been, and not sent again', async () => {
    const world = await worldWithSpace()
    const {result} = await change(losing(world, {made: false}), adding('10.2.0.0/16'))
    expect(result).toBeInstanceOf(ReplyLost)
    expect((result as Error).message).toBe('The connection was lost. The trusted IP ranges were looked up: they were not changed.')
    expect(await rangesOf(world)).toEqual(['0.0.0.0/0'])
  })

  it('and that cannot be looked up either, leaves open what became of it', async () => {
    const world = await worldWithSpace()
    const send: Send = async (request) => {
      if (isPut(request) || request.path.endsWith('inbound-rulesets')) throw replyLost(request.method, 'The connection was lost.')
      return world.send(request)
    }
    const {result} = await change(send, adding('10.2.0.0/16'))
    expect((result as Error).message).toBe('The connection was lost. It is not known whether the request was carried out.')
  })
})

it('a change that was made is not called failed because it could not be checked', async () => {
  const world = await worldWithSpace()
  const send: Send = async (request) =>
    request.path.endsWith('inbound-rulesets') ? {status: 503, headers: {}, body: '{"id":"service_unavailable","message":"Back soon."}'} : world.send(request)
  const {result, unchecked} = await change(send, adding('10.2.0.0/16'))
  expect(result).toMatchObject({rules: [{source: '0.0.0.0/0'}, {source: '10.2.0.0/16'}]})
  expect(unchecked).toEqual(['Back soon.'])
})

it.each([true, false])('twenty at once are all there, on a service that keeps the condition: %s', async (heedsCondition) => {
  const world = await worldWithSpace()
  await world.patch('/control-plane/settings', {'trusted-ranges': 100})
  await Promise.all([change(world.send, adding('10.100.0.0/16')), change(world.send, adding('10.101.0.0/16'))])
  // Every request waits for the next turn, so that all come between each other.
  const send: Send = async (request) => {
    await new Promise(setImmediate)
    return world.send(heedsCondition ? request : {...request, headers: {...request.headers, 'if-match': '*'}})
  }
  const added = Array.from({length: 20}, (_, number) => `10.${number}.0.0/16`)
  const results = await Promise.all([...added.map((source) => change(send, adding(source))), change(send, removing('10.100.0.0/16'))])
  expect(results.map(({result}) => result).filter((result) => result instanceof Error)).toEqual([])
  expect((await rangesOf(world)).sort()).toEqual(['0.0.0.0/0', ...added, '10.101.0.0/16'].sort())
}, 30_000)
