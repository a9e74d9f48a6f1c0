import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {createApp} from '../helpers/apps.js'
import {type Cli, createCli, root} from '../helpers/cli.js'
import {deploy} from '../helpers/deploys.js'
import {createFaultyServer, type Fault, passOn} from '../helpers/faulty-server.js'
import {couple, createPipeline} from '../helpers/pipelines.js'
import {createWorld} from '../helpers/world.js'

let cli: Cli

/** A team's pipeline with an app in it, and an app that is in none. */
beforeEach(async () => {
  cli = await createCli()
  await cli.ok('apps:create my-app-staging --team acme')
  await cli.ok('apps:create my-app --team acme')
  await cli.ok('pipelines:create my-pipeline --app my-app-staging --stage staging --team acme')
})

const words = (text: string) => text.replaceAll(/\s*\n\s*›?\s*/g, ' ')
const names = async () => ((await cli.ok('pipelines --json')).json() as {name: string}[]).map(({name}) => name)
const stages = async (pipeline = 'my-pipeline') => {
  const {apps} = (await cli.ok(`pipelines:info ${pipeline} --json`)).json() as {apps: {name: string; pipelineCoupling: {stage: string}}[]}
  return Object.fromEntries(apps.map(({name, pipelineCoupling}) => [name, pipelineCoupling.stage]))
}

it.each([
  ['pipelines:create', 2, 'Missing required flag app'],
  ['pipelines:create --app my-app --stage staging', 2, 'Nobody is there to name the pipeline. Give its name, as in spacedock pipelines:create my-app --app my-app'],
  ['pipelines:create new-pipe --app my-app-staging', 2, 'Nobody is there to say what stage my-app-staging is. Give it with --stage, as in --stage staging.'],
  ['pipelines:create new-pipe --app my-app --stage live --team acme', 2, 'Invalid stage'],
  ['pipelines:create new-pipe --app my-app --stage staging', 5, 'The app and pipeline do not have the same owner.'],
  ['pipelines:create new-pipe --app my-app --stage staging --team acme --as viewer@acme.example', 4, 'You do not have access to the team acme.'],
  ['pipelines:create new-pipe --app no-app --stage staging', 3, "Couldn't find that app."],
  ['pipelines:add no-pipe --app my-app --stage staging', 3, 'Pipeline not found'],
  ['pipelines:add my-pipeline --app my-app', 2, 'as in --stage production.'],
  ['pipelines:add my-pipeline --app my-app-staging --stage production', 2, 'is in the pipeline my-pipeline already'],
  ['pipelines:update --stage live --app my-app-staging', 2, 'Invalid stage'],
  ['pipelines:update --stage staging --app my-app', 3, "Couldn't find that pipeline coupling."],
  ['pipelines:remove --app my-app-staging --as member@acme.example', 4, 'You do not have the required access to the app my-app-staging'],
  ['pipelines:rename my-pipeline A', 2, 'Name is too short'],
  ['pipelines:destroy my-pipeline --as viewer@acme.example', 4, 'You do not have access to the pipeline my-pipeline.'],
  ['pipelines:info my-pipeline --as admin@globex.example', 3, 'Pipeline not found'],
  ['pipelines:transfer nobody --pipeline my-pipeline', 3, 'Cannot find a team or account for "nobody"'],
  ['pipelines:transfer acme-labs --pipeline my-pipeline --confirm other', 8, 'Confirmation other did not match my-pipeline. Aborted.'],
  ['pipelines:transfer acme-labs --pipeline my-pipeline', 8, 'Nobody is there to confirm. To proceed, re-run this command with --confirm my-pipeline'],
  ['pipelines:promote --app my-app', 3, "Couldn't find that pipeline coupling."],
  ['pipelines:promote --app my-app-staging', 3, 'Cannot promote from my-app-staging as there are no downstream apps in production stage'],
  ['pipelines:promote --app my-app-staging --to my-app-staging', 2, 'Cannot promote from an app to itself: my-app-staging.'],
  ['pipelines:promote --app my-app-staging --to my-app', 3, 'Cannot find app my-app'],
])('%s ends with %i and changes nothing', async (line, exit, message) => {
  const {code, stderr} = await cli.run(line)
  expect(code).toBe(exit)
  expect(words(stderr)).toContain(message)
  expect(await names()).toEqual(['my-pipeline'])
  expect(await stages()).toEqual({'my-app-staging': 'staging'})
})

