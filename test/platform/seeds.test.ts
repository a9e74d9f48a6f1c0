import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import type {SeedDocument} from '../../src/lib/operations/seeds.js'
import {manifestOf} from '../helpers/manifests.js'
import {root} from '../helpers/cli.js'
import {createWorld, expectRefusal, member, type RequestOptions, type World} from '../helpers/world.js'

const path = '/control-plane/seed'
const admin = 'admin@acme.example'
const example = parse(readFileSync(join(root, 'examples/world.yml'), 'utf8')) as SeedDocument
const bearer = (token: string): RequestOptions => ({headers: {authorization: `Bearer ${token}`}})

const seed = (world: World, document: unknown, options?: RequestOptions) => world.post(path, {world: document}, options)
const written = async (world: World, options?: RequestOptions) => (await world.get(path, options)).body as {world: SeedDocument; left_out: Record<string, number>}

/** A team with one space that has these keys besides its name. */
const inSpace = (space: object) => ({teams: [{name: 'acme', spaces: [{name: 'my-space', ...space}]}]})
const inApp = (app: object) => inSpace({apps: [{name: 'my-app', ...app}]})
const spaceAt = ['teams', 0, 'spaces', 0]
const appAt = [...spaceAt, 'apps', 0]

type Refused = [what: string, document: object, path: (number | string)[], message: string]

