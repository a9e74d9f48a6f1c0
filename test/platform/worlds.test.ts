import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, inject, it} from 'vitest'
import type {Method, Send} from '../../src/lib/operations/wire.js'
import {exportFrom, importInto, openControlPlane, type OpenedControlPlane, type OpenOptions} from '../../src/lib/platform/open.js'
import {requireToken} from '../../src/lib/platform/authentication.js'
import {OpenedWorld} from '../../src/lib/platform/opened-world.js'
import {serve, type Serving} from '../../src/lib/server/serve.js'
import {StoreFailure} from '../../src/lib/store/failure.js'
import type {Store} from '../../src/lib/store/store.js'
import {temporaryFolder} from '../helpers/folder.js'
import {manifestOf} from '../helpers/manifests.js'
import {type Received, startPartner} from '../helpers/partner-server.js'
import {freshDatabase} from '../helpers/postgres-schema.js'
import {type Answer, expectRefusal} from '../helpers/world.js'

let where: OpenOptions
let controlPlane: OpenedControlPlane
let operator: string
let token: string
let dropDatabase: (() => Promise<void>) | undefined

beforeEach(async () => {
  const url = inject('database')
  if (url === undefined) where = {file: join(temporaryFolder(), 'world.sqlite')}
  else {
    const fresh = await freshDatabase(url)
    dropDatabase = fresh.drop
    where = {database: fresh.url}
  }
  controlPlane = await openControlPlane(where)
  operator = (await ok('POST', '/control-plane/tokens', {body: {account: 'admin@acme.example', operator: true}})).token
  token = (await ok('POST', '/control-plane/tokens', {body: {account: 'admin@acme.example'}})).token
})

afterEach(async () => {
  await controlPlane.close()
  await dropDatabase?.()
})

interface Options {
  world?: string
  headers?: Record<string, string>
  body?: unknown
  by?: string
}

