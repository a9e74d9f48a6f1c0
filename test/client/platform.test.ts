import {describe, expect, it} from 'vitest'
import {ApiFailure, NotUnderstood, ReplyLost, UsageFailure} from '../../src/lib/client/failures.js'
import {createPlatform} from '../../src/lib/client/platform.js'
import type {ApiRequest, ApiResponse} from '../../src/lib/operations/wire.js'
import {createWorld} from '../helpers/world.js'

/** A platform whose target gives these answers, one after the other. */
function platformOf(...answers: (Partial<ApiResponse> & {body: string})[]) {
  const requests: ApiRequest[] = []
  const warnings: string[] = []
  const platform = createPlatform(
    async (request) => ({status: 200, headers: {}, ...answers[requests.push(request) - 1]}) as ApiResponse,
    (warning) => warnings.push(warning),
  )
  return {platform, requests, warnings}
}

describe('a list', () => {
  it('is all of its pages', async () => {
    const world = await createWorld()
    for (const number of [1, 2, 3, 4, 5]) await world.space(`space-${number}`)
    const platform = createPlatform((request) => world.send({...request, headers: {range: 'name ..; max=2', ...request.headers}}))
    expect((await platform.call('space.list', {})).map(({name}) => name)).toEqual(['space-1', 'space-2', 'space-3', 'space-4', 'space-5'])
  })

  it('of which one page is asked for is one page', async () => {
    const world = await createWorld()
    for (const number of [1, 2, 3]) await world.space(`space-${number}`)
    const spaces = await createPlatform(world.send).call('space.list', {range: 'name ..; max=2'})
    expect(spaces.map(({name}) => name)).toEqual(['space-1', 'space-2'])
  })

  it('whose pages never end is given up', async () => {
    const page = {status: 206, headers: {'next-range': 'id ]a..; max=1'}, body: '[{"name":"a"}]'}
    const {platform, requests} = platformOf(page, page, page, page)
    await expect(platform.call('space.list', {})).rejects.toThrow('the same page of a list over and over')
    expect(requests).toHaveLength(2)
  })
})

describe('an answer that cannot be understood', () => {
  it.each(['{', '<h1>', 'null', '"yes"', '7', '{"name":"not a list"}'])('is no list of spaces: %s', async (body) => {
    await expect(platformOf({body}).platform.call('space.list', {})).rejects.toBeInstanceOf(NotUnderstood)
  })

  it('leaves open what became of a change', async () => {
    const {platform} = platformOf({status: 201, body: '{"na'})
    await expect(platform.call('space.create', {body: {name: 'my-space', team: 'acme'}})).rejects.toBeInstanceOf(ReplyLost)
  })
})

describe('a refusal', () => {
  it.each([
    ['{"id":"not_found","message":"Couldn\'t find that space."}', 'not_found', "Couldn't find that space."],
    ['{"message":"No."}', 'http_404', 'No.'],
    ['<h1>Not Found</h1>', 'http_404', 'The control plane answered with status 404 and no explanation.'],
    ['null', 'http_404', 'The control plane answered with status 404 and no explanation.'],
    ['', 'http_404', 'The control plane answered with status 404 and no explanation.'],
  ])('is told as it is: %s', async (body, id, message) => {
    const refusal = await platformOf({status: 404, body}).platform.call('space.info', {space: 'my-space'}).catch((error: Error) => error)
    expect(refusal).toBeInstanceOf(ApiFailure)
    expect(refusal).toMatchObject({status: 404, message, body: {id, message}})
  })
})

describe('a path', () => {
  it.each(['', '.', '..'])('is not made with %j in place of a name', async (space) => {
    const {platform, requests} = platformOf({body: '{}'})
    await expect(platform.call('space.delete', {space})).rejects.toBeInstanceOf(UsageFailure)
    expect(requests).toEqual([])
  })

  it('holds a name as one part, whatever is in it', async () => {
    const {platform, requests} = platformOf({body: '{}'})
    await platform.call('space.info', {space: '../apps/x?y#z'})
    expect(requests[0]?.path).toBe('/spaces/..%2Fapps%2Fx%3Fy%23z')
  })
})

it('a warning of the service is told once', async () => {
  const headers = {'x-heroku-warning': 'Warning: maintenance tonight'}
  const {platform, warnings} = platformOf({headers, body: '{}'}, {headers, body: '{}'})
  await platform.call('space.info', {space: 'my-space'})
  await platform.call('space.info', {space: 'my-space'})
  expect(warnings).toEqual(['maintenance tonight'])
})

it("the target's clock is known once it has answered", async () => {
  const {platform} = platformOf({headers: {date: 'Thu, 01 Jan 2026 00:00:30 GMT'}, body: '{}'}, {body: '{}'})
  expect(platform.serverTime()).toBeUndefined()
  await platform.call('space.info', {space: 'my-space'})
  expect(platform.serverTime()).toBe(Date.parse('2026-01-01T00:00:30Z'))
  await platform.call('space.info', {space: 'my-space'})
  expect(platform.serverTime()).toBeUndefined()
})
