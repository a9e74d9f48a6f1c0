import fc from 'fast-check'
import {expect, it} from 'vitest'
import {operations} from '../../src/lib/operations/index.js'
import type {Operation} from '../../src/lib/operations/operation.js'
import type {Method} from '../../src/lib/operations/wire.js'
import {createWorld, member, stranger, viewer, type World} from '../helpers/world.js'

/*
 * Whatever is sent, in whatever order, is answered: never with a fault of the control plane's own, and never with its
 * insides. A run that fails prints its seed and path, with which fast-check repeats it; FUZZ_RUNS asks for more of them.
 */

const runs = Number(process.env['FUZZ_RUNS'] ?? 60)

/** Names and ids of things that may be there, and of things that cannot. */
const identity = fc.constantFrom(
  'my-space', 'fir-space', 'my-app', 'fir-app', 'acme', 'acme-labs', 'globex', 'quick', 'my-pipeline', 'DATABASE', 'web', 'web.1', 'run.1', 'v1', '1', 'virginia', 'us', 'cedar', 'fir', 'heroku-24',
  'heroku-postgresql', 'heroku-redis:private-7', 'standard-1x', 'private-s', 'www.example.com', 'admin@acme.example', member, 'self', '~', 'saved', 'pcx-1', 'office', 'fast-db',
  '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a', 'nowhere', '', ' ', '%', '%00', '..', 'a%2fb', '💥', 'x'.repeat(300), 'null', '__proto__', 'constructor', '-1', '1e9', '99999999999999999999',
)

const text = fc.oneof(
  {weight: 6, arbitrary: identity},
  {weight: 3, arbitrary: fc.constantFrom('10.0.0.0/16', '10.0.0.0/8', '0.0.0.0/0', '203.0.113.9', '300.1.1.1/99', '2001:db8::/32', 'https://user:secret@logs.example.com', 'http://127.0.0.1/', 'syslog+tls://x:1', 'javascript:1')},
  {weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 40})},
)

const number = fc.oneof(fc.constantFrom(0, -0, -1, 1, 2, 100, 101, 1.5, 1e21, 2 ** 31, 2 ** 53, 1e308, -1e308), fc.integer())

const value: fc.Arbitrary<unknown> = fc.oneof(
  {weight: 6, arbitrary: text},
  {weight: 2, arbitrary: number},
  {weight: 2, arbitrary: fc.constantFrom(true, false, null, [], {})},
  {weight: 2, arbitrary: fc.array(fc.oneof(text, number, fc.dictionary(fc.constantFrom('name', 'action', 'source', 'type', 'quantity', 'size', 'value', 'id', 'app', 'release', 'status', 'slug'), text, {maxKeys: 4})), {maxLength: 3})},
  {weight: 1, arbitrary: fc.dictionary(text, fc.oneof(text, number, fc.constant(null)), {maxKeys: 3})},
)

/** What is there, by the name of the parameter of a path or the key of a body that may name it. */
const there: Readonly<Record<string, readonly unknown[]>> = {
  account: ['admin@acme.example', member],
  addon: ['quick'],
  app: ['my-app', 'fir-app'],
  attachment: ['REDIS'],
  cidr: ['10.3.0.0/16'],
  collaborator: [member],
  confirm: ['my-app', 'fir-app'],
  domain: ['www.example.com'],
  dyno: ['web.1', 'run.1'],
  email: [member, viewer],
  formation: ['web'],
  generation: ['cedar', 'fir'],
  hostname: ['www.example.net'],
  name: ['new-thing', 'quick', 'my-app'],
  owner: ['acme', member],
  permissions: [[{name: 'create_apps'}], [{name: 'view'}], ['view', 'deploy']],
  pipeline: ['my-pipeline'],
  plan: ['heroku-redis', 'heroku-postgresql:private-0', 'scheduler:standard'],
  process_types: [{web: 'npm start', clock: 'npm run clock'}],
  processType: ['web'],
  quantity: [1, 2, '+1'],
  region: ['virginia', 'oregon', 'us'],
  release: ['v1', 'v2'],
  role: ['admin', 'member', 'viewer'],
  rules: [[{action: 'allow', source: '203.0.113.0/24'}], []],
  service: ['heroku-redis'],
  size: ['private-s', 'private-m', 'dyno-1c-0.5gb'],
  snapshot: ['saved'],
  space: ['my-space', 'fir-space'],
  spaceMember: [member],
  stage: ['staging', 'production'],
  team: ['acme', 'acme-labs'],
  teamMember: [member],
  updates: [[{type: 'web', quantity: 2}], [{type: 'web', size: 'private-m'}]],
  url: ['https://logs.example.com/x'],
}

