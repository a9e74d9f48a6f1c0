import fc from 'fast-check'
import {expect, it} from 'vitest'
import {parse} from 'yaml'
import {seedText} from '../../src/lib/command/seed-file.js'
import type {SeedDocument} from '../../src/lib/operations/seeds.js'
import {createWorld, type World} from '../helpers/world.js'

const people = ['admin@acme.example', 'ada@example.com', 'bob@example.com', 'cy@example.com']
const person = fc.constantFrom(...people)
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, {nil: undefined})
const few = <T>(value: fc.Arbitrary<T>, maxLength = 2) => fc.array(value, {maxLength})

/** Any text that a config var can have: what YAML takes for something else, lines, and what is not printed. */
const text = fc.oneof(fc.constantFrom('yes', '007', '1e3', '~', '', ' x', 'a: b', '# no', '-----BEGIN\nX\n-----END\n', '\ttab\r\n', '*x', '{}', '\u2028'), fc.string({unit: 'grapheme', maxLength: 20})).filter((value) => !value.includes('\0'))
const configVars = fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/).filter((key) => !key.endsWith('_URL')), text, {maxKeys: 3})

const addon = fc.record({plan: fc.constantFrom('heroku-postgresql', 'heroku-redis'), as: some(fc.constantFrom('ONE', 'TWO')), again: fc.boolean()})
const common = {maintenance: some(fc.boolean()), config_vars: some(configVars), addons: some(few(addon)), hosts: fc.nat({max: 2}), drains: fc.nat({max: 2}), web: some(fc.nat({max: 3}))}
const app = fc.record({...common, locked: some(fc.boolean()), helpers: fc.uniqueArray(fc.tuple(person, fc.subarray(['view', 'deploy', 'operate', 'manage'], {minLength: 1})), {maxLength: 2, selector: ([address]) => address})})
const personal = fc.record({...common, owner: some(person), region: some(fc.constantFrom('us', 'eu'))})

const range = fc.constantFrom('0.0.0.0/0', '192.0.2.0/24', '198.51.100.7/32', '10.0.0.0/8')
const space = fc.record({
  generation: fc.constantFrom('cedar', 'cedar', 'fir'),
  shield: fc.boolean(),
  logs: fc.boolean(),
  region: some(fc.constantFrom('oregon', 'tokyo')),
  cidr: some(fc.constantFrom('10.1.0.0/16', '172.16.0.0/16', '192.168.9.9/16')),
  ranges: some(fc.uniqueArray(fc.tuple(range, fc.boolean()), {maxLength: 3, selector: ([source]) => source})),
  granted: fc.boolean(),
  apps: few(app),
})

const team = fc.record({
  type: fc.constantFrom('enterprise', 'team'),
  holding: some(fc.constantFrom('holding-one', 'holding-two')),
  roles: fc.uniqueArray(fc.tuple(person, fc.constantFrom('admin', 'member', 'collaborator')), {maxLength: 3, selector: ([address]) => address}),
  spaces: few(space),
  apps: few(app),
  stage: fc.constantFrom('staging', 'production'),
})

const world = fc.record({
  settings: some(fc.constant({'apps-per-space': 7})),
  names: few(text.filter((name) => name.trim() !== '' && name.length < 50)),
  teams: few(team),
  apps: few(personal),
})

type Value<A> = A extends fc.Arbitrary<infer T> ? T : never

/** The seed that is meant: names that differ, and nothing that a rule refuses. */
function seedOf({settings, names, teams, apps}: Value<typeof world>): SeedDocument {
  const count = {app: 0, space: 0, host: 0}
  const appOf = ({addons, hosts, drains, web, ...given}: Value<typeof app> | Value<typeof personal>, {isFir, isPrivate, isLogged, fine}: {isFir: boolean; isPrivate: boolean; isLogged: boolean; fine: boolean}) => {
    const {helpers, ...rest} = {helpers: [], ...given}
    const name = `app-${count.app++}`
    const used = new Set<string>()
    return {
      name,
      ...rest,
      ...(helpers.length > 0 && {collaborators: fine ? Object.fromEntries(helpers) : helpers.map(([address]) => address)}),
      ...(!isFir && {
        addons: addons?.map(({plan, as, again}) => {
          const free = as === undefined || used.has(as) ? undefined : as
          if (free) used.add(free)
          return {plan: isPrivate ? plan : `${plan}:${plan === 'heroku-redis' ? 'mini' : 'essential-0'}`, as: free, attachments: again ? [{}] : undefined}
        }),
      }),
      domains: Array.from({length: hosts}, () => `www${count.host++}.example.com`),
      ...(!isFir && !isLogged && {log_drains: Array.from({length: drains}, (_, index) => `https://logs.example.com/${index}`)}),
      ...(web !== undefined && {formation: {web: {command: 'serve', quantity: web}, 'release-2': {command: 'x: "y"'}}}),
    }
  }
  return JSON.parse(
    JSON.stringify({
      settings,
      accounts: names.map((name, index) => ({email: `p${index}@example.com`, name})),
      teams: teams.map(({type, holding, roles, spaces, apps: own, stage}, index) => {
        const fine = type === 'enterprise'
        const teamApps = own.map((one) => appOf(one, {isFir: false, isPrivate: false, isLogged: false, fine}))
        return {
          name: `team-${index}`,
          type,
          ...(fine && {enterprise_account: holding}),
          members: {...Object.fromEntries(roles), 'zoe@example.com': 'admin'},
          spaces: spaces.map(({generation, shield, logs, region, cidr, ranges, granted, apps: inside}) => {
            const isFir = generation === 'fir'
            const isShield = shield && !isFir
            const isLogged = isShield && logs
            return {
              name: `space-${count.space++}`,
              generation,
              shield: isShield,
              region,
              cidr,
              ...(isLogged && {log_drain_url: 'https://logs.example.com/space'}),
              ...(!isFir && {trusted_ips: ranges?.map(([source, isAllowed]) => (isAllowed ? source : {action: 'deny', source}))}),
              ...(granted && {members: {'zoe@example.com': ['create_apps']}}),
              apps: inside.map((one) => appOf({...one, addons: isShield ? [] : one.addons}, {isFir, isPrivate: true, isLogged, fine})),
            }
          }),
          apps: teamApps,
          pipelines: [{name: 'main', apps: Object.fromEntries(teamApps.map(({name}) => [name, stage]))}, {name: 'main'}],
        }
      }),
      apps: apps.map((one) => appOf(one, {isFir: false, isPrivate: false, isLogged: false, fine: false})),
    }),
  ) as SeedDocument
}

/** How many rows there are of everything; of rulesets there are also those that were replaced. */
async function rowsOf(control: World): Promise<Record<string, number>> {
  const {inbound_rulesets: _, ...rows} = (await control.post('/control-plane/snapshots', {name: 'now', replace: true})).body.rows
  return rows
}

it('a world is written down so that it is made again, and then written down the same', {timeout: 120_000}, async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const control = await createWorld()
      const path = '/control-plane/seed'
      const made = await control.post(path, {world: seedOf(given)})
      expect(made.body.message).toBeUndefined()
      const rows = await rowsOf(control)
      const first = await seedText((await control.get(path)).body.world)
      expect((await control.post(path, {world: parse(first) as unknown})).body.message).toBeUndefined()
      expect(await seedText((await control.get(path)).body.world)).toBe(first)
      expect(await rowsOf(control)).toEqual(rows)
      expect((await control.get(path)).body.left_out).toEqual({})
      expect(control.faults).toEqual([])
    }),
    {numRuns: 40},
  )
})
