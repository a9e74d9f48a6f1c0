import {describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'

describe('releases', () => {
  it.each([collaborator, stranger])('are not there for %s, who does not see the app', async (as) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    for (const path of ['/apps/my-app/releases', '/apps/my-app/releases/1'])
      expectRefusal(await world.get(path, {as}), 404, 'not_found', "Couldn't find that app.")
  })

  it.each(['3', 'v0', 'latest', '99999999999'])('do not include %s', async (release) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    expectRefusal(await world.get(`/apps/my-app/releases/${release}`), 404, 'not_found', "Couldn't find that release.")
  })

  it('of another app are not found in this one', async () => {
    const world = await createWorld()
    for (const name of ['my-app', 'other-app']) await createApp(world, {name})
    const [theirs] = (await world.get('/apps/other-app/releases')).body
    expectRefusal(await world.get(`/apps/my-app/releases/${theirs.id}`), 404, 'not_found', "Couldn't find that release.")
  })

  it.each([member, viewer])('are seen by %s, who may view the app', async (as) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    expect((await world.get('/apps/my-app/releases', {as})).body).toHaveLength(2)
  })

  it('begin with two on cedar and one on fir', async () => {
    const world = await createWorld()
    for (const generation of ['cedar', 'fir']) {
      await world.space(`${generation}-space`, {generation})
      await createApp(world, {name: `${generation}-app`, space: `${generation}-space`})
    }
    const told = async (app: string) =>
      (await world.get(`/apps/${app}/releases`)).body.map(({version, description}: {version: number; description: string}) => [version, description])
    expect(await told('cedar-app')).toEqual([
      [1, 'Initial release'],
      [2, 'Enable Logplex'],
    ])
    expect(await told('fir-app')).toEqual([[1, 'Initial release']])
  })

  it('tell who made them and when, and which one is current', async () => {
    const world = await createWorld()
    const app = await createApp(world, {name: 'my-app', team: 'acme'}, member)
    world.pass(60)
    await world.patch('/apps/my-app/config-vars', {FOO: 'bar'})
    const {body} = await world.get('/apps/my-app/releases/3')
    expect(body).toMatchObject({
      addon_plan_names: [],
      app: {id: app.id, name: 'my-app'},
      created_at: '2026-01-01T00:01:00Z',
      current: true,
      description: 'Set FOO config vars',
      status: 'succeeded',
      user: {email: admin},
      version: 3,
    })
    expect((await world.get(`/apps/my-app/releases/${body.id}`)).body).toEqual(body)
    expect((await world.get('/apps/my-app/releases/v2')).body).toMatchObject({current: false, user: {email: member}})
    expect((await world.get('/apps/my-app')).body).toMatchObject({released_at: '2026-01-01T00:01:00Z', updated_at: '2026-01-01T00:01:00Z'})
  })

  it('are listed by number, as many and in the order that is asked for', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    for (let count = 1; count <= 9; count++) await world.patch('/apps/my-app/config-vars', {FOO: `${count}`})
    const versions = async (range: string) => {
      const {status, body} = await world.get('/apps/my-app/releases', {headers: {range}})
      return [status, ...body.map(({version}: {version: number}) => version)]
    }
    expect(await versions('')).toEqual([200, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(await versions('version ..; order=desc,max=3')).toEqual([206, 11, 10, 9])
    expect(await versions('version ]9..; max=5')).toEqual([200, 10, 11])
  })
})