const askAt = async (send: Send, method: Method, path: string, {world, headers = {}, body, by}: Options = {}): Promise<Answer> => {
  const answer = await send({
    method,
    path,
    headers: {accept: 'application/vnd.heroku+json; version=3', ...(by !== undefined && {authorization: `Bearer ${by}`}), ...(world !== undefined && {'spacedock-world': world}), ...headers},
    ...(body !== undefined && {body: typeof body === 'string' ? body : JSON.stringify(body)}),
  })
  return {...answer, body: answer.body === '' ? undefined : JSON.parse(answer.body)}
}
const ask = (method: Method, path: string, options: Options = {}) => askAt(controlPlane.guarded, method, path, {by: token, ...options})
/** As whoever can open the state. */
const ok = async (method: Method, path: string, options: Options = {}): Promise<Answer['body']> => {
  const {status, body} = await askAt(controlPlane.trusted, method, path, options)
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${body.message}`)
  return body
}
const worlds = async () => ((await ok('GET', '/control-plane/worlds')) as {name: string}[]).map(({name}) => name)
const spaces = async (world?: string) => ((await ask('GET', '/spaces', {...(world !== undefined && {world})})).body as {name: string}[]).map(({name}) => name)
const create = (world: string | undefined, name: string, options: Options = {}) => ask('POST', '/spaces', {...(world !== undefined && {world}), body: {name, team: 'acme'}, ...options})

describe('a world is not made', () => {
  it.each<[string, Options, number, string, ...string[]]>([
    ['for a name in capitals', {world: 'CI'}, 400, 'bad_request', 'lowercase letters'],
    ['for a name that begins with a digit', {world: '1ci'}, 400, 'bad_request', 'start with a letter'],
    ['for no name', {world: ''}, 400, 'bad_request', 'too short'],
    ['for a name that is a path', {world: '../ci'}, 400, 'bad_request'],
    ['for a name that no schema can have', {world: 'a'.repeat(41)}, 400, 'bad_request', '40 characters'],
    ['for several names', {world: 'ci, ci-2'}, 400, 'bad_request'],
    ['without a token', {world: 'ci', by: ''}, 401, 'unauthorized'],
    ['with a wrong token', {world: 'ci', by: 'SPCD-wrong'}, 401, 'unauthorized'],
    ['with a token and what cannot be read, with a wrong one', {world: 'ci', by: 'SPCD-wrong', body: '{'}, 400, 'bad_request'],
  ])('%s', async (_, options, status, id, ...said) => {
    expectRefusal(await ask('POST', '/spaces', options), status, id, ...said)
    expect(await worlds()).toEqual([])
    if ('file' in where) expect(existsSync(`${where.file}.worlds`) && readdirSync(`${where.file}.worlds`).length > 0).toBe(false)
  })

  it('where header and path differ', async () => {
    expectRefusal(await ask('GET', '/worlds/ci/spaces', {world: 'other'}), 400, 'bad_request', 'different worlds')
    expect(await worlds()).toEqual([])
  })

  it('for whom the embedded one does not know', async () => {
    expectRefusal(await askAt(controlPlane.trusted, 'GET', '/spaces', {world: 'ci', headers: {'spacedock-as': 'nobody@acme.example'}}), 401, 'unauthorized', 'nobody@acme.example')
    expect(await worlds()).toEqual([])
  })

  it("with a partner's grant, which is good where its add-on is", async () => {
    expect((await ask('POST', '/worlds/ci/oauth/token', {body: {grant_type: 'authorization_code', code: 'x', client_secret: 'y'}})).status).toBe(401)
    expect(await worlds()).toEqual([])
  })

  it('beyond the limit, of which no more than all at once', async () => {
    await ok('PATCH', '/control-plane/settings', {body: {worlds: 2}})
    const made = await Promise.all(['a', 'b', 'c', 'd'].map((name) => create(name, 'my-space')))
    expect(made.map(({status}) => status).sort()).toEqual([201, 201, 422, 422])
    expectRefusal(made.find(({status}) => status === 422) as Answer, 422, 'invalid_params', 'limit of 2 worlds', 'control-plane:worlds:delete')
    expect(await worlds()).toHaveLength(2)
    await ok('DELETE', `/control-plane/worlds/${(await worlds())[0]}`)
    expect((await create('e', 'my-space')).status).toBe(201)
  })
})

describe('who may come into a world', () => {
  it('is for the main one to say, at each request', async () => {
    expect((await create('ci', 'my-space')).status).toBe(201)
    // What has been answered is kept.
    for (const _ of [1, 2]) expect(await spaces('ci')).toEqual(['my-space'])
    const tokens = (await ok('GET', '/control-plane/tokens')) as {id: string; scopes: string[]}[]
    for (const {id, scopes} of tokens) if (!scopes.includes('operator')) await ok('DELETE', `/control-plane/tokens/${id}`)
    expectRefusal(await ask('GET', '/spaces', {world: 'ci'}), 401, 'unauthorized')
    expect((await ask('GET', '/spaces', {world: 'ci', by: operator})).status).toBe(200)
  })

  it('is by the scopes of the token', async () => {
    const reader = (await ok('POST', '/control-plane/tokens', {body: {account: 'admin@acme.example', scope: ['read']}})).token
    expect((await ask('GET', '/spaces', {world: 'ci', by: reader})).status).toBe(200)
    expectRefusal(await create('ci', 'my-space', {by: reader}), 403, 'forbidden')
    expectRefusal(await ask('GET', '/control-plane/settings', {world: 'ci'}), 403, 'forbidden')
    expect((await ask('GET', '/control-plane/settings', {world: 'ci', by: operator})).status).toBe(200)
  })

  it('gets an account there, once, and again where the world has gone back to a time without it', async () => {
    await ok('POST', '/control-plane/accounts', {body: {email: 'new@acme.example', name: 'New'}})
    const by = (await ok('POST', '/control-plane/tokens', {body: {account: 'new@acme.example'}})).token as string
    const seen = await Promise.all([1, 2, 3].map(() => ask('GET', '/account', {world: 'ci', by})))
    expect(seen.map(({body}) => [body.email, body.name, body.id])).toEqual(Array(3).fill(['new@acme.example', 'New', seen[0]?.body.id]))
    await ok('POST', '/control-plane/actions/reset', {world: 'ci'})
    const again = await ask('GET', '/account', {world: 'ci', by})
    expect([again.status, again.body.email]).toEqual([200, 'new@acme.example'])
    expect(again.body.id).not.toBe(seen[0]?.body.id)
    expect(await ok('GET', '/control-plane/accounts')).toHaveLength(6)
  })

  it('is nobody with a token that an import has brought there', async () => {
    const lines: string[] = []
    await exportFrom(where, (line) => void lines.push(line))
    await importInto(where, lines.join('').trimEnd().split('\n'), 'ci')
    expect((await ask('GET', '/spaces', {world: 'ci'})).status).toBe(200)
    for (const {id, scopes} of (await ok('GET', '/control-plane/tokens')) as {id: string; scopes: string[]}[]) if (!scopes.includes('operator')) await ok('DELETE', `/control-plane/tokens/${id}`)
    expectRefusal(await ask('GET', '/spaces', {world: 'ci'}), 401, 'unauthorized')
  })

  it('gets no tokens there', async () => {
    for (const [method, path] of [['POST', '/oauth/authorizations'], ['GET', '/oauth/authorizations'], ['POST', '/control-plane/tokens']] as const)
      expectRefusal(await ask(method, path, {world: 'ci', by: operator, body: {}}), 422, 'invalid_params', 'without naming the world ci')
  })
})

describe('a world', () => {
  it('is made by whoever names it first, seeded as a new one, and has nothing in common with another', async () => {
    await ok('PATCH', '/control-plane/settings', {body: {allocation: 7}})
    expect((await create(undefined, 'my-space')).status).toBe(201)
    for (const world of ['one', 'two']) {
      expect((await create(world, 'my-space')).status).toBe(201)
      expectRefusal(await create(world, 'my-space'), 422, 'invalid_params')
      expect((await ok('GET', '/control-plane/settings', {world})).find(({name}: {name: string}) => name === 'allocation').value).toBe(2)
    }
    await create('two', 'other-space')
    expect([await spaces(), await spaces('one'), (await spaces('two')).sort()]).toEqual([['my-space'], ['my-space'], ['my-space', 'other-space']])
    await ok('PATCH', '/control-plane/clock', {world: 'one', body: {frozen: true}})
    expect((await ok('GET', '/control-plane/clock', {world: 'two'})).frozen).toBe(false)
    await ok('POST', '/control-plane/snapshots', {world: 'one', body: {name: 'then'}})
    expect(await ok('GET', '/control-plane/snapshots')).toEqual([])
    expect(await worlds()).toEqual(['one', 'two'])
  })

  it('is found by path and by header alike, and each remembers its own requests and changes', async () => {
    await create('ci', 'my-space')
    expect((await ask('GET', '/worlds/ci/spaces/my-space')).body.name).toBe('my-space')
    expect((await ask('GET', '/worlds/ci/spaces/my-space', {world: 'ci'})).status).toBe(200)
    expect((await ask('GET', '/spaces/my-space')).status).toBe(404)
    expect((await ask('GET', '/worlds/ci')).status).toBe(404)
    const requests = async (options: Options) => ((await ask('GET', '/control-plane/requests', {by: operator, ...options})).body as {path: string}[]).map(({path}) => path)
    expect(await requests({world: 'ci'})).toEqual(['/spaces', '/spaces/my-space', '/spaces/my-space', '/'])
    expect(await requests({})).toEqual(['/spaces/my-space'])
    expect((await ok('GET', '/control-plane/audit', {world: 'ci'})).map(({operation, account}: Record<string, string>) => [operation, account])).toEqual([['space.create', 'admin@acme.example']])
  })

  it('is there again when the control plane is opened again', async () => {
    await create('ci', 'my-space')
    await controlPlane.close()
    controlPlane = await openControlPlane(where)
    expect(await spaces('ci')).toEqual(['my-space'])
  })

  it('is made once, however many ask for it at the same time, also of several servers', async () => {
    const other = await openControlPlane(where)
    try {
      // Two writers of one state file in one process would wait for each other.
      const doors = 'file' in where ? [controlPlane.guarded, controlPlane.guarded] : [controlPlane.guarded, other.guarded]
      const made = await Promise.all(
        Array.from({length: 10}, (_, number) => askAt(doors[number % 2] as Send, 'POST', '/spaces', {world: 'ci', by: token, body: {name: `space-${number}`, team: 'acme'}})),
      )
      expect(made.map(({status}) => status)).toEqual(Array(10).fill(201))
      expect(await worlds()).toEqual(['ci'])
      expect(await spaces('ci')).toHaveLength(10)
      await ok('PATCH', '/control-plane/settings', {body: {worlds: 2}})
      const more = await Promise.all(Array.from({length: 6}, (_, number) => askAt(doors[number % 2] as Send, 'GET', '/spaces', {world: `more-${number}`, by: token})))
      expect(more.map(({status}) => status).sort()).toEqual([200, 422, 422, 422, 422, 422])
    } finally {
      await other.close()
    }
  })

  it('is deleted by operators alone, whichever world they name, and begins anew when it is named again', async () => {
    await create('ci', 'my-space')
    await create('other', 'my-space')
    expectRefusal(await ask('DELETE', '/control-plane/worlds/ci'), 403, 'forbidden')
    expectRefusal(await ask('GET', '/control-plane/worlds'), 403, 'forbidden')
    expectRefusal(await ask('DELETE', '/control-plane/worlds/othr', {by: operator}), 404, 'not_found', 'Did you mean')
    const deleted = await ask('DELETE', '/control-plane/worlds/ci', {by: operator, world: 'ci'})
    expect([deleted.status, deleted.body.name]).toEqual([200, 'ci'])
    expect(Date.parse(deleted.body.created_at)).toBeGreaterThan(Date.now() - 600_000)
    if ('file' in where) expect(readdirSync(`${where.file}.worlds`).filter((file) => file.startsWith('ci'))).toEqual([])
    expect(await worlds()).toEqual(['other'])
    expectRefusal(await ask('DELETE', '/control-plane/worlds/ci', {by: operator}), 404, 'not_found')
    expect(await spaces('ci')).toEqual([])
    expect(await spaces('other')).toEqual(['my-space'])
    expect((await ok('GET', '/control-plane/audit'))[1]).toMatchObject({operation: 'control-plane-world.delete', target: '/control-plane/worlds/ci', status: 200})
  })

  it('that somebody else has deleted is never seen again: what is asked next begins anew', async () => {
    const other = await openControlPlane(where)
    try {
      await create('ci', 'my-space')
      expect((await askAt(other.trusted, 'GET', '/spaces', {world: 'ci'})).body).toHaveLength(1)
      for (const method of ['GET', 'POST'] as const) {
        expect((await askAt(other.trusted, 'DELETE', '/control-plane/worlds/ci')).status).toBe(200)
        if (method === 'GET') expect(await spaces('ci')).toEqual([])
        else expect((await create('ci', 'my-space')).status).toBe(201)
        expect((await askAt(other.trusted, 'GET', '/spaces', {world: 'ci'})).body).toEqual(await ok('GET', '/spaces', {world: 'ci'}))
        await create('ci', 'my-space')
      }
    } finally {
      await other.close()
    }
  })

  it('ends what is under way in it before it is deleted', async () => {
    await ok('POST', '/control-plane/faults', {world: 'ci', body: {kind: 'latency', latency: 60_000, operation: 'space.create'}})
    const slow = create('ci', 'my-space')
    await expect.poll(async () => (await ok('GET', '/control-plane/faults', {world: 'ci'}))[0].struck).toBe(1)
    expect((await ask('DELETE', '/control-plane/worlds/ci', {by: operator})).status).toBe(200)
    expectRefusal(await slow, 409, 'conflict', 'The world ci was deleted')
    expect(await worlds()).toEqual([])
  })
})

it('what other servers have deleted and made again is another world, of which nothing is remembered', async () => {
  const other = await openControlPlane(where)
  try {
    await create('ci', 'my-space')
    expect(await spaces('ci')).toEqual(['my-space'])
    expect((await askAt(other.trusted, 'DELETE', '/control-plane/worlds/ci')).status).toBe(200)
    await askAt(other.trusted, 'POST', '/spaces', {world: 'ci', body: {name: 'new-space', team: 'acme'}})
    expect((await ask('GET', '/control-plane/requests', {world: 'ci', by: operator})).body).toEqual([])
    expect(await spaces('ci')).toEqual(['new-space'])
  } finally {
    await other.close()
  }
})

it.each([
  [true, 409],
  [false, undefined],
])('what has done nothing yet in a world that goes is refused where that is deleted here (%s), and begins anew elsewhere', async (isDeleted, status) => {
  const gone = async () => Promise.reject(new StoreFailure('gone', 'The world ci has been deleted.'))
  const store: Store = {kind: 'sqlite', location: 'nowhere', read: gone, write: gone, version: async () => undefined, close: async () => {}}
  const world = new OpenedWorld('ci', store)
  world.isDeleted = isDeleted
  const request = {method: 'GET', path: '/spaces', headers: {}} as const
  const main = {store, identify: requireToken, clock: () => new Date(), newId: () => '', random: () => 0, report: () => {}}
  const answer = world.answer({main, request, asked: request, identity: requireToken})
  expect(await answer.catch((error: {status: number}) => error.status)).toBe(status)
})

it('what other servers have deleted begins anew for all who ask at the same moment', async () => {
  const other = await openControlPlane(where)
  try {
    await create('ci', 'my-space')
    await ok('DELETE', '/control-plane/worlds/ci')
    expect((await askAt(other.trusted, 'GET', '/spaces', {world: 'ci'})).body).toEqual([])
    await askAt(other.trusted, 'POST', '/spaces', {world: 'ci', body: {name: 'old', team: 'acme'}})
    expect(await spaces('ci')).toEqual(['old'])
    await askAt(other.trusted, 'DELETE', '/control-plane/worlds/ci')
    const told = await Promise.all(Array.from({length: 8}, (_, number) => (number % 2 === 0 ? ask('GET', '/spaces', {world: 'ci'}) : create('ci', `space-${number}`))))
    expect(told.map(({status}) => status)).toEqual([200, 201, 200, 201, 200, 201, 200, 201])
    expect((await spaces('ci')).sort()).toEqual(['space-1', 'space-3', 'space-5', 'space-7'])
  } finally {
    await other.close()
  }
})

it('more worlds than are kept open at once are all there, and none is lost by being closed', async () => {
  const names = Array.from({length: 40}, (_, number) => `ci-${number}`)
  for (const world of names) expect((await create(world, `space-of-${world}`)).status).toBe(201)
  for (const world of names) expect(await spaces(world)).toEqual([`space-of-${world}`])
}, 60_000)

it.each([
  ['ci', '/worlds/ci', ''],
  [undefined, '', '/worlds/ci'],
])('a partner is told an address that leads to the world of the add-on, and its tokens are good there alone: %s', async (world, prefix, elsewhere) => {
  const own = world === undefined ? {} : {world}
  const partner = await startPartner()
  partner.answers(({body}) => ({status: 202, body: {id: `p-${body?.uuid}`}}))
  controlPlane.address.url = 'http://127.0.0.1:5455'
  await ok('PATCH', '/control-plane/settings', {...own, body: {'private-partners': 1}})
  const contents = manifestOf('fast-db', {production: {base_url: partner.url, sso_url: partner.url}})
  expect((await ask('POST', '/api/v3/addons/fast-db/manifests', {...own, body: {contents}})).status).toBe(200)
  const {client_secret} = (await ask('GET', '/control-plane/partners/fast-db', own)).body
  expect((await ask('POST', '/apps', {...own, body: {name: 'my-app'}})).status).toBe(201)
  expect((await ask('POST', '/apps/my-app/addons', {...own, body: {plan: 'fast-db:test'}})).status).toBe(201)
  const [{body: {callback_url, oauth_grant, uuid}}] = partner.received as [Received]
  expect(callback_url).toBe(`http://127.0.0.1:5455${prefix}/addons/${uuid}`)
  const grant = {grant_type: 'authorization_code', code: oauth_grant.code, client_secret}
  expect((await ask('POST', `${elsewhere}/oauth/token`, {body: grant})).status).toBe(401)
  const by = (await ask('POST', `${prefix}/oauth/token`, {by: '', body: grant})).body.access_token as string
  const path = `/addons/${uuid}/actions/provision`
  expect((await ask('POST', elsewhere + path, {by})).status).toBe(401)
  expect((await ask('POST', `/worlds/other${path}`, {by})).status).toBe(401)
  expect((await ask('POST', new URL(`${callback_url}/actions/provision`).pathname, {by})).status).toBe(200)
  expect(await worlds()).toEqual(world === undefined ? [] : [world])
})