describe('what is wrong with a seed by itself is refused at its place:', () => {
  it.each<Refused>([
    ['an unknown key', {temas: []}, ['temas'], 'There is no key temas here. Did you mean teams? The keys are version'],
    ['another version', {version: 2}, ['version'], 'This spacedock reads seeds of version 1, not 2.'],
    ['a key that is missing', {teams: [{type: 'team'}]}, ['teams', 0, 'name'], 'The key name is missing.'],
    ['a list that is none', {teams: {name: 'acme'}}, ['teams'], 'Expected a list, got an object.'],
    ['a text where keys should be', {teams: ['acme']}, ['teams', 0], 'Expected keys with values, got text.'],
    ['a number for a name', {apps: [{name: 12345}]}, ['apps', 0, 'name'], 'Expected text, got a number. Put it in quotes.'],
    ['a config var that is no text', inApp({config_vars: {PORT: 8080}}), [...appAt, 'config_vars', 'PORT'], 'Expected text, got a number. Put it in quotes.'],
    ['a config var that has a name of JavaScript', inApp({config_vars: {constructor: 1}}), [...appAt, 'config_vars', 'constructor'], 'Expected text'],
    ['the key of a config var', inApp({config_vars: {'A-B': 'x'}}), [...appAt, 'config_vars', 'A-B'], 'can only contain letters, digits, and underscores'],
    ['the name of a space', inSpace({name: 'My-space'}), [...spaceAt, 'name'], 'lowercase letters'],
    ['an unknown region', inSpace({region: 'orgeon'}), [...spaceAt, 'region'], 'Did you mean oregon?'],
    ['a region without spaces', inSpace({region: 'us'}), [...spaceAt, 'region'], 'not available for Private Spaces'],
    ['a range that is too small', inSpace({cidr: '10.0.0.0/24'}), [...spaceAt, 'cidr'], '10.0.0.0/24 is too small: try 10.0.0.0/16.'],
    ['a data range in the other one', inSpace({data_cidr: '10.0.16.0/20'}), [...spaceAt, 'data_cidr'], 'Data cidr overlaps with cidr.'],
    ['a Shield space of fir', inSpace({generation: 'fir', shield: true}), [...spaceAt, 'shield'], 'not supported for the fir generation'],
    ['a log drain of a space that is not Shield', inSpace({log_drain_url: 'https://logs.example.com/x'}), [...spaceAt, 'log_drain_url'], 'only supported for Shield spaces'],
    ['a trusted range that is none', inSpace({trusted_ips: ['192.0.2.0/24', '192.0.2.1']}), [...spaceAt, 'trusted_ips', 1], 'Add a prefix length'],
    ['a trusted range that is there twice', inSpace({trusted_ips: ['192.0.2.0/24', '0.0.0.0/0', '192.0.2.9/24']}), [...spaceAt, 'trusted_ips', 2], 'A rule already exists for 192.0.2.0/24.'],
    ['trusted ranges of fir', inSpace({generation: 'fir', trusted_ips: ['192.0.2.0/24']}), [...spaceAt, 'trusted_ips', 0], 'not supported for the fir generation'],
    ['a permission on a space', inSpace({members: {'admin@acme.example': ['manage']}}), [...spaceAt, 'members', admin], "Couldn't find that permission: manage."],
    ['a stack of another generation', inApp({stack: 'cnb'}), [...appAt, 'stack'], 'not supported for the cedar generation'],
    ['another region than that of the space', {teams: [{name: 'acme', apps: [{name: 'my-app', region: 'oregon'}]}]}, ['teams', 0, 'apps', 0, 'region'], 'only available in Private Spaces'],
    ['a role', {teams: [{name: 'acme', members: {[admin]: 'admin', [member]: 'owner'}}]}, ['teams', 0, 'members', member], "Couldn't find that role: owner."],
    ['a role that such a team has not', {teams: [{name: 'acme', type: 'team', members: {[admin]: 'admin', [member]: 'viewer'}}]}, ['teams', 0, 'members', member], "Couldn't find that role: viewer."],
    ['a team without an admin', {teams: [{name: 'acme', members: {[member]: 'member'}}]}, ['teams', 0, 'members'], 'A team needs an admin.'],
    ['an address that is none', {teams: [{name: 'acme', members: {[admin]: 'admin', nobody: 'member'}}]}, ['teams', 0, 'members', 'nobody'], 'not a valid email address'],
    ['an enterprise account of another team', {teams: [{name: 'acme', type: 'team', enterprise_account: 'holding'}]}, ['teams', 0, 'enterprise_account'], 'in no enterprise account'],
    ['a name that is taken', {teams: [{name: 'acme', spaces: [{name: 'my-space', apps: [{name: 'my-app'}]}]}], apps: [{name: 'my-app'}]}, ['apps', 0, 'name'], 'Name my-app is already taken'],
    ['an address that is there twice', {accounts: [{email: 'a@b.example'}, {email: 'A@b.example'}]}, ['accounts', 1, 'email'], 'There is an account a@b.example already.'],
    ['permissions on a personal app', {apps: [{name: 'my-app', collaborators: {[member]: ['deploy']}}]}, ['apps', 0, 'collaborators', member], 'enterprise teams only'],
    ['an add-on without a plan', inApp({addons: [{name: 'my-db'}]}), [...appAt, 'addons', 0, 'plan'], 'The key plan is missing.'],
    ['a process type without a command', inApp({formation: {web: {quantity: 1}}}), [...appAt, 'formation', 'web', 'command'], 'The key command is missing.'],
    ['half a dyno', inApp({formation: {web: {command: 'x', quantity: 0.5}}}), [...appAt, 'formation', 'web', 'quantity'], '0.5'],
    ['a stage', {teams: [{name: 'acme', pipelines: [{name: 'main', apps: {'my-app': 'prod'}}]}]}, ['teams', 0, 'pipelines', 0, 'apps', 'my-app'], 'production'],
  ])('%s', async (_, document, place, message) => {
    const world = await createWorld()
    await world.space('other-space')
    const before = await written(world)
    const answer = await seed(world, document)
    expectRefusal(answer, 422, 'invalid_params', message)
    expect(answer.body.findings).toContainEqual({path: place, message: expect.stringContaining(message)})
    expect(await written(world)).toEqual(before)
  })

  it('everything at once, with the places in the message', async () => {
    const world = await createWorld()
    const {body} = await seed(world, {temas: [], apps: [{name: 'x'}, {name: 'my-app', config_vars: {'A B': 'x'}}]})
    expect(body.message.split('\n')).toEqual([
      'apps[0].name: Name is too short (minimum is 3 characters).',
      'apps[1].config_vars["A B"]: Config var key A B is not valid. It can only contain letters, digits, and underscores.',
      expect.stringMatching(/^temas: There is no key temas here\./),
    ])
  })

  it('no more of it than anybody reads', async () => {
    const world = await createWorld()
    const {body} = await seed(world, {apps: Array.from({length: 50}, (_, index) => ({name: String(index)}))})
    expect(body.findings).toHaveLength(20)
    expect(body.message).toMatch(/\nand 30 more$/)
  })
})

