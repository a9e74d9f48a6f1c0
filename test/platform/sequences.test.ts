import fc from 'fast-check'
import {afterEach, expect, it} from 'vitest'
import {openHttp} from '../../src/lib/client/http.js'
import type {Method, Send} from '../../src/lib/operations/wire.js'
import {type Cidr, overlaps, parseCidr} from '../../src/lib/rules/cidr.js'
import {serve} from '../../src/lib/server/serve.js'
import {type Answer, collaborator, createWorld, member, stranger, viewer, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'
const people = [admin, member, viewer, collaborator, stranger]

interface Step {
  as: string
  method: Method
  path: string
  body?: unknown
  /** Seconds that pass before it. */
  after: number
}

type Asked = [method: Method, path: string, body?: unknown]

const space = fc.constantFrom('one-space', 'two-space')
const app = fc.constantFrom('one-app', 'two-app', 'red-app')
const addon = fc.constantFrom('one-addon', 'two-addon')
const team = fc.constantFrom('acme', 'acme', 'acme-labs', 'globex')
const range = fc.constantFrom('10.0.0.0/16', '10.1.0.0/16', '10.1.16.0/20', '10.2.0.0/16', '172.16.0.0/16', '192.168.0.0/16', '10.3.0.0/24')
const source = fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '10.0.0.1/8', '192.0.2.1', '192.0.2.1/32', '192.0.2.0/24', '300.0.0.1', '2001:db8::/32')
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, {nil: undefined})

const often = (arbitrary: fc.Arbitrary<Asked>) => ({arbitrary, weight: 6})

/** What people do, mostly with things that may be there, and often with what is refused. */
const asked: fc.Arbitrary<Asked> = fc.oneof(
  often(fc
    .record({
      name: space,
      team,
      region: optional(fc.constantFrom('virginia', 'oregon', 'frankfurt', 'us')),
      cidr: optional(range),
      data_cidr: optional(range),
      shield: optional(fc.boolean()),
      generation: optional(fc.constantFrom('cedar', 'fir')),
    })
    .map((body): Asked => ['POST', '/spaces', body])),
  fc.tuple(space, space).map(([from, name]): Asked => ['PATCH', `/spaces/${from}`, {name}]),
  fc.tuple(space, team).map(([name, new_owner]): Asked => ['POST', `/spaces/${name}/transfer`, {new_owner}]),
  space.map((name): Asked => ['DELETE', `/spaces/${name}`]),
  fc
    .tuple(space, fc.array(source, {maxLength: 3}))
    .map(([name, sources]): Asked => ['PUT', `/spaces/${name}/inbound-ruleset`, {rules: sources.map((from) => ({action: 'allow', source: from}))}]),
  fc
    .tuple(space, fc.constantFrom(member, viewer), fc.subarray([{name: 'create_apps'}]))
    .map(([name, email, permissions]): Asked => ['PATCH', `/spaces/${name}/members/${email}`, {permissions}]),
  often(fc.record({name: app, team: optional(team), space}).map((body): Asked => ['POST', '/teams/apps', body])),
  fc.tuple(app, app).map(([from, name]): Asked => ['PATCH', `/apps/${from}`, {name}]),
  app.map((name): Asked => ['DELETE', `/apps/${name}`]),
  fc.tuple(app, fc.constantFrom(...people, 'acme', 'acme-labs')).map(([name, owner]): Asked => ['PATCH', `/teams/apps/${name}`, {owner}]),
  fc.tuple(app, fc.constantFrom('A', 'B'), optional(fc.constant('1'))).map(([name, key, value = null]): Asked => ['PATCH', `/apps/${name}/config-vars`, {[key]: value}]),
  fc
    .tuple(app, addon, fc.constantFrom('heroku-postgresql', 'heroku-postgresql:private-0', 'heroku-redis', 'papertrail'), fc.boolean())
    .map(([on, name, plan, isConfirmed]): Asked => ['POST', `/apps/${on}/addons`, {name, plan, ...(isConfirmed && {confirm: on})}]),
  fc.tuple(app, addon).map(([on, name]): Asked => ['DELETE', `/apps/${on}/addons/${name}`]),
  fc.tuple(app, addon, fc.boolean()).map(([on, name, isConfirmed]): Asked => ['POST', '/addon-attachments', {addon: name, app: on, ...(isConfirmed && {confirm: on})}]),
  fc
    .tuple(team, fc.constantFrom(member, viewer), fc.constantFrom('admin', 'member', 'viewer'))
    .map(([name, email, role]): Asked => ['PUT', `/teams/${name}/members`, {email, role}]),
  fc.tuple(team, fc.constantFrom(member, viewer)).map(([name, email]): Asked => ['DELETE', `/teams/${name}/members/${email}`]),
  fc.constantFrom<Asked>(['GET', '/spaces'], ['GET', '/apps'], ['GET', '/addons'], ['GET', '/spaces/one-space'], ['GET', '/apps/one-app/releases']),
)

const step: fc.Arbitrary<Step> = fc
  .tuple(asked, fc.oneof({weight: 6, arbitrary: fc.constant(admin)}, {weight: 1, arbitrary: fc.constantFrom(...people)}), fc.constantFrom(0, 0, 1, 5, 60))
  .map(([[method, path, body], as, after]) => ({method, path, as, after, ...(body !== undefined && {body})}))

