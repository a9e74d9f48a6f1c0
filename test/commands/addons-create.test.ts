import {beforeAll, beforeEach, describe, expect, it, vi} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

/** What somebody at a terminal types; nobody is there when undefined. */
const typed = vi.hoisted(() => ({answer: undefined as string | undefined, questions: [] as string[]}))
vi.mock('../../src/lib/command/terminal.js', () => ({isInteractive: () => typed.answer !== undefined}))
vi.mock('../../src/lib/command/prompt.js', () => ({
  askFor: async (question: string) => {
    typed.questions.push(question)
    return typed.answer
  },
}))

let cli: Cli

beforeAll(async () => {
  cli = await createCli()
  await cli.ok('spaces:create my-space --team acme --region london')
  await cli.ok('spaces:create fir-space --team acme --generation fir')
  await cli.ok('apps:create my-app --space my-space --no-remote')
  await cli.ok('apps:create fir-app --space fir-space --no-remote')
  await cli.ok('apps:create outside-app --team acme --no-remote')
})

beforeEach(() => Object.assign(typed, {answer: undefined, questions: []}))

const words = (text: string) => text.replaceAll(/\s+/g, ' ')
const addons = async () => (await cli.ok('addons --json')).stdout

describe('addons:create', () => {
  it.each([
    ['', 2, 'Missing 1 required arg'],
    ['heroku-postgresql', 2, 'Missing required flag app'],
    ['heroku-postgresql --app no-app', 3, "Couldn't find that app."],
    ['heroku-postgresq --app my-app', 2, 'Did you mean heroku-postgresql?'],
    ['heroku-postgresql:privat-2 --app my-app', 2, 'Did you mean heroku-postgresql:private-2?'],
    ['sendgrid --app my-app', 2, 'The sendgrid add-on is not available in the london region.'],
    ['papertrail --app fir-app', 2, 'not available for the fir generation'],
    ['heroku-postgresql:private-0 --app outside-app', 2, 'only available for apps in a Private Space'],
    ['heroku-postgresql:shield-0 --app my-app', 2, 'only available in Shield Private Spaces'],
    ['heroku-postgresql:private-0 --app my-app -- --region us', 2, 'runs inside the Private Space'],
    ['heroku-postgresql:standard-0 --app my-app', 8, 're-run this command with --confirm my-app'],
    ['heroku-postgresql:standard-0 --app my-app --confirm other', 8, 'Confirmation other did not match my-app. Aborted.'],
    ['heroku-postgresql:standard-0 extra --app my-app', 2, 'Unexpected argument extra'],
    ['newrelic --app my-app -- extra', 2, 'Unexpected argument extra'],
    ['newrelic --app my-app -x', 2, 'Nonexistent flag: -x'],
    ['newrelic --app my-app --name 1st', 2, 'Name must start with a letter'],
    ['newrelic --app my-app --as 1st', 2, 'Name must start with a letter'],
  ])('%s ends with %i and creates nothing', async (line, code, message) => {
    const before = await addons()
    const ran = await cli.run(`addons:create ${line}`)
    expect(ran).toMatchObject({code, stdout: ''})
    expect(words(ran.stderr)).toContain(message)
    expect(await addons()).toBe(before)
  })

  it.each([
    ['viewer@acme.example', 4, 'You do not have the required access to the app my-app'],
    ['admin@globex.example', 3, "Couldn't find that app."],
  ])('%s may not', async (as, code, message) => {
    const ran = await cli.run('addons:create newrelic --app my-app --as THEIRS', {SPACEDOCK_AS: as})
    expect(ran).toMatchObject({code, stdout: ''})
    expect(ran.stderr).toContain(message)
  })

  it('tells the price, the config vars and where to read on', async () => {
    const {stdout, stderr} = await cli.ok('addons:create heroku-postgresql:private-0 --app my-app --name my-db')
    expect(stderr).toBe('Creating heroku-postgresql:private-0 on my-app... ~$0.417/hour (max $300/month)\n')
    expect(stdout).toBe('Created my-db as DATABASE_URL\nRun spacedock addons:docs heroku-postgresql to view documentation.\n')
    expect((await cli.ok('config:get DATABASE_URL --app my-app')).stdout).toMatch(/^postgres:/)
  })

  it('attaches under the name that --as gives', async () => {
    expect((await cli.ok('addons:create heroku-redis --app my-app --as cache --name my-redis')).stdout).toContain('Created my-redis as CACHE_URL\n')
  })

  it('asks before a data store outside the space, and takes the app as the answer', async () => {
    typed.answer = 'my-app'
    const {stdout, stderr} = await cli.ok('addons:create heroku-postgresql:standard-4 --region=us -a my-app --as FAR --name far-db')
    expect(stdout).toContain('Created far-db as FAR_URL\n')
    expect(typed.questions).toEqual(['To proceed, type my-app or re-run this command with --confirm my-app'])
    const told = words(stderr.replaceAll(' ›', ''))
    expect(told).toContain("You're using a deprecated syntax with the [--region=us] flag. Add a '--' (end of options) separator before the flags you're passing through.")
    expect(told).toContain('For example: spacedock addons:create -a my-app heroku-postgresql:standard-4 -- --region=us')
    expect(told).toContain('Creating heroku-postgresql:standard-4 on my-app... ! Warning: This add-on is not automatically networked with this Private Space.')
  })

  it('takes no other answer', async () => {
    typed.answer = 'my-ap'
    const ran = await cli.run('addons:create heroku-postgresql:standard-4 --app my-app -- --region us')
    expect(ran).toMatchObject({code: 8, stdout: ''})
    expect(ran.stderr).toContain('Confirmation did not match my-app. Aborted.')
  })

  it('asks nobody who has confirmed, or said not to ask', async () => {
    typed.answer = 'my-app'
    await cli.ok('addons:create heroku-postgresql:standard-0 --app my-app --confirm my-app --as SURE')
    expect(await cli.run('addons:create heroku-postgresql:standard-0 --app my-app --no-input')).toMatchObject({code: 8})
    expect(typed.questions).toEqual([])
  })

  it('says in JSON what there is to confirm with', async () => {
    const ran = await cli.run('addons:create heroku-postgresql:standard-0 --app my-app --json')
    expect(ran.code).toBe(8)
    expect(ran.json()).toMatchObject({error: {exit: 8, message: expect.stringContaining('--confirm my-app')}})
  })

  it('gives the add-on as JSON', async () => {
    expect((await cli.ok('addons:create newrelic --app my-app --name my-apm --json')).json()).toMatchObject({
      name: 'my-apm',
      app: {name: 'my-app'},
      config_vars: ['NEW_RELIC_LICENSE_KEY', 'NEW_RELIC_LOG'],
      plan: {name: 'newrelic:wayne'},
      state: 'provisioned',
    })
  })
})

