import {describe, it} from 'vitest'
import {createWorld, expectRefusal, member, type Answer, type World} from '../helpers/world.js'

/*
 * A request that is wrong in two ways is always told the same: unparsable → unauthenticated → not found or not visible →
 * forbidden → malformed → rule → conflict.
 */

const wrong: [string, (world: World) => Promise<Answer>, number, string][] = [
  ['unparsable before unauthenticated', (world) => world.post('/spaces', '{"name":'), 400, 'bad_request'],
  ['an Accept of nothing we have before unauthenticated', (world) => world.get('/spaces', {headers: {accept: 'application/vnd.heroku+json; version=2'}}), 406, 'not_acceptable'],
  ['unauthenticated before not found', (world) => world.get('/spaces/nowhere'), 401, 'unauthorized'],
  ['unauthenticated before an unknown route', (world) => world.get('/nowhere'), 401, 'unauthorized'],
  ['not found before forbidden', (world) => as(world, member, (options) => world.patch('/spaces/nowhere', {name: 'x'}, options)), 404, 'not_found'],
  ['not found before malformed', (world) => as(world, member, (options) => world.patch('/spaces/nowhere', {name: 5}, options)), 404, 'not_found'],
  ['forbidden before malformed', (world) => as(world, member, (options) => world.patch('/spaces/my-space', {name: 5}, options)), 403, 'forbidden'],
  ['forbidden before rule', (world) => as(world, member, (options) => world.patch('/spaces/my-space', {name: 'A'}, options)), 403, 'forbidden'],
  ['malformed before rule', (world) => as(world, admin, (options) => world.post('/spaces', {name: 'A', team: 'acme', region: 5}, options)), 422, 'region'],
  ['malformed before conflict', (world) => as(world, admin, (options) => world.put('/spaces/my-space/inbound-ruleset', {rules: 5}, outdated(options))), 422, 'rules'],
  ['rule before conflict', (world) => as(world, admin, (options) => world.put('/spaces/my-space/inbound-ruleset', {rules: [{action: 'allow', source: 'banana'}]}, outdated(options))), 422, 'banana'],
  ['conflict last', (world) => as(world, admin, (options) => world.put('/spaces/my-space/inbound-ruleset', {rules: []}, outdated(options))), 412, 'precondition_failed'],
]

const admin = 'admin@acme.example'
type Options = {headers: Record<string, string>}
const as = async (world: World, email: string, ask: (options: Options) => Promise<Answer>) => ask({headers: {authorization: `Bearer ${await world.tokenOf(email)}`}})
const outdated = ({headers}: Options): Options => ({headers: {...headers, 'if-match': '"of-yesterday"'}})

describe('a request that is wrong in two ways is told', () => {
  it.each(wrong)('%s', async (_, ask, status, said) => {
    const world = await createWorld({guarded: true})
    await as(world, admin, (options) => world.post('/spaces', {name: 'my-space', team: 'acme'}, options))
    world.pass(60)
    const answer = await ask(world)
    if (status === 422) expectRefusal(answer, 422, 'invalid_params', said)
    else expectRefusal(answer, status, said)
  })
})