/** What is there of a name, mostly; else anything. */
const meant = (name: string, anything: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  there[name] === undefined ? anything : fc.oneof({weight: 5, arbitrary: fc.constantFrom(...there[name])}, {weight: 1, arbitrary: anything})

/** The keys that an operation reads of its body, where its schema names them. */
const keysOf = ({body}: Operation): string[] => Object.keys((body as {entries?: object} | undefined)?.entries ?? {})

const bodyFor = (operation: Operation): fc.Arbitrary<unknown> => {
  const known = Object.fromEntries(keysOf(operation).map((key) => [key, meant(key, value)]))
  return fc.oneof(
    {weight: 20, arbitrary: fc.record(known, {requiredKeys: []})},
    {weight: 10, arbitrary: fc.record(known)},
    {weight: 3, arbitrary: fc.dictionary(text, value, {maxKeys: 3})},
    {weight: 1, arbitrary: fc.constantFrom('', '{', '[]', 'null', '"x"', '{"a":1,"a":2}', '{"name":"\\u0000"}', '[[[[[[', '\uFEFF{}', '{"__proto__":{"x":1}}')},
  )
}

interface Request {
  method: Method
  path: string
  body?: unknown
  as: string
  headers: Record<string, string>
  after: number
}

const headers = fc.record(
  {
    accept: fc.constantFrom('application/vnd.heroku+json; version=3', 'application/vnd.heroku+json; version=3.sdk', 'application/vnd.heroku+json; version=3.fir', '*/*', 'text/html', 'x'.repeat(5000)),
    range: fc.oneof(fc.constantFrom('name ..; max=10', 'id a..b[; max=1', 'version ..; order=desc', 'created_at 2026-01-01T00:00:00Z..', ']..[', 'max=0'), fc.string()),
    'if-match': fc.constantFrom('*', '"x"', ''),
    'if-none-match': fc.constantFrom('*', '"x"'),
    'accept-expansion': fc.constantFrom('plan', 'addon_service', 'x,y'),
    'x-http-method-override': fc.constantFrom('PATCH', 'DELETE', 'TRACE', ''),
    'request-id': fc.string(),
  },
  {requiredKeys: []},
)

/** Not what takes everything away that the rest might meet, nor what has things go wrong on purpose. */
const asked = Object.entries(operations as Record<string, Operation>).flatMap(([id, operation]) => (['control-plane.reset', 'control-plane-snapshot.load', 'control-plane-fault.create', 'team.delete'].includes(id) ? [] : [operation]))

const request: fc.Arbitrary<Request> = fc.constantFrom(...asked).chain((operation) =>
  fc
    .tuple(
      fc.tuple(...[...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => meant(name, identity).map(String))),
      operation.method === 'GET' ? fc.constant(undefined) : bodyFor(operation),
      fc.oneof({weight: 8, arbitrary: fc.constant('admin@acme.example')}, {weight: 2, arbitrary: fc.constantFrom(member, viewer, stranger, 'nobody@example.com')}),
      fc.oneof({weight: 3, arbitrary: fc.constant({})}, {weight: 1, arbitrary: headers}),
      fc.constantFrom(0, 0, 1, 60, 50_000),
      fc.constantFrom('', '', '', '?', '?x=%', '?grant_type=refresh_token'),
    )
    .map(([names, body, as, extra, after, query]) => {
      let place = 0
      const path = operation.path.replaceAll(/\{\w+\}/g, () => (/%/.test(names[place] ?? '') ? (names[place++] ?? '') : encodeURIComponent(names[place++] ?? ''))) + query
      return {method: operation.method, path, as, headers: extra, after, ...(body !== undefined && {body})}
    }),
)

/** A world with one of most things in it, so that much of what is sent finds something. */
async function furnished(): Promise<World> {
  const world = await createWorld()
  await world.patch('/control-plane/settings', {allocation: 0})
  await world.space('my-space')
  await world.space('fir-space', {generation: 'fir'})
  await world.post('/teams/apps', {name: 'my-app', team: 'acme', space: 'my-space'})
  await world.post('/teams/apps', {name: 'fir-app', team: 'acme', space: 'fir-space'})
  await world.post('/apps/my-app/addons', {plan: 'heroku-redis', name: 'quick', confirm: 'my-app'})
  await world.post('/pipelines', {name: 'my-pipeline', owner: {id: (await world.get('/teams/acme')).body.id, type: 'team'}})
  await world.post('/apps/my-app/domains', {hostname: 'www.example.com', sni_endpoint: null})
  await world.post('/control-plane/snapshots', {name: 'saved'})
  return world
}

it('whatever is sent is answered, and never with a fault of the control plane', {timeout: 600_000}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(request, {minLength: 10, maxLength: 40, size: 'max'}), async (requests) => {
      const world = await furnished()
      for (const {method, path, after, ...options} of requests) {
        world.pass(after)
        const answer = await world.request(method, path, options)
        const told = `${method} ${path} ${JSON.stringify(options)} → ${answer.status} ${JSON.stringify(answer.body)}`
        if (world.faults.length > 0) throw new Error(`${told}\n${String((world.faults[0] as Error).stack)}`)
        if (answer.status >= 500 && answer.status !== 501) throw new Error(told)
        if (answer.status >= 400) expect(typeof answer.body.message, told).toBe('string')
        expect(told).not.toMatch(/\bat .*\.(js|ts):\d/)
      }
    }),
    {numRuns: runs, endOnFailure: true},
  )
})