describe('what an add-on is attached to, called and made of can be changed', () => {
  it('addons:attach and addons:detach tell the release', async () => {
    expect(await cli.ok('addons:attach my-db --app my-app --as second')).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(/^Attaching my-db as second to my-app\.\.\. done\nSetting SECOND config vars and restarting my-app\.\.\. done, v\d+\n$/),
    })
    expect((await cli.ok('config:get SECOND_URL --app my-app')).stdout).toMatch(/^postgres:/)
    const detached = await cli.ok('addons:detach SECOND --app my-app')
    expect(detached.stdout).toBe('')
    expect(detached.stderr).toMatch(/^Detaching SECOND to my-db from my-app\.\.\. done\nUnsetting SECOND config vars and restarting my-app\.\.\. done, v\d+\n$/)
    expect((await cli.ok('config:get SECOND_URL --app my-app')).stdout).toBe('\n')
  })

  it('addons:attach takes the place of another attachment when that is confirmed', async () => {
    typed.answer = 'my-app'
    const {stderr} = await cli.ok('addons:attach my-db --app my-app --as CACHE')
    expect(typed.questions).toHaveLength(1)
    expect(words(stderr)).toContain('The attachment CACHE of my-app to my-redis will be replaced.')
    expect((await cli.ok('addons:info my-app::CACHE')).stdout).toContain('=== my-db\n')
  })

  it('addons:rename', async () => {
    expect((await cli.ok('addons:rename my-apm your-apm')).stdout).toBe('my-apm successfully renamed to your-apm.\n')
    expect((await cli.ok('addons:rename your-apm my-apm --json')).json()).toMatchObject({name: 'my-apm'})
  })

  it.each([
    ['addons:upgrade my-db heroku-postgresql:private-2', 'private-0', 'private-2', '~$0.611/hour (max $440/month)'],
    ['addons:upgrade my-db private-3 --app my-app', 'private-2', 'private-3', '~$1.319/hour (max $950/month)'],
    ['addons:upgrade my-app::DATABASE:private-0', 'private-3', 'private-0', '~$0.417/hour (max $300/month)'],
  ])('%s', async (line, from, to, price) => {
    const changing = `Changing my-db on my-app from heroku-postgresql:${from} to heroku-postgresql:${to}`
    expect(await cli.ok(line)).toMatchObject({stdout: '', stderr: `${changing}... done, ${price}\n`})
    expect((await cli.ok('addons:info my-db')).stdout).toContain(`Plan:         heroku-postgresql:${to}\n`)
  })
})

describe('addons:destroy', () => {
  it('destroys several, each once, after one confirmation', async () => {
    typed.answer = 'my-app'
    const {stderr, stdout} = await cli.ok('addons:destroy far-db my-apm far-db --app my-app')
    expect(stdout).toBe('')
    expect(typed.questions).toHaveLength(1)
    expect(stderr).toMatch(/Destructive Action\n.*This command will affect the app my-app\n/)
    expect(stderr).toMatch(/Destroying far-db on my-app\.\.\. done\nDestroying my-apm on my-app\.\.\. done\n$/)
    const left = (await cli.ok('addons --json')).stdout
    expect([left.includes('far-db'), left.includes('my-apm')]).toEqual([false, false])
  })

  it.each([
    ['--force', {}],
    ['', {HEROKU_FORCE: '1'}],
  ])('takes what is attached to other apps with it where that is said: %s %o', async (flag, env) => {
    await cli.ok('addons:create heroku-redis:premium-0 --app outside-app --name shared-redis')
    await cli.ok('addons:attach shared-redis --app my-app --as SHARED')
    expect(await cli.run('addons:destroy shared-redis --confirm outside-app')).toMatchObject({code: 2})
    expect((await cli.ok(`addons:destroy shared-redis -c outside-app --json ${flag}`, env)).json()).toMatchObject([{name: 'shared-redis', state: 'deprovisioned'}])
    expect((await cli.ok('config:get SHARED_URL --app my-app')).stdout).toBe('\n')
  })
})
