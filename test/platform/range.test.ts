import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {createWorld, expectRefusal, type World} from '../helpers/world.js'

const ranged = (range: string) => ({headers: {range}})
const names = (rows: {name: string}[]) => rows.map(({name}) => name)

describe('a Range is refused', () => {
  it.each([
    ['of an attribute the list cannot be sorted by', 'region ..', 'id, name'],
    ['without the two dots', 'name a-z', 'name ..; max=200'],
    ['with a max of nothing', 'name ..; max=0', 'max=0'],
    ['with a max beyond 1000', 'name ..; max=1001', 'max=1 to 1000'],
    ['in an order nobody knows', 'name ..; order=random', 'order=random'],
    ['with a parameter nobody knows', 'name ..; page=2', 'page=2'],
  ])('%s', async (_, range, said) => {
    const world = await createWorld()
    expectRefusal(await world.get('/spaces', ranged(range)), 416, 'requested_range_not_satisfiable', said)
  })
})

describe('a list', () => {
  const fill = async (world: World, count: number) => {
    for (let index = 0; index < count; index++) await world.space(`space-${String(index).padStart(2, '0')}`)
  }

  it('that fits on a page is whole, and leads to no next one', async () => {
    const world = await createWorld()
    await fill(world, 3)
    const {status, headers} = await world.get('/spaces', ranged('name ..; max=3'))
    expect(status).toBe(200)
    expect(headers['next-range']).toBeUndefined()
    expect(headers).toMatchObject({'accept-ranges': 'id, name', 'content-range': 'name space-00..space-02'})
  })

  it('is cut into pages, of which each leads to the next', async () => {
    const world = await createWorld()
    await fill(world, 3)
    const first = await world.get('/spaces', ranged('name ..; max=2'))
    expect(first.status).toBe(206)
    expect(first.headers['next-range']).toBe('name ]space-01..; max=2')
    const second = await world.get('/spaces', ranged(first.headers['next-range'] ?? ''))
    expect(second.status).toBe(200)
    expect(names(second.body)).toEqual(['space-02'])
  })

  it('begins and ends where it is asked to, with or without the ends', async () => {
    const world = await createWorld()
    await fill(world, 5)
    const asked = async (range: string) => names((await world.get('/spaces', ranged(range))).body)
    expect(await asked('name space-01..space-03')).toEqual(['space-01', 'space-02', 'space-03'])
    expect(await asked('name ]space-01..space-03[')).toEqual(['space-02'])
    expect(await asked('name ..; order=desc,max=2')).toEqual(['space-04', 'space-03'])
  })

  it('is walked page by page with each item exactly once, whatever the size and the order', async () => {
    const world = await createWorld()
    await fill(world, 11)
    await fc.assert(
      fc.asyncProperty(fc.integer({min: 1, max: 12}), fc.constantFrom('asc', 'desc'), fc.constantFrom('id', 'name'), async (max, order, attribute) => {
        const seen: string[] = []
        let range: string | undefined = `${attribute} ..; max=${max}, order=${order}`
        while (range !== undefined) {
          const {body, headers}: Awaited<ReturnType<World['get']>> = await world.get('/spaces', ranged(range))
          expect(body.length).toBeLessThanOrEqual(max)
          seen.push(...body.map((space: Record<string, string>) => space[attribute]))
          range = headers['next-range']
        }
        expect(new Set(seen).size).toBe(11)
        expect(seen).toEqual([...seen].sort((a, b) => (order === 'asc' ? 1 : -1) * (a < b ? -1 : 1)))
      }),
      {numRuns: 30},
    )
  })

  it('that the platform knows by heart is cut in the same way', async () => {
    const world = await createWorld()
    const {status, headers, body} = await world.get('/regions', ranged('name dublin..; max=2'))
    expect(status).toBe(206)
    expect(names(body)).toEqual(['dublin', 'eu'])
    expect(headers['next-range']).toBe('name ]eu..; max=2')
  })
})