it('twenty worlds used at once through one server see each its own, also while one is deleted', async () => {
  const serving: Serving = await serve({send: controlPlane.guarded, host: '127.0.0.1', port: 0})
  controlPlane.address.url = serving.url
  try {
    const over = async (method: string, path: string, world: string, body?: unknown) => {
      const answer = await fetch(serving.url + path, {method, headers: {accept: 'application/vnd.heroku+json; version=3', authorization: `Bearer ${token}`, 'Spacedock-World': world}, ...(body !== undefined && {body: JSON.stringify(body)})})
      return {status: answer.status, body: JSON.parse(await answer.text())}
    }
    const names = Array.from({length: 20}, (_, number) => `ci-${number}`)
    const sequence = async (world: string) => {
      const statuses: number[] = []
      for (const [path, body] of [
        ['/spaces', {name: 'my-space', team: 'acme'}],
        ['/teams', {name: 'my-team'}],
        ['/apps', {name: 'my-app'}],
        ['/apps/my-app/addons', {plan: 'heroku-postgresql:essential-0'}],
        ['/spaces', {name: 'my-space', team: 'acme'}],
      ] as const)
        statuses.push((await over('POST', path, world, body)).status)
      statuses.push((await over('PATCH', '/apps/my-app', world, {name: `app-of-${world}`})).status)
      return statuses
    }
    const [, ...told] = await Promise.all([
      (async () => {
        await over('POST', '/spaces', 'ci-0', {name: 'early', team: 'acme'})
        return ok('DELETE', '/control-plane/worlds/ci-0')
      })(),
      ...names.slice(1).map(sequence),
    ])
    expect(told).toEqual(Array(19).fill([201, 201, 201, 201, 422, 200]))
    expect((await over('GET', '/spaces', 'ci-0')).body).toEqual([])
    for (const world of names.slice(1)) {
      expect((await over('GET', '/apps', world)).body.map(({name}: {name: string}) => name)).toEqual([`app-of-${world}`])
      expect((await over('GET', '/spaces', world)).body).toHaveLength(1)
    }
    expect(await spaces()).toEqual([])
  } finally {
    await serving.close()
  }
}, 60_000)
