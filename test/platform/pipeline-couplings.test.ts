import {beforeEach, describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {couple, createPipeline} from '../helpers/pipelines.js'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'

let world: World

/** A pipeline of the team, and an app of the team that is in none. */
beforeEach(async () => {
  world = await createWorld()
  await createPipeline(world, 'my-pipeline')
  await createApp(world, {name: 'my-app', team: 'acme'})
})

const add = (body: Record<string, unknown> = {}, as = admin) => world.post('/pipeline-couplings', {app: 'my-app', pipeline: 'my-pipeline', stage: 'staging', ...body}, {as})
const ofApp = '/apps/my-app/pipeline-couplings'

describe('pipeline-coupling.create refuses', () => {
  it.each([
    [{stage: 'qa'}, 422, 'invalid_params', 'Invalid stage: expected test, review, development, staging or production, got "qa".'],
    [{stage: undefined}, 422, 'invalid_params', 'Require params: stage.'],
    [{pipeline: 'no-pipeline'}, 404, 'not_found', "Couldn't find that pipeline."],
    [{app: 'no-app'}, 404, 'not_found', "Couldn't find that app."],
    [{app: undefined}, 422, 'invalid_params', 'Require params: app.'],
    [{pipeline: undefined}, 422, 'invalid_params', 'Require params: pipeline.'],
  ])('%j', async (body, status, id, sentence) => {
    expectRefusal(await add(body), status, id, sentence)
    expect((await world.get('/pipeline-couplings')).body).toEqual([])
  })

  it('an app that is in a pipeline already', async () => {
    await add()
    expectRefusal(await add({stage: 'production'}), 422, 'invalid_params', 'App my-app is in the pipeline my-pipeline already. Remove it from there first.')
    const {id} = await createPipeline(world, 'other-pipeline')
    expectRefusal(await add({pipeline: id}), 422, 'invalid_params', 'in the pipeline my-pipeline already')
    expect((await world.get(ofApp)).body.stage).toBe('staging')
  })

  it('an app of another generation, either way', async () => {
    await world.space('fir-space', {generation: 'fir'})
    await createApp(world, {name: 'fir-app', space: 'fir-space'})
    await createPipeline(world, 'fir-pipeline', {generation: {name: 'fir'}})
    for (const body of [{app: 'fir-app'}, {pipeline: 'fir-pipeline'}]) {
      const answer = await add(body)
      expectRefusal(answer, 422, 'invalid_params', 'all apps of a pipeline are of one')
      expect(answer.body.url).toBe('https://devcenter.heroku.com/articles/generations')
    }
    expect((await add({app: 'fir-app', pipeline: 'fir-pipeline'})).status).toBe(201)
  })

  it("an app that is not the pipeline owner's, in Heroku's words", async () => {
    await createApp(world, {name: 'own-app'})
    await world.post('/pipelines', {name: 'own-pipeline'})
    await createApp(world, {name: 'labs-app', team: 'acme-labs'})
    await createApp(world, {name: 'their-app'}, member)
    await world.post('/apps/their-app/collaborators', {user: admin}, {as: member})
    for (const body of [{app: 'own-app'}, {pipeline: 'own-pipeline'}, {app: 'labs-app'}, {app: 'their-app', pipeline: 'own-pipeline'}])
      expectRefusal(await add(body), 409, 'conflict', "The app and pipeline do not have the same owner. Consider transferring the app to the pipeline's owner before trying again.")
    expect((await add({app: 'own-app', pipeline: 'own-pipeline'})).status).toBe(201)
  })

  it('who may not operate the app, as it does to change the stage and to remove it', async () => {
    for (const [as, status] of [[member, 403], [viewer, 403], [collaborator, 404], [stranger, 404]] as const) expect((await add({}, as)).status).toBe(status)
    const {body} = await add()
    const path = `/pipeline-couplings/${body.id}`
    for (const [as, status] of [[member, 403], [viewer, 403], [collaborator, 404], [stranger, 404]] as const)
      for (const answer of [await world.patch(path, {stage: 'production'}, {as}), await world.delete(path, {as})]) expect(answer.status).toBe(status)
    expect((await world.get(ofApp)).body).toEqual(body)
    await addCollaborator(world, 'my-app', member, ['view', 'operate'])
    expect((await world.delete(path, {as: member})).status).toBe(200)
    expect((await add({}, member)).status).toBe(201)
  })

  it('a pipeline that the caller does not see', async () => {
    await createApp(world, {name: 'their-app'}, stranger)
    expectRefusal(await add({app: 'their-app'}, stranger), 404, 'not_found', "Couldn't find that pipeline.")
  })
})

describe('a coupling', () => {
  it('is found by its id and by its app, by who may view the app', async () => {
    const {body} = await add()
    const {body: app} = await world.get('/apps/my-app')
    const {body: pipeline} = await world.get('/pipelines/my-pipeline')
    expect(body).toEqual({
      app: {id: app.id},
      created_at: '2026-01-01T00:00:00Z',
      id: expect.any(String),
      pipeline: {id: pipeline.id, name: 'my-pipeline'},
      stage: 'staging',
      updated_at: '2026-01-01T00:00:00Z',
    })
    for (const as of [admin, member, viewer]) for (const path of [ofApp, `/pipeline-couplings/${body.id}`]) expect((await world.get(path, {as})).body).toEqual(body)
    for (const as of [collaborator, stranger]) {
      expectRefusal(await world.get(ofApp, {as}), 404, 'not_found', "Couldn't find that app.")
      expectRefusal(await world.get(`/pipeline-couplings/${body.id}`, {as}), 404, 'not_found', "Couldn't find that pipeline coupling.")
    }
    for (const id of ['my-app', '00000000-0000-4000-8000-ffffffffffff'])
      expectRefusal(await world.get(`/pipeline-couplings/${id}`), 404, 'not_found', "Couldn't find that pipeline coupling.")
  })

  it('changes its stage, and nothing else', async () => {
    const {body} = await add()
    const path = `/pipeline-couplings/${body.id}`
    expectRefusal(await world.patch(path, {stage: 'live'}), 422, 'invalid_params', 'Invalid stage')
    world.pass(5)
    expect((await world.patch(path, {stage: 'production'})).body).toEqual({...body, stage: 'production', updated_at: '2026-01-01T00:00:05Z'})
    expect((await world.patch(path, {})).body.stage).toBe('production')
  })

  it('ends with its removal, and the app can come into another pipeline', async () => {
    const {body} = await add()
    expect((await world.delete(`/pipeline-couplings/${body.id}`)).body).toEqual(body)
    expectRefusal(await world.get(ofApp), 404, 'not_found', "Couldn't find that pipeline coupling.")
    await createPipeline(world, 'other-pipeline')
    expect((await add({pipeline: 'other-pipeline'})).status).toBe(201)
  })

  it('is in the lists: of all apps, of one’s own, of a team’s, of a pipeline’s', async () => {
    await add()
    await world.post('/pipelines', {name: 'own-pipeline'})
    await createApp(world, {name: 'own-app'})
    await couple(world, 'own-app', 'own-pipeline', 'production')
    const stages = async (path: string, as = admin) => (await world.get(path, {as})).body.map(({stage}: {stage: string}) => stage).sort()
    expect(await stages('/pipeline-couplings')).toEqual(['production', 'staging'])
    expect(await stages('/users/~/pipeline-couplings')).toEqual(['production'])
    expect(await stages('/teams/acme/pipeline-couplings')).toEqual(['staging'])
    expect(await stages('/pipelines/my-pipeline/pipeline-couplings')).toEqual(['staging'])
    expect(await stages('/pipeline-couplings', viewer)).toEqual(['staging'])
    expect(await stages('/pipeline-couplings', stranger)).toEqual([])
    expectRefusal(await world.get('/teams/acme/pipeline-couplings', {as: stranger}), 404, 'not_found', "Couldn't find that team.")
    expectRefusal(await world.get('/pipelines/own-pipeline/pipeline-couplings', {as: viewer}), 404, 'not_found', "Couldn't find that pipeline.")
  })

  it('stays when the app changes hands', async () => {
    const {body} = await add()
    await world.patch('/teams/apps/my-app', {owner: 'acme-labs'})
    expect((await world.get(ofApp)).body).toEqual(body)
  })
})