describe('what the rules refuse is refused at its place, and the world stays as it is:', () => {
  it.each<Refused>([
    ['a setting that is none', {settings: {alocation: 0}}, ['settings', 'alocation'], 'Did you mean allocation?'],
    ['for how long the audit trail is kept', {settings: {'audit-retention': 1}}, ['settings', 'audit-retention'], 'audit-retention stays as it is, whatever becomes of a world.'],
    ['the name of an account', {accounts: [{email: 'a@b.example', name: ' '}]}, ['accounts', 0, 'name'], 'The name of an account'],
    ['an address that stands for a team', {accounts: [{email: 'acme@herokumanager.com'}]}, ['accounts', 0, 'email'], 'stands for a team'],
    ['more ranges than may be', {settings: {'trusted-ranges': 1}, ...inSpace({trusted_ips: ['192.0.2.0/24', '198.51.100.0/24']})}, [...spaceAt, 'trusted_ips'], 'more than 1 rules'],
    ['more apps than may be', {settings: {'apps-per-space': 1}, ...inSpace({apps: [{name: 'one-app'}, {name: 'two-app'}]})}, [...spaceAt, 'apps', 1, 'name'], 'limit of 1 apps'],
    ['a drain that is not over TLS', inSpace({shield: true, log_drain_url: 'http://logs.example.com'}), [...spaceAt, 'log_drain_url'], 'begins with https://'],
    ['a grant to who is not in the team', inSpace({members: {'a@b.example': ['create_apps']}}), [...spaceAt, 'members', 'a@b.example'], 'a@b.example is not in the team acme. Add them to its members.'],
    ['a plan that there is none of', inApp({addons: ['heroku-redis:private-99']}), [...appAt, 'addons', 0], 'heroku-redis:private-99'],
    ['a plan that is for Shield spaces', inApp({addons: [{plan: 'heroku-postgresql:shield-0'}]}), [...appAt, 'addons', 0, 'plan'], 'heroku-postgresql:shield-0'],
    ['an attachment that would replace another', inApp({addons: [{plan: 'heroku-redis', as: 'DB'}, {plan: 'heroku-postgresql', as: 'db'}]}), [...appAt, 'addons', 1, 'as'], 'my-app has an attachment DB already'],
    ['an attachment to an app that is not there', inApp({addons: [{plan: 'heroku-redis', attachments: [{app: 'my-ap'}]}]}), [...appAt, 'addons', 0, 'attachments', 0, 'app'], 'Did you mean my-app?'],
    [
      'an attachment to an app that nobody has who has the add-on',
      {
        teams: [
          {name: 'one-team', members: {'ada@example.com': 'admin'}, apps: [{name: 'one-app', addons: [{plan: 'heroku-postgresql:essential-0', attachments: [{app: 'two-app'}]}]}]},
          {name: 'two-team', members: {'bob@example.com': 'admin', 'ada@example.com': 'member'}, apps: [{name: 'two-app'}]},
        ],
      },
      ['teams', 0, 'apps', 0, 'addons', 0, 'attachments', 0, 'app'],
      'You do not have the required access to the app two-app',
    ],
    ['a config var that an add-on sets', inApp({addons: ['heroku-postgresql'], config_vars: {OWN: 'x', DATABASE_URL: 'hunter2'}}), [...appAt, 'config_vars', 'DATABASE_URL'], 'is set by the attachment DATABASE. Leave it out'],
    ['a size that its dynos cannot have', inApp({formation: {web: {command: 'x', size: 'Eco'}}}), [...appAt, 'formation', 'web', 'size'], 'cannot be of size Eco'],
    ['more dynos than may be', inApp({formation: {web: {command: 'x', quantity: 11}}}), [...appAt, 'formation'], 'more than 10'],
    ['a hostname that an app has', {apps: [{name: 'one-app', domains: ['www.example.com', 'my.herokuapp.com']}]}, ['apps', 0, 'domains', 1], 'herokuapp.com'],
    ['an app of somebody else in a pipeline', {...inApp({}), pipelines: [{name: 'main', apps: {'my-app': 'staging'}}]}, ['pipelines', 0, 'apps', 'my-app'], 'same owner'],
  ])('%s', async (_, document, place, message) => {
    const world = await createWorld()
    await world.space('other-space')
    const before = await written(world)
    const answer = await seed(world, document)
    expectRefusal(answer, 422, 'invalid_params', message)
    expect(answer.body.message).not.toContain('hunter2')
    expect(answer.body.findings).toEqual([{path: place, message: expect.stringContaining(message)}])
    expect(await written(world)).toEqual(before)
    expect(world.faults).toEqual([])
  })

  it('an add-on of a partner, whose server nobody asks', async () => {
    const world = await createWorld()
    await world.post('/api/v3/addons/fast-db/manifests', {contents: manifestOf('fast-db')})
    const answer = await seed(world, {apps: [{name: 'my-app', addons: ['fast-db:test']}]})
    expectRefusal(answer, 422, 'invalid_params', 'apps[0].addons[0]: fast-db is of a partner, whose server would have to provision it. Leave it out')
  })
})