describe('code', () => {
  const slug = async (world: World, body: Record<string, unknown> = {process_types: {web: 'npm start'}}) => (await world.post('/apps/my-app/slugs', body)).body
  const release = (world: World, body: unknown) => world.post('/apps/my-app/releases', body)

  it('is a slug, at an address that nobody can ever have', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    const wanted = {process_types: {web: 'npm start'}, commit: '60883d9e8947a57e04dc9124f25df004866a2051', commit_description: 'fixed', checksum: `SHA256:${'a'.repeat(64)}`}
    const {status, body} = await world.post('/apps/my-app/slugs', wanted)
    expect([status, body]).toMatchObject([201, {...wanted, blob: {method: 'PUT'}, stack: {name: 'heroku-24'}, size: null}])
    expect(new URL(body.blob.url).hostname).toMatch(/\.invalid$/)
    expect((await world.get(`/apps/my-app/slugs/${body.id}`)).body).toEqual({...body, blob: {...body.blob, method: 'GET'}})
    await createApp(world, {name: 'other-app'})
    expectRefusal(await world.get(`/apps/other-app/slugs/${body.id}`), 404, 'not_found', "Couldn't find that slug.")
  })

  it.each([
    [{}, 'Require params: process_types.'],
    [{process_types: 'web'}, 'Invalid process_types: expected an object'],
    [{process_types: {web: ''}}, 'Process type web needs a command.'],
    [{process_types: {web: 3}}, 'Process type web needs a command.'],
    [{process_types: {'a b': 'x'}}, 'Process type a b must be'],
    [{process_types: {web: 'x'.repeat(5000)}}, 'longer than 4096'],
    [{process_types: Object.fromEntries(Array.from({length: 101}, (_, index) => [`p${index}`, 'x']))}, 'more than 100 process types'],
    [{process_types: {web: 'x'}, checksum: 'abc'}, 'Checksum must be SHA256:'],
    [{process_types: {web: 'x'}, stack: 'cnb'}, 'cedar'],
  ])('is no slug with %j', async (body, sentence) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    expectRefusal(await world.post('/apps/my-app/slugs', body), 422, 'invalid_params', sentence)
  })

  it('is released, described by its commit or as whoever releases it says', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    const {id} = await slug(world, {process_types: {web: 'x'}, commit: '60883d9e8947a57e04dc9124f25df004866a2051'})
    const {status, body} = await release(world, {slug: id})
    expect([status, body]).toMatchObject([201, {version: 3, current: true, description: 'Deploy 60883d9e', slug: {id}, artifacts: [{type: 'slug', id}], eligible_for_rollback: true}])
    expect((await release(world, {slug: id, description: 'Our own words'})).body.description).toBe('Our own words')
    expect((await world.get('/apps/my-app/releases/2')).body).toMatchObject({slug: null, artifacts: [], eligible_for_rollback: false})
    await world.patch('/apps/my-app/config-vars', {FOO: 'bar'})
    expect((await world.get('/apps/my-app/releases/5')).body).toMatchObject({slug: {id}, eligible_for_rollback: true})
  })

  it('comes back with its config vars, and those of add-ons stay', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    await world.patch('/apps/my-app/config-vars', {FOO: 'before'})
    const {id} = await slug(world, {process_types: {web: 'old'}})
    const {body: first} = await release(world, {slug: id})
    await world.patch('/apps/my-app/config-vars', {FOO: 'after', BAR: 'new'})
    await world.post('/apps/my-app/addons', {plan: 'heroku-postgresql:essential-0'})
    await release(world, {slug: (await slug(world, {process_types: {web: 'new'}})).id})
    const {DATABASE_URL} = (await world.get('/apps/my-app/config-vars')).body
    expect(DATABASE_URL).toBeDefined()
    const {status, body} = await release(world, {release: first.id})
    expect([status, body]).toMatchObject([201, {description: `Rollback to v${first.version}`, slug: {id}, current: true}])
    expect((await world.get('/apps/my-app/config-vars')).body).toEqual({FOO: 'before', DATABASE_URL})
    expect((await world.get('/apps/my-app/formation/web')).body.command).toBe('old')
    expect((await release(world, {release: 'v5'})).body.description).toBe('Rollback to v5')
  })

  it.each([
    [{}, 422, 'Require params: slug.'],
    [{slug: '00000000-0000-4000-8000-ffffffffffff'}, 404, "Couldn't find that slug."],
    [{release: '00000000-0000-4000-8000-ffffffffffff'}, 404, "Couldn't find that release."],
    [{release: 'v1'}, 422, 'Release v1 has no code to roll back to.'],
    [{oci_image: '00000000-0000-4000-8000-ffffffffffff'}, 422, 'OCI images are not supported for the cedar generation.'],
  ] as const)('is not released with %j', async (body, status, sentence) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    expectRefusal(await release(world, body), status, status === 404 ? 'not_found' : 'invalid_params', sentence)
    expect((await world.get('/apps/my-app/releases')).body).toHaveLength(2)
  })

  it('is released and rolled back by whoever deploys', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    const {id} = await slug(world)
    for (const path of ['/apps/my-app/slugs', '/apps/my-app/releases'])
      expectRefusal(await world.post(path, {slug: id, process_types: {web: 'x'}}, {as: viewer}), 403, 'forbidden', 'my-app')
    await addCollaborator(world, 'my-app', member, ['view', 'deploy'])
    expect((await world.post('/apps/my-app/releases', {slug: id}, {as: member})).body).toMatchObject({user: {email: member}})
  })

  it('on fir is an OCI image and never a slug', async () => {
    const world = await createWorld()
    await world.space('fir-space', {generation: 'fir'})
    await createApp(world, {name: 'my-app', space: 'fir-space'})
    expectRefusal(await world.post('/apps/my-app/slugs', {process_types: {web: 'x'}}), 422, 'invalid_params', 'Slugs are not supported for the fir generation.')
    const process_types = {web: {name: 'web', display_cmd: 'bundle exec puma', command: '/cnb/process/web', working_dir: '/workspace/webapp', default: true}}
    const {body: image} = await world.post('/apps/my-app/oci-images', {process_types, commit: '60883d9e8947a57e04dc9124f25df004866a2051', image_repo: 'x/builds'})
    expect(image).toMatchObject({process_types, image_repo: 'x/builds', stack: {name: 'cnb'}, architecture: 'arm64'})
    expect((await world.get(`/apps/my-app/oci-images/${image.id}`)).body).toEqual([image])
    expect((await release(world, {oci_image: image.id})).body).toMatchObject({slug: null, oci_image: {id: image.id}, artifacts: [{type: 'oci-image', id: image.id}]})
    expect((await world.get('/apps/my-app/formation/web')).body).toMatchObject({command: 'bundle exec puma', size: 'dyno-1c-0.5gb'})
  })
})
