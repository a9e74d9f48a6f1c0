import {chmodSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it, vi} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

/** A space with two apps that share a database, and an app outside of it. */
beforeAll(async () => {
  cli = await createCli()
  await cli.ok('spaces:create my-space --team acme')
  for (const app of ['my-app', 'other-app']) await cli.ok(`apps:create ${app} --space my-space --no-remote`)
  await cli.ok('apps:create outside-app --team acme --no-remote')
  await cli.ok('addons:create heroku-postgresql --app my-app --name my-db')
  await cli.ok('addons:create newrelic --app my-app --name my-apm')
  await cli.ok('addons:create heroku-redis:premium-0 --app outside-app --name far-redis')
  await cli.ok('addons:attach my-db --app other-app --as SHARED')
})

const names = (json: unknown) => (json as {name: string}[]).map(({name}) => name).toSorted()
const state = async () => [(await cli.ok('addons --json')).stdout, (await cli.ok('config --app my-app --json')).stdout, (await cli.ok('config --app other-app --json')).stdout]

it.each([
  ['addons --app no-app', 3, "Couldn't find that app."],
  ['addons --app my-app --as admin@globex.example', 3, "Couldn't find that app."],
  ['addons --app ""', 2, 'Missing required flag app'],
  ['addons --remote nowhere', 2, 'remote nowhere not found in git remotes'],
  ['addons my-app', 2, 'Unexpected argument: my-app'],
  ['addons:info', 2, 'Missing 1 required arg'],
  ['addons:info my-dbb', 3, "Couldn't find that add on."],
  ['addons:info DATABASE', 3, "Couldn't find that add on."],
  ['addons:info my-db --as admin@globex.example', 3, "Couldn't find that add on."],
  ['addons:info far-redis --app my-app', 3, "Couldn't find that add on."],
  ['addons:plans no-service', 3, "Couldn't find that add-on service."],
  ['addons:docs no-service --show-url', 3, "Couldn't find that add on."],
  ['addons:attach my-db', 2, 'Missing required flag app'],
  ['addons:attach no-db --app other-app', 3, "Couldn't find that add-on."],
  ['addons:attach my-db --app outside-app', 2, 'runs inside the space my-space'],
  ['addons:attach my-apm --app other-app', 2, 'cannot be shared'],
  ['addons:attach far-redis --app other-app --as SHARED', 8, '--confirm other-app'],
  ['addons:attach far-redis --app other-app --as SHARED --confirm my-app', 8, 'Confirmation my-app did not match other-app. Aborted.'],
  ['addons:attach my-db --app other-app --credential reader', 3, 'The requested API endpoint was not found.'],
  ['addons:detach SHARED', 2, 'Missing required flag app'],
  ['addons:detach NOTHING --app other-app', 3, "Couldn't find that add-on attachment."],
  ['addons:detach DATABASE --app my-app', 2, 'Cannot destroy last attachment to billing app for resource my-db'],
  ['addons:detach SHARED --app other-app --as viewer@acme.example', 4, 'You do not have the required access to the app other-app'],
  ['addons:rename my-db', 2, 'Missing 1 required arg'],
  ['addons:rename my-db my-apm', 2, 'Name my-apm is already taken'],
  ['addons:rename my-db 1st', 2, 'Name must start with a letter'],
  ['addons:rename my-db their-db --as viewer@acme.example', 4, 'You do not have the required access to the app my-app'],
  ['addons:upgrade my-db', 2, 'No plan specified.'],
  ['addons:upgrade my-app::DATABASE', 2, 'You need to specify a plan to move my-app::DATABASE to.'],
  ['addons:upgrade my-db private-99', 2, 'Here are the available plans for heroku-postgresql:\nheroku-postgresql:essential-0\n'],
  ['addons:upgrade my-db standard-0', 2, 'inside the Private Space cannot change to heroku-postgresql:standard-0'],
  ['addons:upgrade my-db private-2 --as viewer@acme.example', 4, 'You do not have the required access to the app my-app'],
  ['addons:destroy', 2, 'Missing 1 required arg'],
  ['addons:destroy my-apm', 8, 'To proceed, re-run this command with --confirm my-app'],
  ['addons:destroy my-apm --confirm other-app', 8, 'Confirmation other-app did not match my-app. Aborted.'],
  ['addons:destroy my-apm far-redis --confirm my-app', 8, 'Confirmation my-app did not match outside-app. Aborted.'],
  ['addons:destroy my-apm no-db --confirm my-app', 3, "Couldn't find that add on."],
  ['addons:destroy SHARED --app other-app --confirm other-app', 2, 'my-db is on my-app not other-app'],
  ['addons:destroy my-db --confirm my-app', 2, 'The add-on was unable to be destroyed: my-db is also attached to other-app'],
  ['addons:destroy my-apm --confirm my-app --as viewer@acme.example', 4, 'The add-on was unable to be destroyed: You do not have the required access'],
  ['addons:wait no-db', 3, "Couldn't find that add on."],
  ['addons:wait --wait-interval 0', 2, '--wait-interval takes a whole number of seconds from 1 on'],
])('%s ends with %i and changes nothing', async (line, code, message) => {
  const before = await state()
  const ran = await cli.run(line)
  expect(ran).toMatchObject({code, stdout: ''})
  expect(ran.stderr).toContain(message)
  expect(await state()).toEqual(before)
})