describe('only whoever runs the control plane', () => {
  it('makes a world, and sees what is in it', async () => {
    const world = await createWorld({guarded: true})
    const anybody = bearer(await world.tokenOf(admin))
    expectRefusal(await seed(world, {}, anybody), 403, 'forbidden')
    expectRefusal(await world.get(path, anybody), 403, 'forbidden')
    expectRefusal(await world.get(path), 401, 'unauthorized')
  })

  it('is not locked out: tokens of who is there again stay, and who asks has to be', async () => {
    const world = await createWorld({guarded: true})
    const operator = bearer(await world.tokenOf(admin, undefined, ['global', 'operator']))
    await world.post('/control-plane/accounts', {email: 'ops@example.com'}, operator)
    const ops = bearer(await world.tokenOf('ops@example.com', undefined, ['global', 'operator']))
    expect((await world.get('/account', ops)).body.email).toBe('ops@example.com')
    expectRefusal(await seed(world, {apps: [{name: 'my-app'}]}, ops), 422, 'invalid_params', 'Your token is of ops@example.com, who is not in it: you would lock yourself out. Add them to accounts.')
    expect((await seed(world, {accounts: [{email: 'Ops@example.com'}], apps: [{name: 'my-app'}]}, ops)).status).toBe(200)
    expect((await world.get('/account', ops)).body.email).toBe('ops@example.com')
    expect((await world.get('/apps', operator)).body).toHaveLength(1)
    expect(world.faults).toEqual([])
  })
})

