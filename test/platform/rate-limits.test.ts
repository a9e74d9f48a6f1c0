import {describe, expect, it} from 'vitest'
import {join} from 'node:path'
import {temporaryFolder} from '../helpers/folder.js'
import {type Answer, collaborator, createWorld, expectRefusal, member, viewer, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'
const bearer = (token: string) => ({headers: {authorization: `Bearer ${token}`}})

/** A served world in which an account may make so many requests an hour, and whoever runs it. */
async function limited(limit: number, file?: string) {
  const world = await createWorld({guarded: true, ...(file !== undefined && {file})})
  const operator = bearer(await world.tokenOf(member, undefined, ['global', 'operator']))
  await world.patch('/control-plane/settings', {'requests-per-hour': limit}, operator)
  return {world, operator, own: bearer(await world.tokenOf(admin))}
}

type Own = ReturnType<typeof bearer>

const remaining = ({headers}: Answer) => headers['ratelimit-remaining']

/** Asks until it is refused. @returns how many were answered */
async function exhaust(world: World, own: Own): Promise<number> {
  for (let answered = 0; ; answered++) {
    const {status} = await world.get('/spaces', own)
    if (status === 429) return answered
    expect([status, answered]).toEqual([200, expect.toSatisfy((count: number) => count < 1000)])
  }
}

describe('too many requests are refused', () => {
  it("in Heroku's words, with when to come back", async () => {
    const {world, own} = await limited(3)
    for (const left of ['2', '1', '0']) expect(remaining(await world.get('/spaces', own))).toBe(left)
    const refused = await world.post('/teams', {name: 'side-team'}, own)
    expectRefusal(refused, 429, 'rate_limit', 'Your account reached the API rate limit\nPlease wait a few minutes before making new requests')
    expect(refused.body.url).toBe('https://devcenter.heroku.com/articles/platform-api-reference#rate-limits')
    expect(refused.headers).toMatchObject({'retry-after': '1200', 'ratelimit-remaining': '0'})
    world.pass(1200)
    expect((await world.get('/teams', own)).body.map(({name}: {name: string}) => name)).toEqual(['acme', 'acme-labs'])
  })

  it('whatever they are: reads that are kept, refusals, changes', async () => {
    const {world, own} = await limited(4)
    await world.get('/spaces', own)
    await world.get('/spaces', own)
    await world.get('/spaces/none', own)
    await world.post('/spaces', {}, own)
    expect((await world.get('/spaces', own)).status).toBe(429)
  })

  it('with every token of the account together', async () => {
    const {world, own} = await limited(3)
    const other = bearer(await world.tokenOf(admin))
    for (const token of [own, other, own]) expect((await world.get('/spaces', token)).status).toBe(200)
    for (const token of [own, other]) expect((await world.get('/spaces', token)).status).toBe(429)
  })

  it('as they come back: one after another, and never more than the hour has', async () => {
    const {world, own} = await limited(60)
    expect(await exhaust(world, own)).toBe(60)
    world.pass(59)
    expect(await exhaust(world, own)).toBe(0)
    world.pass(1)
    expect(await exhaust(world, own)).toBe(1)
    world.pass(90)
    expect(await exhaust(world, own)).toBe(1)
    world.pass(30)
    expect(await exhaust(world, own)).toBe(1)
    world.pass(600)
    expect(await exhaust(world, own)).toBe(10)
    world.pass(100_000)
    expect(await exhaust(world, own)).toBe(60)
  })

  it('after time in which nothing was asked, no more than there are: what was taken and not spent is not added to a full hour', async () => {
    const {world, own} = await limited(100)
    await world.get('/spaces', own)
    world.pass(3600)
    expect(await exhaust(world, own)).toBe(100)
  })

  it('when a hundred come at once', async () => {
    const {world, own} = await limited(30)
    const answers = await Promise.all(Array.from({length: 100}, () => world.get('/spaces', own)))
    expect(answers.filter(({status}) => status === 200)).toHaveLength(30)
    expect(answers.filter(({status}) => status === 429)).toHaveLength(70)
  })
})

describe('servers of one world', () => {
  it('let pass together what one would, however it is spread', async () => {
    const file = join(temporaryFolder(), 'world.sqlite')
    const {world, own} = await limited(200, file)
    const servers = [world, ...(await Promise.all([1, 2].map((number) => createWorld({guarded: true, file, firstId: number * 10_000}))))]
    let passed = 0
    for (let round = 0; round < 100; round++) for (const server of servers) if ((await server.get('/spaces', own)).status === 200) passed++
    expect(passed).toBe(200)
    for (const server of servers) server.pass(36)
    let more = 0
    for (const server of servers) more += await exhaust(server, own)
    expect(more).toBe(2)
  })

  it('never let pass more, also where one has taken some and spends them late', async () => {
    const file = join(temporaryFolder(), 'world.sqlite')
    const {world: idle, own} = await limited(200, file)
    const busy = await createWorld({guarded: true, file, firstId: 10_000})
    await idle.get('/spaces', own)
    const first = await exhaust(busy, own)
    // It has taken a twentieth of what there was.
    expect(first).toBe(190)
    const late = await exhaust(idle, own)
    expect(1 + first + late).toBe(200)
  })

  it('let pass no more when a full hour has come back and one still has what it took', async () => {
    const file = join(temporaryFolder(), 'world.sqlite')
    const {world: idle, own} = await limited(200, file)
    const busy = await createWorld({guarded: true, file, firstId: 10_000})
    await idle.get('/spaces', own)
    await busy.get('/spaces', own)
    for (const server of [idle, busy]) server.pass(3600)
    const [one, other] = [await exhaust(busy, own), await exhaust(idle, own)]
    expect(one + other).toBe(200)
  })
})

describe('what a server has taken and not spent comes back to the others', () => {
  it('when nobody has spent it for a minute and the server takes for somebody else: no sooner, and no more', async () => {
    const file = join(temporaryFolder(), 'world.sqlite')
    const {world: idle, own} = await limited(200, file)
    const busy = await createWorld({guarded: true, file, firstId: 10_000})
    const other = [bearer(await idle.tokenOf(viewer)), bearer(await idle.tokenOf(collaborator))] as const
    await idle.get('/spaces', own)
    expect(await exhaust(busy, own)).toBe(190)
    for (const server of [idle, busy]) server.pass(59)
    await idle.get('/spaces', other[0])
    // One comes back in 18 seconds.
    expect(await exhaust(busy, own)).toBe(3)
    for (const server of [idle, busy]) server.pass(1)
    await idle.get('/spaces', other[1])
    expect(await exhaust(busy, own)).toBe(0)
    // A server that has found none looks again when one has to have come.
    for (const server of [idle, busy]) server.pass(12)
    expect(await exhaust(busy, own)).toBe(9 + 1)
    expect(await exhaust(idle, own)).toBe(0)
  })

  it('not when a full hour has come back in the meantime, which has it already', async () => {
    const file = join(temporaryFolder(), 'world.sqlite')
    const {world: idle, own} = await limited(200, file)
    const busy = await createWorld({guarded: true, file, firstId: 10_000})
    await idle.get('/spaces', own)
    for (const server of [idle, busy]) server.pass(3600)
    const first = await exhaust(busy, own)
    await idle.get('/spaces', bearer(await idle.tokenOf(viewer)))
    expect([first, await exhaust(busy, own)]).toEqual([200, 0])
  })
})

describe('no request is counted', () => {
  it('that asks what is left', async () => {
    const {world, own} = await limited(5)
    await world.get('/spaces', own)
    for (let time = 0; time < 10; time++) expect((await world.get('/account/rate-limits', own)).body).toEqual({remaining: 4})
    await exhaust(world, own)
    expect((await world.get('/account/rate-limits', own)).body).toEqual({remaining: 0})
  })

  it('that runs the control plane, or the limit could not be raised', async () => {
    const {world, operator} = await limited(1)
    expect(await exhaust(world, operator)).toBe(1)
    await world.patch('/control-plane/settings', {'requests-per-hour': 0}, operator)
    world.pass(3600)
    expect((await world.get('/spaces', operator)).status).toBe(200)
  })

  it('of a token that is none, or is none any more', async () => {
    const {world, own} = await limited(10)
    expectRefusal(await world.get('/spaces', bearer('wrong')), 401, 'unauthorized')
    const short = bearer(await world.tokenOf(admin, 60))
    expect(remaining(await world.get('/spaces', short))).toBe('9')
    world.pass(60)
    for (let time = 0; time < 5; time++) expectRefusal(await world.get('/spaces', short), 401, 'unauthorized')
    expect(Number(remaining(await world.get('/spaces', own)))).toBeGreaterThanOrEqual(7)
  })

  it('where there is no limit', async () => {
    const {world, own} = await limited(0)
    const answer = await world.get('/spaces', own)
    expect([answer.status, remaining(answer)]).toEqual([200, undefined])
    expect((await world.get('/account/rate-limits', own)).body).toEqual({remaining: 4500})
  })

  it('by an embedded control plane', async () => {
    const world = await createWorld()
    await world.patch('/control-plane/settings', {'requests-per-hour': 1})
    for (let time = 0; time < 5; time++) expect(remaining(await world.get('/spaces'))).toBeUndefined()
  })
})

it('every answer says what is left, refusals and kept ones too, from 4,500 on', async () => {
  const world = await createWorld({guarded: true})
  const own = bearer(await world.tokenOf(admin))
  const answers = [await world.get('/spaces', own), await world.get('/spaces', own), await world.get('/spaces/none', own), await world.get('/spaces', {headers: {...own.headers, 'if-none-match': '"d751713988987e9331980363e24189ce"'}})]
  expect(answers.map((answer) => [answer.status, remaining(answer)])).toEqual([[200, '4499'], [200, '4498'], [404, '4497'], [304, '4496']])
})