it('several pipelines of one name are told by their ids', async () => {
  await cli.ok('pipelines:create my-pipeline --app my-app --stage staging --team acme')
  const ids = ((await cli.ok('pipelines --json')).json() as {id: string}[]).map(({id}) => id)
  const {code, stderr} = await cli.run('pipelines:destroy my-pipeline')
  expect(code).toBe(2)
  for (const id of ids) expect(words(stderr)).toContain(id)
  await cli.ok(`pipelines:destroy ${ids[0]}`)
  expect(await names()).toEqual(['my-pipeline'])
})

it('an app is added, moved and removed', async () => {
  expect((await cli.ok('pipelines:add my-pipeline --app my-app --stage development')).stderr).toContain('Adding my-app to my-pipeline pipeline as development... done')
  await cli.ok('pipelines:update --app my-app --stage production')
  expect((await cli.ok('pipelines:info my-pipeline')).stdout).toMatch(/^=== my-pipeline\n\nowner: acme \(team\)\n\n.*app name.*\n.*\n\s+my-app-staging\s+staging\s*\n\s+my-app\s+production\s*\n/)
  await cli.ok('pipelines:remove --app my-app')
  expect(await stages()).toEqual({'my-app-staging': 'staging'})
})

it('apps:info shows the pipeline of the app, if it is in one', async () => {
  expect((await cli.ok('apps:info my-app-staging')).stdout).toMatch(/^Pipeline: +my-pipeline - staging$/m)
  expect((await cli.ok('apps:info my-app-staging --shell')).stdout).toContain('\npipeline=my-pipeline:staging\n')
  expect((await cli.ok('apps:info my-app')).stdout).not.toContain('Pipeline')
  expect((await cli.ok('apps:info my-app --json')).json()).toMatchObject({pipeline_coupling: null})
})

it('a pipeline is transferred with its apps, and says when some have another owner', async () => {
  await cli.ok('pipelines:add my-pipeline --app my-app --stage production')
  await cli.ok('pipelines:transfer acme-labs --pipeline my-pipeline --confirm my-pipeline')
  expect((await cli.ok('pipelines:info my-pipeline')).stdout).toContain('owner: acme-labs (team)')
  expect(await stages()).toEqual({'my-app': 'production', 'my-app-staging': 'staging'})
  await cli.ok('apps:transfer acme --app my-app')
  const {stdout, stderr} = await cli.ok('pipelines:info my-pipeline --with-owners')
  expect(stdout).toMatch(/my-app +production +acme \(team\)/)
  expect(words(stderr)).toContain('Some apps in this pipeline do not belong to acme-labs (team).')
})