describe('a world of a seed', () => {
  it('has what the example says, ready at once', async () => {
    const world = await createWorld()
    expect((await seed(world, example)).body.counts).toEqual({accounts: 3, addons: 2, apps: 5, spaces: 3, teams: 2})
    expect((await world.get('/spaces/acme-production')).body).toMatchObject({state: 'allocated', shield: true, region: {name: 'frankfurt'}, cidr: '10.10.0.0/16', data_cidr: '10.20.0.0/18'})
    expect((await world.get('/spaces/acme-production/inbound-ruleset')).body.rules.map(({source}: {source: string}) => source)).toEqual(['198.51.100.0/24', '203.0.113.7/32'])
    expect((await world.get('/apps/acme-shop/config-vars')).body).toMatchObject({RACK_ENV: 'production', WORKERS: '4', DATABASE_URL: expect.stringMatching(/^postgres:/), REDIS_URL: expect.stringMatching(/^rediss:/)})
    expect((await world.get('/apps/acme-jobs/config-vars')).body).toMatchObject({SHOP_DB_URL: expect.stringMatching(/^postgres:/)})
    expect((await world.get('/addons/acme-shop-db')).body.state).toBe('provisioned')
    expect((await world.get('/apps/acme-shop/dynos')).body.map(({name, state, size}: Record<string, string>) => [name, state, size])).toEqual([['web.1', 'up', 'Private-M'], ['web.2', 'up', 'Private-M']])
    expect((await world.get('/apps/acme-next-api/dynos')).body).toHaveLength(1)
    // Permissions are those of the people in it.
    const dev = {as: 'dev@acme.example'}
    expect((await world.post('/teams/apps', {name: 'devs-app', space: 'acme-lab'}, dev)).status).toBe(201)
    expectRefusal(await world.post('/teams/apps', {name: 'other-app', space: 'acme-production'}, dev), 403, 'forbidden')
    expect((await world.get('/apps/danas-sketch', dev)).body.owner.email).toBe('dev@acme.example')
    expect(world.faults).toEqual([])
  })

  it('has the people and teams of a fresh one where it names no teams, and only its own where it does', async () => {
    const world = await createWorld()
    await world.space('my-space')
    const {body} = await seed(world, {})
    expect(body.counts).toEqual({accounts: 5, addons: 0, apps: 0, spaces: 0, teams: 3})
    await seed(world, {teams: [{name: 'initech'}]})
    expect((await world.get('/teams')).body.map(({name, role}: Record<string, string>) => [name, role])).toEqual([['initech', 'admin']])
    expect((await world.get('/control-plane/accounts')).body).toHaveLength(1)
  })

  it('leaves it as it is for how long the audit trail is kept', async () => {
    const world = await createWorld()
    await world.patch('/control-plane/settings', {'audit-retention': 1000, allocation: 9})
    const {world: there} = await written(world)
    expect(there['settings']).toEqual({allocation: 9})
    await seed(world, {})
    expect((await world.get('/control-plane/settings')).body).toContainEqual(expect.objectContaining({name: 'audit-retention', value: 1000}))
  })

  it('takes as long again for whatever is made after it', async () => {
    const world = await createWorld()
    await seed(world, {settings: {allocation: 600}, ...inSpace({})})
    expect((await world.get('/spaces/my-space')).body.state).toBe('allocated')
    await world.post('/spaces', {name: 'later-space', team: 'acme'})
    expect((await world.get('/spaces/later-space')).body.state).toBe('allocating')
  })

  it('gives the same ids again where it is deterministic, also to what comes after', async () => {
    const told = async () => {
      const world = await createWorld({firstId: Math.floor(Math.random() * 1e6)})
      await world.post('/teams', {name: 'side-team'})
      await world.post(path, {world: example, deterministic: '42'})
      const {body} = await world.post('/teams', {name: 'later-team'})
      expect(world.faults).toEqual([])
      const app = (await world.post('/apps', {})).body
      return [body.id, app.name, (await world.get('/apps/acme-shop')).body, (await world.get('/addons')).body]
    }
    const [one, other] = [await told(), await told()]
    expect(one).toEqual(other)
    expect(one[2].created_at).toBe('2026-01-01T00:00:00Z')
  })

  it('leaves one entry in the audit trail, without any of its texts', async () => {
    const world = await createWorld()
    await seed(world, inApp({config_vars: {SECRET: 'hunter2'}}))
    const trail = (await world.get('/control-plane/audit')).body
    expect(trail.map(({operation, status, after}: Record<string, unknown>) => [operation, status, after])).toEqual([['control-plane-seed.create', 200, {world: '[redacted]'}]])
  })
})