it('refusals are JSON where that is asked for, and say who may not', async () => {
  const refused = await cli.run('addons:destroy my-apm --confirm my-app --json --as viewer@acme.example')
  expect(refused).toMatchObject({code: 4})
  expect(refused.json()).toMatchObject({error: {id: 'forbidden', status: 403, exit: 4}})
  const unconfirmed = await cli.run('addons:destroy my-apm --json')
  expect(unconfirmed).toMatchObject({code: 8})
  expect(unconfirmed.json()).toMatchObject({error: {id: 'confirmation_missing', message: expect.stringContaining('--confirm my-app')}})
})

it('addons:attach acts as SPACEDOCK_AS, since --as names the attachment', async () => {
  const ran = await cli.run('addons:attach my-db --app other-app --as THEIRS', {SPACEDOCK_AS: 'viewer@acme.example'})
  expect(ran).toMatchObject({code: 4, stdout: ''})
  expect(ran.stderr).toContain('You do not have the required access to the app')
})

describe('addons', () => {
  it('lists those of an app with their attachments, here and elsewhere', async () => {
    expect((await cli.ok('addons --app my-app')).stdout).toBe(`
  Add-on                           Plan        Price          Max Price    State
 ──────────────────────────────────────────────────────────────────────────────────
  heroku-postgresql (my-db)        private-0   ~$0.417/hour   $300/month   created
  ├─ as DATABASE
  └─ as SHARED on other-app app

  newrelic (my-apm)                wayne       free           free         created
  └─ as NEW_RELIC


The table above shows add-ons and the attachments to the current app (my-app) or other apps.
  
`)
  })

  it('tells who pays for what is only attached to an app', async () => {
    expect((await cli.ok('addons --no-wrap', {HEROKU_APP: 'other-app'})).stdout).toBe(`
  Add-on                                                                    Plan        Price                    Max Price                State
 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
  heroku-postgresql (my-db)   ├─ as SHARED   └─ as DATABASE on my-app app   private-0   (billed to my-app app)   (billed to my-app app)   created

The table above shows add-ons and the attachments to the current app (other-app) or other apps.
  
`)
  })

  it('lists all there are by app and plan', async () => {
    expect((await cli.ok('addons --all --app my-app')).stdout).toBe(`  Owning App    Add-on      Plan                          Price          Max Price    State
 ─────────────────────────────────────────────────────────────────────────────────────────────
  my-app        my-db       heroku-postgresql:private-0   ~$0.417/hour   $300/month   created
  my-app        my-apm      newrelic:wayne                free           free         created
  outside-app   far-redis   heroku-redis:premium-0        ~$0.021/hour   $15/month    created

`)
    expect((await cli.ok('addons --as admin@globex.example')).stdout).toBe('No add-ons.\n')
  })

  it('says so where an app has none, and finds the app by its id too', async () => {
    await cli.ok('apps:create bare-app --space my-space --no-remote')
    expect((await cli.ok('addons --app bare-app')).stdout).toBe('No add-ons for app bare-app.\n')
    const {app} = (await cli.ok('apps:info my-app --json')).json() as {app: {id: string}}
    expect(names((await cli.ok(`addons --app ${app.id} --json`)).json())).toEqual(['my-apm', 'my-db'])
  })
})

