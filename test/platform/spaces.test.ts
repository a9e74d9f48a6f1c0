import {describe, expect, it} from 'vitest'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer} from '../helpers/world.js'

describe('space.create refuses', () => {
  const refused: [string, Record<string, unknown>, ...(RegExp | string)[]][] = [
    ['a region nobody has', {region: 'oregno'}, "Couldn't find that region.", 'Did you mean oregon?'],
    ['a common-runtime region', {region: 'us'}, 'Region us is not available for Private Spaces.', 'virginia'],
    ['a name that is too short', {name: 'ab'}, '3'],
    ['upper case in a name', {name: 'My-Space'}, 'lowercase letters'],
    ['a double dash in a name', {name: 'my--space'}, 'single dashes'],
    ['a /17', {cidr: '10.0.0.0/17'}, '/16'],
    ['a public range', {cidr: '8.8.0.0/16'}, '10.0.0.0/8'],
    ['a data range that is too large', {data_cidr: '10.4.0.0/15'}, '/16', '/20'],
    ['a data range that is too small', {data_cidr: '10.4.0.0/21'}, '/16', '/20'],
    ['ranges that overlap', {cidr: '10.2.0.0/16', data_cidr: '10.2.16.0/20'}, 'overlap'],
    ['shield on fir', {generation: 'fir', shield: true}, 'Shield spaces are not supported for the fir generation.'],
    ['a generation nobody has', {generation: 'oak'}, 'cedar or fir'],
    ['a log drain without shield', {log_drain_url: 'https://logs.example.com'}, 'Shield'],
    ['a log drain over http', {shield: true, log_drain_url: 'http://logs.example.com'}, 'https://'],
    ['a name that is a number', {name: 5}, 'name', 'a string', '5'],
  ]
  it.each(refused)('%s', async (_, wanted, ...names) => {
    const world = await createWorld()
    expectRefusal(await world.post('/spaces', {name: 'my-space', team: 'acme', ...wanted}), 422, 'invalid_params', ...names)
    expect((await world.get('/spaces')).body).toEqual([])
  })

  it('a request without name and team', async () => {
    const world = await createWorld()
    expectRefusal(await world.post('/spaces', {}), 422, 'invalid_params', 'Require params: name, team.')
  })

  it('a name that is taken, by a space of whatever team', async () => {
    const world = await createWorld()
    await world.space('my-space')
    expectRefusal(await world.post('/spaces', {name: 'my-space', team: 'globex'}, {as: stranger}), 422, 'invalid_params', 'Name my-space is already taken')
  })

  it.each([member, viewer, collaborator])('%s, who is no admin', async (as) => {
    const world = await createWorld()
    expectRefusal(await world.post('/spaces', {name: 'my-space', team: 'acme'}, {as}), 403, 'forbidden', 'acme')
  })

  it('a team the caller does not belong to, as if there were none', async () => {
    const world = await createWorld()
    expectRefusal(await world.post('/spaces', {name: 'my-space', team: 'acme'}, {as: stranger}), 404, 'not_found', "Couldn't find that team.")
  })
})

describe('a space', () => {
  it('is allocating, then allocated, then deleting, then gone', async () => {
    const world = await createWorld()
    const created = await world.post('/spaces', {name: 'my-space', team: 'acme'})
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      cidr: '10.0.0.0/16',
      data_cidr: '10.1.0.0/16',
      region: {name: 'virginia'},
      shield: false,
      state: 'allocating',
      team: {name: 'acme'},
    })
    expect((await world.get('/spaces/my-space')).body.state).toBe('allocating')
    world.pass(2)
    expect((await world.get('/spaces/my-space')).body.state).toBe('allocated')
    expect((await world.delete('/spaces/my-space')).body.state).toBe('deleting')
    expectRefusal(await world.delete('/spaces/my-space'), 422, 'invalid_params', 'being deleted')
    world.pass(2)
    expectRefusal(await world.get('/spaces/my-space'), 404, 'not_found', "Couldn't find that space.")
    expect((await world.post('/spaces', {name: 'my-space', team: 'acme'})).status).toBe(201)
  })

  it('is seen allocating first even where allocation takes no time', async () => {
    const world = await createWorld()
    await world.patch('/control-plane/settings', {allocation: 0})
    expect((await world.post('/spaces', {name: 'my-space', team: 'acme'})).body.state).toBe('allocating')
    expect((await world.get('/spaces/my-space')).body.state).toBe('allocated')
  })

  it('gives its generation as an object to version 3 and as a name to the variants', async () => {
    const world = await createWorld()
    await world.space('my-space')
    const accept = 'application/vnd.heroku+json; version=3.sdk'
    expect((await world.get('/spaces/my-space')).body.generation).toMatchObject({name: 'cedar'})
    expect((await world.get('/spaces/my-space', {headers: {accept}})).body.generation).toBe('cedar')
  })

  it('is seen by members and viewers of its team, not by collaborators or others', async () => {
    const world = await createWorld()
    await world.space('my-space')
    for (const as of [member, viewer]) expect((await world.get('/spaces/my-space', {as})).status).toBe(200)
    for (const as of [collaborator, stranger]) {
      expectRefusal(await world.get('/spaces/my-space', {as}), 404, 'not_found')
      expect((await world.get('/spaces', {as})).body).toEqual([])
    }
  })
})
