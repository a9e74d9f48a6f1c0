import {beforeEach, describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {couple, createPipeline} from '../helpers/pipelines.js'
import {type Answer, collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'

let world: World

beforeEach(async () => {
  world = await createWorld()
})

const teamId = async (team: string, as = admin) => (await world.get(`/teams/${team}`, {as})).body.id
const accountId = async (as: string) => (await world.get('/account', {as})).body.id
const names = async (as: string, path = '/pipelines') => (await world.get(path, {as})).body.map(({name}: {name: string}) => name)

describe('pipeline.create refuses', () => {
  it.each([
    [{}, 'Require params: name.'],
    [{name: 'A'}, 'Name is too short (minimum is 3 characters).'],
    [{name: 'x'.repeat(31)}, 'Name is too long (maximum is 30 characters).'],
    [{name: '1st'}, 'Name must start with a letter and can only contain lowercase letters, digits, and dashes.'],
    [{name: 'My-Pipeline'}, 'Name must start with a letter'],
    [{name: 'my-pipeline', generation: {name: 'oak'}}, "Couldn't find that generation."],
    [{name: 'my-pipeline', owner: {id: 'x', type: 'space'}}, 'Invalid owner.type: expected team or user'],
    [{name: 'my-pipeline', owner: {type: 'team'}}, 'Require params: owner.id.'],
  ])('%j', async (body, sentence) => {
    expectRefusal(await world.post('/pipelines', body), 422, 'invalid_params', sentence)
    expect(await names(admin)).toEqual([])
  })

  it('a team that the caller is not in, in which they may create nothing, and another person as owner', async () => {
    const owned = async (owner: unknown, as: string) => world.post('/pipelines', {name: 'my-pipeline', owner}, {as})
    const acme = {id: await teamId('acme'), type: 'team'}
    expectRefusal(await owned(acme, stranger), 404, 'not_found', "Couldn't find that team.")
    for (const as of [viewer, collaborator]) expectRefusal(await owned(acme, as), 403, 'forbidden', 'You do not have access to the team acme.')
    expectRefusal(await owned({id: await accountId(member), type: 'user'}, admin), 404, 'not_found', "Couldn't find that account.")
    expect(await names(admin)).toEqual([])
    expect((await owned(acme, member)).status).toBe(201)
  })
})

describe('a pipeline', () => {
  it("is its creator's unless a team is named, and of the generation that is named", async () => {
    const {status, body} = await world.post('/pipelines', {name: 'my-pipeline'})
    expect([status, body]).toEqual([
      201,
      {
        created_at: '2026-01-01T00:00:00Z',
        generation: {id: expect.any(String), name: 'cedar'},
        id: expect.any(String),
        name: 'my-pipeline',
        owner: {id: await accountId(admin), type: 'user'},
        updated_at: '2026-01-01T00:00:00Z',
      },
    ])
    expect(await createPipeline(world, 'fir-pipeline', {generation: 'fir'})).toMatchObject({generation: {name: 'fir'}, owner: {id: await teamId('acme'), type: 'team'}})
    const headers = {accept: 'application/vnd.heroku+json; version=3.pipelines'}
    expect((await world.get('/pipelines/fir-pipeline', {headers})).body.generation).toBe('fir')
  })

  it('of a person is seen by nobody else, and one of a team by who may view the team', async () => {
    const {body: own} = await world.post('/pipelines', {name: 'own-pipeline'})
    const ofTeam = await createPipeline(world, 'team-pipeline')
    const seen = Object.fromEntries(await Promise.all([admin, member, viewer, collaborator, stranger].map(async (as) => [as, await names(as)])))
    expect(seen).toEqual({[admin]: ['own-pipeline', 'team-pipeline'], [member]: ['team-pipeline'], [viewer]: ['team-pipeline'], [collaborator]: [], [stranger]: []})
    for (const [id, as] of [[own.id, member], [ofTeam.id, collaborator], [ofTeam.id, stranger], ['own-pipeline', member]])
      expectRefusal(await world.get(`/pipelines/${id}`, {as}), 404, 'not_found', "Couldn't find that pipeline.")
  })

  it('is seen, and not changed, by who may view one of its apps; they see that app and no other', async () => {
    const {id} = await createPipeline(world, 'my-pipeline')
    for (const name of ['my-app', 'other-app']) {
      const app = await createApp(world, {name, team: 'acme'})
      await couple(world, app.id, id, 'staging')
    }
    await addCollaborator(world, 'my-app', collaborator, ['view', 'operate', 'manage'])
    expect(await names(collaborator)).toEqual(['my-pipeline'])
    const {body: couplings} = await world.get(`/pipelines/${id}/pipeline-couplings`, {as: collaborator})
    expect(couplings).toHaveLength(1)
    const {body: all} = await world.get(`/pipelines/${id}/pipeline-couplings`)
    const {body: apps} = await world.post('/filters/apps', {in: {id: all.map(({app}: {app: {id: string}}) => app.id)}}, {as: collaborator})
    expect(apps.map(({name}: {name: string}) => name)).toEqual(['my-app'])
    for (const as of [collaborator, viewer])
      for (const answer of [await world.patch(`/pipelines/${id}`, {name: 'theirs'}, {as}), await world.delete(`/pipelines/${id}`, {as})])
        expectRefusal(answer, 403, 'forbidden', 'You do not have access to the pipeline my-pipeline.')
    expect(await names(admin)).toEqual(['my-pipeline'])
  })

  it('is found by its exact name, and by its id where several have the name', async () => {
    const first = await createPipeline(world, 'my-pipeline')
    await createPipeline(world, 'my-pipeline-2')
    expect(await names(admin, '/pipelines?eq[name]=my-pipeline')).toEqual(['my-pipeline'])
    expect(await names(admin, '/pipelines?eq%5Bname%5D=my')).toEqual([])
    expect((await world.get('/pipelines/my-pipeline')).body).toEqual(first)
    world.pass(1)
    const {body: second} = await world.post('/pipelines', {name: 'my-pipeline'})
    expect(await names(admin, '/pipelines?eq[name]=my-pipeline')).toEqual(['my-pipeline', 'my-pipeline'])
    expectRefusal(await world.delete('/pipelines/my-pipeline'), 422, 'multiple_matches', `Several pipelines have the name my-pipeline. Use the id of one: ${first.id}, ${second.id}.`)
    expect((await world.get('/pipelines/my-pipeline', {as: member})).body).toEqual(first)
    expect((await world.get(`/pipelines/${second.id}`)).body).toEqual(second)
  })

  it('is renamed under the rules for its name', async () => {
    const {id} = await createPipeline(world, 'my-pipeline')
    expectRefusal(await world.patch(`/pipelines/${id}`, {name: 'A B'}), 422, 'invalid_params', 'Name must start with a letter')
    world.pass(5)
    expect((await world.patch(`/pipelines/${id}`, {name: 'renamed'}, {as: member})).body).toMatchObject({id, name: 'renamed', updated_at: '2026-01-01T00:00:05Z'})
    expect((await world.patch(`/pipelines/${id}`, {})).body.name).toBe('renamed')
  })

  it('is destroyed without its apps, and an app leaves it when it is destroyed', async () => {
    const {id} = await createPipeline(world, 'my-pipeline')
    for (const name of ['my-app', 'other-app']) {
      const app = await createApp(world, {name, team: 'acme'})
      await couple(world, app.id, id, 'production')
    }
    await world.delete('/apps/other-app')
    expect((await world.get('/pipeline-couplings')).body).toHaveLength(1)
    expect((await world.delete(`/pipelines/${id}`)).body).toMatchObject({id, name: 'my-pipeline'})
    expectRefusal(await world.get(`/pipelines/${id}`), 404, 'not_found')
    expectRefusal(await world.get('/apps/my-app/pipeline-couplings'), 404, 'not_found', "Couldn't find that pipeline coupling.")
    expect((await world.get('/apps/my-app')).status).toBe(200)
  })
})

describe('filters/apps', () => {
  it('gives the apps by their ids, as many as are asked for, and none that the caller does not see', async () => {
    const mine = await createApp(world, {name: 'my-app', team: 'acme'})
    const own = await createApp(world, {name: 'own-app'})
    const filter = (ids: unknown, as: string, range = '') => world.post('/filters/apps', {in: {id: ids}}, {as, headers: {range}})
    const {status, body} = await filter([own.id, mine.id, '00000000-0000-4000-8000-ffffffffffff'], admin, 'id ..; max=1000;')
    expect([status, body.map(({name}: {name: string}) => name)]).toEqual([200, ['my-app', 'own-app']])
    expect((await filter([own.id, mine.id], admin, 'name ..; max=1')).status).toBe(206)
    expect((await filter([own.id, mine.id], viewer)).body).toHaveLength(1)
    expect((await filter([own.id, mine.id], stranger)).body).toEqual([])
    expect((await filter([], admin)).body).toEqual([])
    expect((await filter([...Array.from({length: 100_000}, () => 'x'), mine.id.toUpperCase()], admin)).body).toHaveLength(1)
    expectRefusal(await world.post('/filters/apps', {}), 422, 'invalid_params', 'Require params: in.')
    expectRefusal(await filter('my-app', admin), 422, 'invalid_params', 'Invalid in.id: expected a list')
  })
})

describe('pipeline-transfer.create', () => {
  let pipeline: Answer['body']
  const transfer = async (id: string, type: string, as = admin) => world.post('/pipeline-transfers', {pipeline: {id: pipeline.id}, new_owner: {id, type}}, {as})
  const owners = async () => {
    const {body: apps} = await world.get('/apps')
    return Object.fromEntries(apps.map(({name, owner}: {name: string; owner: {email: string}}) => [name, owner.email]))
  }

  beforeEach(async () => {
    pipeline = await createPipeline(world, 'my-pipeline')
    for (const [name, stage] of [['my-app', 'staging'], ['other-app', 'production']] as const) {
      await createApp(world, {name, team: 'acme'})
      await couple(world, name, pipeline.id, stage)
    }
  })

  it('takes the apps along to another team', async () => {
    const labs = await teamId('acme-labs')
    const {status, body} = await transfer(labs, 'team')
    expect([status, body]).toEqual([201, {new_owner: {id: labs, type: 'team'}, pipeline: {id: pipeline.id}, previous_owner: {id: await teamId('acme'), type: 'team'}}])
    expect(await owners()).toEqual({'my-app': 'acme-labs@herokumanager.com', 'other-app': 'acme-labs@herokumanager.com'})
    expect((await world.get(`/pipelines/${pipeline.id}`)).body.owner.id).toBe(labs)
    expect(await names(viewer)).toEqual([])
  })

  it('takes them to somebody in the team, and from a person to a team', async () => {
    expect((await transfer(await accountId(member), 'user')).status).toBe(201)
    expect((await world.get('/apps/my-app', {as: member})).body.owner.email).toBe(member)
    expect(await names(admin)).toEqual([])
    expect((await transfer(await teamId('acme', member), 'team', member)).status).toBe(201)
    expect(await owners()).toEqual({'my-app': 'acme@herokumanager.com', 'other-app': 'acme@herokumanager.com'})
  })

  it('refuses whoever may not manage the pipeline, or one of its apps', async () => {
    const labs = await teamId('acme-labs')
    expectRefusal(await transfer(labs, 'team', viewer), 403, 'forbidden', 'You do not have access to the pipeline my-pipeline.')
    expectRefusal(await transfer(labs, 'team', collaborator), 404, 'not_found', "Couldn't find that pipeline.")
    expectRefusal(await transfer(labs, 'team', member), 403, 'forbidden', 'You do not have the required access to the app my-app')
    await addCollaborator(world, 'my-app', member, ['view', 'manage'])
    expectRefusal(await transfer(labs, 'team', member), 403, 'forbidden', 'other-app')
    expect(new Set(Object.values(await owners()))).toEqual(new Set(['acme@herokumanager.com']))
  })

  it('refuses a team that is not the caller’s, nobody’s account, and one that is not in the team', async () => {
    expectRefusal(await transfer(await teamId('globex', stranger), 'team'), 404, 'not_found', "Couldn't find that team.")
    expectRefusal(await transfer('nobody@elsewhere.example', 'user'), 404, 'not_found', "Couldn't find that account.")
    expectRefusal(await transfer(await accountId(stranger), 'user'), 422, 'invalid_params', 'admin@globex.example is not in the team acme, whose pipeline my-pipeline is.')
    expectRefusal(await world.post('/pipeline-transfers', {pipeline: {id: pipeline.id}}), 422, 'invalid_params', 'Require params: new_owner.')
    expectRefusal(await world.post('/pipeline-transfers', {new_owner: {id: 'x', type: 'team'}}), 422, 'invalid_params', 'Require params: pipeline.')
    expect((await world.get(`/pipelines/${pipeline.id}`)).body).toEqual(pipeline)
  })

  it('refuses to give a personal pipeline to another person unasked', async () => {
    pipeline = (await world.post('/pipelines', {name: 'own-pipeline'})).body
    expectRefusal(await transfer(await accountId(member), 'user'), 422, 'invalid_params', 'own-pipeline is a personal pipeline', 'app transfers')
  })

  it('moves nothing when one of the apps cannot go', async () => {
    await world.space('my-space')
    await createApp(world, {name: 'space-app', space: 'my-space'})
    await couple(world, 'space-app', pipeline.id, 'production')
    expectRefusal(await transfer(await teamId('acme-labs'), 'team'), 422, 'invalid_params', 'space-app is in the space my-space')
    expect(new Set(Object.values(await owners()))).toEqual(new Set(['acme@herokumanager.com']))
  })
})