describe('addons:info', () => {
  it('shows an add-on however it is called', async () => {
    const {stdout} = await cli.ok('addons:info my-db')
    expect(stdout.replace(/(?<=Installed at: ).*/, 'DATE')).toBe(`=== my-db

Plan:         heroku-postgresql:private-0
Price:        ~$0.417/hour
Max Price:    $300/month
Attachments:  my-app::DATABASE
              other-app::SHARED
Owning app:   my-app
Installed at: DATE
State:        created
`)
    for (const line of ['DATABASE --app my-app', 'heroku-postgresql --app my-app', 'SHARED --app other-app', 'my-app::DATABASE', 'my-app::DATABASE --app other-app'])
      expect((await cli.ok(`addons:info ${line}`)).stdout).toBe(stdout)
  })

  it('names those it cannot choose from', async () => {
    await cli.ok('addons:create heroku-redis:premium-0 --app outside-app --name near-redis')
    const ran = await cli.run('addons:info heroku-redis --app outside-app')
    expect(ran).toMatchObject({code: 2, stdout: '', stderr: 'Ambiguous identifier; multiple matching add-ons found: far-redis, near-redis.\n'})
  })
})

describe('the catalogue', () => {
  it('addons:services lists services', async () => {
    const {stdout} = await cli.ok('addons:services')
    expect(stdout).toMatch(/^ {2}Slug {16}Name {21}State\n/)
    expect(stdout).toContain('  heroku-redis        Heroku Key-Value Store   ga\n')
    expect(stdout).toMatch(/\n\n\nSee plans with spacedock addons:plans SERVICE\n$/)
  })

  it('addons:plans lists plans, the cheap ones first', async () => {
    expect((await cli.ok('addons:plans newrelic')).stdout).toBe(`            Slug             Name    Price          Max Price
 ─────────────────────────────────────────────────────────────
  default   newrelic:wayne   Wayne   free           free
            newrelic:hawke   Hawke   ~$0.068/hour   $49/month

`)
    expect((await cli.ok('addons:plans heroku-postgresql')).stdout).toContain('metered         https://elements.heroku.com/addons/heroku-postgresql#pricing\n')
  })
})

describe('addons:docs', () => {
  it.each(['heroku-postgresql', 'heroku-postgresql:private-0', 'my-db', 'my-app::DATABASE', 'DATABASE --app my-app'])('knows where the documentation of %s is', async (line) => {
    expect((await cli.ok(`addons:docs ${line} --show-url`)).stdout).toBe('https://devcenter.heroku.com/articles/heroku-postgresql\n')
  })

  it('opens it, and says where it is when there is nothing to open it with', async () => {
    const folder = join(cli.folder, 'bin')
    mkdirSync(folder)
    const opened = join(folder, 'opened')
    for (const name of ['open', 'xdg-open']) {
      writeFileSync(join(folder, name), `#!/bin/sh\nprintf %s "$1" > '${opened}'\n`)
      chmodSync(join(folder, name), 0o755)
    }
    const url = 'https://devcenter.heroku.com/articles/newrelic'
    expect(await cli.ok('addons:docs newrelic', {PATH: folder})).toMatchObject({stdout: `Opening ${url}...\n`, stderr: ''})
    await vi.waitFor(() => expect(readFileSync(opened, 'utf8')).toBe(url))
    const {stdout, stderr} = await cli.ok('addons:docs newrelic', {PATH: join(folder, 'none')})
    expect([stdout, stderr.replaceAll(/\s+/g, ' ')]).toEqual([`Opening ${url}...\n`, expect.stringContaining(url)])
    expect((await cli.ok('addons:docs newrelic --json', {PATH: join(folder, 'none')})).json()).toEqual({url})
  })
})
