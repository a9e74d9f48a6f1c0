import {beforeEach, describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {deploy} from '../helpers/deploys.js'
import {couple, createPipeline} from '../helpers/pipelines.js'
import {type Answer, collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'
const commit = '60883d9e8947a57e04dc9124f25df004866a2051'

let world: World
let pipeline: Answer['body']

/** A pipeline with an app in staging that has code, and two in production that have none. */
beforeEach(async () => {
  world = await createWorld()
  pipeline = await createPipeline(world, 'my-pipeline')
  for (const [name, stage] of [['staging', 'staging'], ['live', 'production'], ['demo', 'production']] as const) {
    await createApp(world, {name, team: 'acme'})
    await couple(world, name, pipeline.id, stage)
    await world.patch(`/apps/${name}/config-vars`, {STAGE: name})
  }
  await deploy(world, 'staging', {web: 'npm start', worker: 'npm run work'}, {commit})
})

/** Apps are named here; clients name their ids. */
const promote = (source: string, targets: readonly string[], as = admin, release?: string) =>
  world.post(
    '/pipeline-promotions',
    {pipeline: {id: pipeline.id}, source: {app: {id: source}, ...(release && {release: {id: release}})}, targets: targets.map((id) => ({app: {id}}))},
    {as},
  )
const targetsOf = async (id: string, as = admin) => (await world.get(`/pipeline-promotions/${id}/promotion-targets`, {as})).body
const versions = async (app: string) => (await world.get(`/apps/${app}/releases`)).body.length
const current = async (app: string) => (await world.get(`/apps/${app}/releases`)).body.find((release: {current: boolean}) => release.current)

describe('pipeline-promotion.create refuses', () => {
  it.each([
    ['an app to itself', 'staging', ['live', 'staging'], 422, 'Cannot promote from an app to itself: staging. Specify a different target app.'],
    ['no target', 'staging', [], 422, 'Nothing to promote staging to'],
    ['a target twice', 'staging', ['live', 'live'], 422, 'App live is named twice as a target.'],
    ['a source without code', 'live', ['demo'], 422, 'App live has no code to promote. Deploy to it first.'],
    ['an unknown source', 'no-app', ['live'], 404, "Couldn't find that app."],
    ['an unknown target', 'staging', ['no-app'], 404, "Couldn't find that app."],
  ] as const)('%s', async (_, source, targets, status, sentence) => {
    expectRefusal(await promote(source, targets), status, status === 404 ? 'not_found' : 'invalid_params', sentence)
    expect([await versions('live'), await versions('demo')]).toEqual([3, 3])
  })

  it('apps that are not in the pipeline', async () => {
    await createApp(world, {name: 'outside', team: 'acme'})
    await deploy(world, 'outside', {web: 'npm start'})
    for (const [source, targets] of [['outside', ['live']], ['staging', ['live', 'outside']]] as const)
      expectRefusal(await promote(source, targets), 422, 'invalid_params', 'App outside is not in the pipeline my-pipeline. Add it first.')
    expect(await versions('live')).toBe(3)
  })

  it('a release that is not the source’s, or has no code', async () => {
    expectRefusal(await promote('staging', ['live'], admin, '00000000-0000-4000-8000-ffffffffffff'), 404, 'not_found', "Couldn't find that release.")
    const {body: first} = await world.get('/apps/staging/releases/1')
    expectRefusal(await promote('staging', ['live'], admin, first.id), 422, 'invalid_params', 'App staging has no code to promote in release v1.')
  })

  it('who does not see the pipeline or the source', async () => {
    for (const as of [collaborator, stranger]) expectRefusal(await promote('staging', ['live'], as), 404, 'not_found', "Couldn't find that pipeline.")
    await addCollaborator(world, 'live', collaborator, ['view', 'deploy'])
    expectRefusal(await promote('staging', ['live'], collaborator), 404, 'not_found', "Couldn't find that app.")
    expect(await versions('live')).toBe(3)
  })

  it.each([
    [{source: {app: {id: 'staging'}}, targets: []}, 'Require params: pipeline.'],
    [{pipeline: {id: 'my-pipeline'}, targets: []}, 'Require params: source.'],
    [{pipeline: {id: 'my-pipeline'}, source: {}, targets: []}, 'Require params: source.app.'],
    [{pipeline: {id: 'my-pipeline'}, source: {app: {id: 'staging'}}}, 'Require params: targets.'],
    [{pipeline: {id: 'my-pipeline'}, source: {app: {id: 'staging'}}, targets: ['live']}, 'Invalid targets.0: expected an object'],
  ])('%j', async (body, sentence) => {
    expectRefusal(await world.post('/pipeline-promotions', body), 422, 'invalid_params', sentence)
  })

  it('all targets when one has no room for what it would run', async () => {
    await world.space('my-space')
    await createApp(world, {name: 'full', space: 'my-space'})
    await couple(world, 'full', pipeline.id, 'production')
    await world.patch('/control-plane/settings', {'process-types': 1})
    const answer = await promote('staging', ['live', 'full'])
    expectRefusal(answer, 422, 'invalid_params', 'limit of 1 process types')
    expect([await versions('live'), await versions('full')]).toEqual([3, 2])
  })
})

describe('a promotion', () => {
  it('releases the code on the targets, with the config vars that they have', async () => {
    const source = await current('staging')
    const {status, body} = await promote('staging', ['live', 'demo'])
    expect([status, body]).toEqual([
      201,
      {
        created_at: '2026-01-01T00:00:00Z',
        id: expect.any(String),
        pipeline: {id: pipeline.id},
        source: {app: {id: source.app.id}, release: {id: source.id}},
        status: 'completed',
        updated_at: '2026-01-01T00:00:00Z',
      },
    ])
    const targets = await targetsOf(body.id)
    for (const [index, name] of ['demo', 'live'].entries()) {
      const release = await current(name)
      expect(release).toMatchObject({description: 'Promote staging v4 60883d9e', version: 4, user: {email: admin}, eligible_for_rollback: true})
      expect(targets[index]).toEqual({
        app: {id: release.app.id},
        error_message: null,
        id: expect.any(String),
        pipeline_promotion: {id: body.id},
        release: {id: release.id},
        status: 'succeeded',
      })
      expect((await world.get(`/apps/${name}/config-vars`)).body).toEqual({STAGE: name})
      expect((await world.get(`/apps/${name}/slugs/${release.slug.id}`)).body).toMatchObject({commit, process_types: {web: 'npm start', worker: 'npm run work'}})
      expect((await world.get(`/apps/${name}/formation/web`)).body).toMatchObject({command: 'npm start', quantity: 1})
    }
    expect(await versions('staging')).toBe(4)
    expect((await world.get(`/pipeline-promotions/${body.id}`)).body).toEqual(body)
  })

  it('may be of an earlier release, to any stage, and again of the same code', async () => {
    const earlier = await current('staging')
    await deploy(world, 'staging', {web: 'new'})
    await promote('staging', ['live'], admin, earlier.id)
    expect((await world.get('/apps/live/formation/web')).body.command).toBe('npm start')
    await promote('staging', ['live'])
    expect(await current('live')).toMatchObject({description: 'Promote staging v5', version: 5})
    await promote('staging', ['live'])
    expect((await promote('live', ['staging'])).status).toBe(201)
    expect(await current('staging')).toMatchObject({description: 'Promote live v6'})
  })

  it('fails for the targets that the caller may not deploy to, and succeeds for the others', async () => {
    await addCollaborator(world, 'live', member, ['view', 'deploy'])
    const {body} = await promote('staging', ['live', 'demo'], member)
    expect(await targetsOf(body.id)).toMatchObject([
      {status: 'failed', error_message: 'User does not have access to that app', release: null},
      {status: 'succeeded', error_message: null},
    ])
    expect([await versions('demo'), await versions('live')]).toEqual([3, 4])
    expect(await targetsOf((await promote('staging', ['demo'], viewer)).body.id)).toMatchObject([{status: 'failed'}])
  })

  it('is shown to who sees the source, with the targets that they see', async () => {
    const {body} = await promote('staging', ['live', 'demo'])
    for (const as of [collaborator, stranger])
      for (const path of [`/pipeline-promotions/${body.id}`, `/pipeline-promotions/${body.id}/promotion-targets`])
        expectRefusal(await world.get(path, {as}), 404, 'not_found', "Couldn't find that pipeline promotion.")
    expect(await targetsOf(body.id, viewer)).toHaveLength(2)
    await addCollaborator(world, 'staging', collaborator)
    expect(await targetsOf(body.id, collaborator)).toEqual([])
    expectRefusal(await world.get('/pipeline-promotions/00000000-0000-4000-8000-ffffffffffff'), 404, 'not_found', "Couldn't find that pipeline promotion.")
  })

  it('of fir apps releases an OCI image', async () => {
    await world.space('fir-space', {generation: 'fir'})
    pipeline = await createPipeline(world, 'fir-pipeline', {generation: 'fir'})
    for (const [name, stage] of [['fir-staging', 'staging'], ['fir-live', 'production']] as const) {
      await createApp(world, {name, space: 'fir-space'})
      await couple(world, name, pipeline.id, stage)
    }
    await deploy(world, 'fir-staging', {web: 'npm start'}, {commit})
    await promote('fir-staging', ['fir-live'])
    const release = await current('fir-live')
    expect(release).toMatchObject({description: 'Promote fir-staging v2 60883d9e', slug: null})
    expect((await world.get(`/apps/fir-live/oci-images/${release.oci_image.id}`)).body[0]).toMatchObject({commit})
  })

  it('leaves the code with the target when the source is destroyed, and is gone with it', async () => {
    const {body} = await promote('staging', ['live'])
    expect((await world.delete('/apps/staging')).status).toBe(200)
    expect((await current('live')).slug.id).toEqual(expect.any(String))
    expect((await world.post('/apps/live/dynos', {command: 'bash'})).status).toBe(201)
    expectRefusal(await world.get(`/pipeline-promotions/${body.id}`), 404, 'not_found')
    expect(world.faults).toEqual([])
  })
})