describe('the present world', () => {
  it('is written down as it is, and made of that again the same', async () => {
    const world = await createWorld()
    await seed(world, example)
    const first = await written(world)
    expect(first.left_out).toEqual({})
    expect((await seed(world, first.world)).status).toBe(200)
    expect(JSON.stringify(await written(world))).toBe(JSON.stringify(first))
  })

  it('of a fresh control plane too', async () => {
    const world = await createWorld()
    const first = await written(world)
    await seed(world, first.world)
    expect(await written(world)).toEqual(first)
  })

  it('that requests have made is written down as it has become', async () => {
    const world = await createWorld()
    const asked = async (...[method, at, body]: [Parameters<World['request']>[0], string, unknown?]) => {
      const answer = await world.request(method, at, {body})
      expect(answer.status, `${method} ${at}: ${answer.body?.message}`).toBeLessThan(300)
      return answer.body
    }
    await world.space('my-space')
    await asked('PATCH', '/spaces/my-space/members/viewer@acme.example', {permissions: [{name: 'create_apps'}]})
    await asked('PATCH', '/teams/acme/members', {email: 'viewer@acme.example', role: 'member'})
    await asked('PUT', '/spaces/my-space/inbound-ruleset', {rules: []})
    await asked('POST', '/teams/apps', {name: 'one-app', space: 'my-space'})
    await asked('POST', '/teams/apps', {name: 'two-app', space: 'my-space', locked: true})
    await asked('PATCH', '/apps/two-app', {name: 'app-two', build_stack: 'heroku-22', maintenance: true})
    await asked('POST', '/apps/one-app/addons', {plan: 'heroku-postgresql', name: 'one-db', config: {version: '15'}})
    await asked('POST', '/addon-attachments', {addon: 'one-db', app: 'one-app', name: 'ALPHA'})
    await asked('POST', '/addon-attachments', {addon: 'one-db', app: 'app-two', name: 'READER', namespace: 'credential:reader'})
    await asked('PATCH', '/apps/one-app/config-vars', {A: '1', B: '2'})
    await asked('POST', '/teams/apps/one-app/collaborators', {user: 'new@example.com', permissions: ['operate']})
    await asked('POST', '/teams/apps', {name: 'moved-app', team: 'acme'})
    await asked('PATCH', '/teams/apps/moved-app', {owner: member})
    const first = await written(world)
    expect(first.left_out).toEqual({})
    expect(first.world['apps']).toEqual([{name: 'moved-app', owner: member, region: 'us'}])
    const apps = [
      {name: 'app-two', build_stack: 'heroku-22', locked: true, maintenance: true},
      {
        name: 'one-app',
        addons: [{name: 'one-db', as: 'ALPHA', options: {version: '15'}, attachments: [{as: 'DATABASE'}, {app: 'app-two', as: 'READER', namespace: 'credential:reader'}]}],
        config_vars: {A: '1', B: '2'},
        collaborators: {'new@example.com': ['view', 'operate']},
      },
    ]
    const members = {'new@example.com': 'collaborator', 'viewer@acme.example': 'member'}
    expect(first.world['teams']).toMatchObject([{name: 'acme', members, spaces: [{trusted_ips: [], members: {'viewer@acme.example': ['create_apps']}, apps}]}, {}, {}])
    expect((await seed(world, first.world)).body.message).toBeUndefined()
    expect(JSON.stringify(await written(world))).toBe(JSON.stringify(first))
  })

  it('says how much there is that has no words', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await world.post('/control-plane/peerings', {space: 'my-space', aws_vpc_id: 'vpc-0a1b2c3d', aws_account_id: '210987654321', cidr_blocks: ['10.20.0.0/16']})
    await world.post('/control-plane/faults', {kind: 'error', operation: 'space.info'})
    await world.post('/api/v3/addons/fast-db/manifests', {contents: manifestOf('fast-db')})
    await world.post('/spaces', {name: 'gone-space', team: 'acme'})
    await world.delete('/spaces/gone-space')
    const {left_out, world: there} = await written(world)
    expect(left_out).toEqual({'add-on services of partners': 1, faults: 1, peerings: 1, 'spaces that are being deleted': 1})
    expect(JSON.stringify(there)).not.toContain('gone-space')
  })

  it('has no values that add-ons set, and no tokens', async () => {
    const world = await createWorld()
    await world.tokenOf(admin)
    await seed(world, inApp({addons: ['heroku-postgresql'], config_vars: {OWN: 'mine'}}))
    const text = JSON.stringify((await written(world)).world)
    expect(text).toContain('"config_vars":{"OWN":"mine"}')
    expect(text).not.toMatch(/postgres:\/\/|test-token|digest/)
  })
})