describe('on a terminal', () => {
  const asked: [message: string, proposed: unknown][] = []

  beforeEach(() => {
    asked.length = 0
    const answer = (message: string, proposed: unknown) => {
      asked.push([message, proposed])
      return Promise.resolve(proposed)
    }
    vi.doMock('../../src/lib/command/terminal.js', () => ({isInteractive: () => true}))
    vi.doMock('../../src/lib/command/prompt.js', () => ({
      askWithProposal: answer,
      chooseOne: (message: string, choices: {value: unknown}[], _: unknown, proposed: unknown = choices[0]?.value) => answer(message, proposed),
    }))
    vi.resetModules()
  })
  afterEach(() => {
    vi.doUnmock('../../src/lib/command/terminal.js')
    vi.doUnmock('../../src/lib/command/prompt.js')
    vi.resetModules()
  })

  it.each([
    ['some-app-qa', 'some-app', 'development'],
    ['some-app-stg', 'some-app', 'staging'],
    ['some-app-demo', 'some-app', 'production'],
    ['some-app', 'some-app', 'production'],
  ])('the name and the stage are asked for, and guessed from the name of %s', async (app, name, stage) => {
    await cli.ok(`apps:create ${app}`)
    await cli.ok(`pipelines:create --app ${app}`)
    expect(asked).toEqual([['Pipeline name', name], [`Stage of ${app}`, stage]])
    expect(await stages(name)).toEqual({[app]: stage})
  })

  it('which of several pipelines is meant is asked', async () => {
    await cli.ok('pipelines:create my-pipeline --app my-app --stage staging --team acme')
    await cli.ok('pipelines:destroy my-pipeline')
    expect(asked).toEqual([['Which my-pipeline pipeline?', expect.objectContaining({name: 'my-pipeline'})]])
    expect(await names()).toEqual(['my-pipeline'])
  })
})

describe('pipelines:promote', () => {
  /** A world of its own behind a server: a pipeline with an app that has code, and two downstream. */
  async function served() {
    const world = await createWorld()
    const pipeline = await createPipeline(world, 'my-pipeline')
    for (const [name, stage] of [['staging', 'staging'], ['live', 'production'], ['demo', 'production']] as const) {
      await createApp(world, {name, team: 'acme'})
      await couple(world, name, pipeline.id, stage)
    }
    await deploy(world, 'staging', {web: 'npm start'})
    const server = await createFaultyServer(world.send)
    return {world, server, promote: (more = '') => cli.run(`pipelines:promote --app staging${more} --context ${server.url}`)}
  }

  it('shows what became of each app', async () => {
    const {world, promote} = await served()
    const {code, stdout} = await promote()
    expect([code, stdout]).toEqual([
      0,
      'Fetching app info...\nFetching apps from my-pipeline...\nStarting promotion to production...\nWaiting for promotion to complete...\n\nPromotion successful\ndemo: succeeded\nlive: succeeded\n',
    ])
    expect((await world.get('/apps/live/releases/3')).body.description).toBe('Promote staging v3')
  })

  it('waits for promotions that take their time, and asks nobody for the output of a release command', async () => {
    const {server, promote} = await served()
    let looks = 0
    const slow: Fault = async (exchange) => {
      const pending = exchange.request.path.endsWith('/promotion-targets') && ++looks < 3
      await passOn(pending ? {...exchange, forward: async () => ({...(await exchange.forward()), body: (await exchange.forward()).body.replaceAll('"succeeded"', '"pending"')})} : exchange)
    }
    server.always('GET', slow)
    const {code, stdout} = await promote(' --to live')
    expect([code, looks]).toEqual([0, 3])
    expect(stdout).toMatch(/\nPromotion successful\nlive: succeeded\n$/)
    expect(server.seen().filter((request) => request.includes('/releases'))).toEqual([])
  })

  it('fails when one of the apps is not the caller’s to deploy to, and tells which', async () => {
    await cli.ok('pipelines:add my-pipeline --app my-app --stage production')
    await cli.ok('apps:create my-app-demo --team acme')
    await cli.ok('pipelines:add my-pipeline --app my-app-demo --stage production')
    await cli.ok(`apps:deploy --app my-app-staging --procfile ${join(root, 'test/official/fixtures/Procfile')}`)
    await cli.ok('access:add member@acme.example --app my-app --permissions deploy')
    const {code, stdout, stderr} = await cli.run('pipelines:promote --app my-app-staging --as member@acme.example')
    expect(code).toBe(2)
    expect(stdout).toMatch(/my-app: +succeeded\nmy-app-demo: failed\n +User does not have access to that app\n$/)
    expect(stderr).toContain('Promotion to some apps failed')
  })
})
