import {describe, expect, it} from 'vitest'
import {createWorld, expectRefusal} from '../helpers/world.js'

describe('what the platform offers', () => {
  it('is two regions of the common runtime and ten for spaces', async () => {
    const world = await createWorld()
    const {body} = await world.get('/regions')
    const names = (capable: boolean) => body.filter(({private_capable}: {private_capable: boolean}) => private_capable === capable).map(({name}: {name: string}) => name)
    expect(names(false).sort()).toEqual(['eu', 'us'])
    expect(names(true)).toHaveLength(10)
  })

  it('is found by name and by id', async () => {
    const world = await createWorld()
    const {body: region} = await world.get('/regions/virginia')
    expect((await world.get(`/regions/${region.id}`)).body).toEqual(region)
    expect((await world.get('/stacks/heroku-24')).body.default).toBe(true)
    expect((await world.get('/generations/fir')).body.unsupported_features).toContain('shield')
    expect((await world.get('/teams/acme/available-generations')).body).toHaveLength(2)
  })

  it.each([
    ['/regions/atlantis', 'region'],
    ['/stacks/cedar-10', 'stack'],
    ['/generations/oak', 'generation'],
  ])('has no %s', async (path, thing) => {
    const world = await createWorld()
    expectRefusal(await world.get(path), 404, 'not_found', `Couldn't find that ${thing}.`)
  })
})