const look: Step = {as: admin, method: 'GET', path: '/spaces', after: 0}

/** Limits that a sequence reaches. */
const limits = {'apps-per-space': 2, 'apps-per-fir-space': 2, 'trusted-ranges': 2}

const ending: (() => Promise<void> | void)[] = []

async function endAll(): Promise<void> {
  for (const end of ending.splice(0).reverse()) await end()
}

afterEach(endAll)

/** What is one thing in a world and what another, whatever their ids are. */
class Ids {
  readonly #names = new Map<string, string>()

  renamed(body: unknown): unknown {
    const text = JSON.stringify(body).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      const name = this.#names.get(id) ?? `id-${this.#names.size}`
      this.#names.set(id, name)
      return name
    })
    return JSON.parse(text)
  }
}

/** A world whose limits are within reach, and everybody's token. */
async function limitedWorld(guarded: boolean): Promise<{world: World; tokens: Map<string, string>}> {
  const world = await createWorld({guarded})
  const tokens = new Map<string, string>()
  for (const email of people) tokens.set(email, await world.tokenOf(email, undefined, ['global', 'operator']))
  const headers = guarded ? {authorization: `Bearer ${tokens.get(admin)}`} : {}
  const {status} = await world.patch('/control-plane/settings', limits, {headers})
  expect(status).toBe(200)
  return {world, tokens}
}

/** Sends steps to a world as somebody's own client does, through a server. */
async function overHttp({send}: World, tokens: Map<string, string>): Promise<(step: Step) => Promise<Pick<Answer, 'body' | 'status'>>> {
  const {url, close} = await serve({send, host: '127.0.0.1', port: 0})
  ending.push(close)
  const clients = new Map<string, Send>()
  for (const [email, token] of tokens) {
    const connection = await openHttp({url, token, userAgent: 'test'})
    ending.push(connection.close)
    clients.set(email, connection.send)
  }
  return async ({as, method, path, body}) => {
    const headers = {accept: 'application/vnd.heroku+json; version=3'}
    const client = clients.get(as)
    if (!client) throw new Error(`There is no client of ${as}.`)
    const answer = await client({method, path, headers, ...(body !== undefined && {body: JSON.stringify(body)})})
    return {status: answer.status, body: JSON.parse(answer.body)}
  }
}

it('whatever people do, one after another, is answered the same embedded and over HTTP, and breaks no rule', {timeout: 120_000}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, {minLength: 20, maxLength: 80, size: 'max'}), async (steps) => {
      const [{world: embedded}, {world: served, tokens}] = await Promise.all([limitedWorld(false), limitedWorld(true)])
      const request = await overHttp(served, tokens)
      const [ids, servedIds] = [new Ids(), new Ids()]
      // Whoever waits looks again and again, and is told what time has changed.
      for (const step of steps.flatMap((step) => [step, look])) {
        embedded.pass(step.after)
        served.pass(step.after)
        const {status, body} = await embedded.request(step.method, step.path, step)
        const there = await request(step)
        expect({status: there.status, body: servedIds.renamed(there.body)}).toEqual({status, body: ids.renamed(body)})
        if (step !== look && status < 300) await expectSound(embedded)
      }
      expect([...embedded.faults, ...served.faults]).toEqual([])
      await endAll()
    }),
    {numRuns: 60},
  )
})

/** What holds in every world, as seen by those who together see everything. */
async function expectSound(world: World): Promise<void> {
  const list = async (path: string): Promise<Answer['body'][]> => {
    const answers = await Promise.all([admin, stranger].map((as) => world.get(path, {as})))
    return [...new Map(answers.flatMap(({body}) => body).map((thing) => [thing.id, thing])).values()]
  }
  const [spaces, apps, addons] = await Promise.all([list('/spaces'), list('/apps'), list('/addons')])
  for (const things of [spaces, apps, addons]) expectDistinct(things.map(({name}) => name))

  for (const {name, region, team, cidr, data_cidr} of spaces) {
    expect(overlaps(parseCidr(cidr) as Cidr, parseCidr(data_cidr) as Cidr)).toBe(false)
    const inside = apps.filter(({space}) => space?.name === name)
    expect(inside.length).toBeLessThanOrEqual(limits['apps-per-space'])
    for (const app of inside) expect([app.region, app.team]).toEqual([{id: region.id, name: region.name}, team])
  }
  for (const {app} of addons) expect(apps.map(({name}) => name)).toContain(app.name)

  const ofSpaces = (path: string) => Promise.all(spaces.map(({name, team}) => world.get(`/spaces/${name}/${path}`, {as: team.name === 'globex' ? stranger : admin})))
  const addresses = await ofSpaces('nat')
  expectDistinct(addresses.flatMap(({body}) => body.sources))
  for (const {body} of await ofSpaces('inbound-ruleset')) {
    expect(body.rules.length).toBeLessThanOrEqual(limits['trusted-ranges'])
    expectDistinct(body.rules.map(({source}: {source: string}) => (parseCidr(source) as Cidr).canonical))
  }
}

function expectDistinct(values: readonly string[]): void {
  expect(values).toEqual([...new Set(values)])
}
