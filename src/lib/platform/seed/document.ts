import * as v from 'valibot'
import {planApp, type SpaceOfApp} from '../../rules/apps.js'
import {planNetwork} from '../../rules/cidr.js'
import {customHostname} from '../../rules/domains.js'
import {requireGeneration, requireKind, requireStack} from '../../rules/generations.js'
import {addonName, appName, attachmentName, configVarKey, email, pipelineName, spaceName, taken, teamName} from '../../rules/names.js'
import {requireAppPermissions, requireSpaceGrants, requireTeamRole} from '../../rules/permissions.js'
import {processType} from '../../rules/process-types.js'
import {isRefusal, refuse as refusal} from '../../rules/refusal.js'
import {requirePrivateRegion} from '../../rules/regions.js'
import {normaliseRules, type Rule} from '../../rules/trusted-ranges.js'
import {defaultAccount} from '../../store/seed/default-account.js'
import {checked, mapping, optional, ruled, ruledList, thing} from './parts.js'

/*
 * A world as people write it down. Keys are Heroku's words where it has one: those of the Platform API, and of `app.json`
 * for add-ons and formations. What can be said of a thing by itself is checked here, where each finding has its place; what
 * takes the rest of the world is refused by the handlers that make it.
 */

const text = v.string()
const flag = v.boolean()
const list = <Schema extends v.GenericSchema>(schema: Schema) => v.array(schema)
const emailKey = (address: string) => email(address)

/** On the app itself, or on another one. */
const attachment = thing({app: optional(ruled(appName)), as: optional(ruled(attachmentName)), namespace: optional(text)})

const wholeAddon = thing({
  plan: text,
  name: optional(ruled(addonName)),
  as: optional(ruled(attachmentName)),
  options: optional(mapping(v.union([text, flag, v.number()]))),
  attachments: optional(list(attachment)),
})

/** A plan alone is enough. */
const addon = v.lazy((given): v.GenericSchema<unknown, string | v.InferOutput<typeof wholeAddon>> => (typeof given === 'string' ? text : wholeAddon))

const dynos = thing({command: text, quantity: optional(v.pipe(v.number(), v.integer(), v.minValue(0))), size: optional(text)})

const permissions = ruledList(requireAppPermissions)

/** With their permissions, or where none are granted one by one as a list. */
const collaborators = v.lazy((given): v.GenericSchema<unknown, string[] | Record<string, string[] | null | undefined>> => (Array.isArray(given) ? list(ruled(emailKey)) : mapping(optional(permissions), emailKey)))

const telemetryDrain = thing({
  signals: list(v.picklist(['traces', 'metrics', 'logs'])),
  exporter: thing({type: v.picklist(['otlphttp', 'otlp', 'splunk']), endpoint: text, headers: optional(mapping(text))}),
})

/** What every app may have. */
const ofApps = {
  name: ruled(appName),
  stack: optional(text),
  build_stack: optional(text),
  maintenance: optional(flag),
  collaborators: optional(collaborators),
  addons: optional(list(addon)),
  config_vars: optional(mapping(text, configVarKey)),
  formation: optional(mapping(dynos, processType)),
  domains: optional(list(ruled(customHostname))),
  log_drains: optional(list(text)),
}

const personalApp = checked(thing({...ofApps, owner: optional(ruled(emailKey)), region: optional(text)}), (app, refuse) => {
  checkPlace(app, undefined, refuse)
  for (const [address, granted] of Array.isArray(app.collaborators) ? [] : Object.entries(app.collaborators ?? {}))
    if (granted && granted.length > 0) refuse('Permissions are granted on apps of enterprise teams only; collaborators of a personal app all have the same. Leave them out.', 'collaborators', address)
})

const teamApp = checked(thing({...ofApps, region: optional(text), locked: optional(flag)}), (app, refuse) => checkPlace(app, undefined, refuse))

const spaceApp = thing({...ofApps, locked: optional(flag), internal_routing: optional(flag), telemetry_drains: optional(list(telemetryDrain))})

const trustedRange = v.lazy((given): v.GenericSchema<unknown, string | Rule> => (typeof given === 'string' ? text : thing({action: v.picklist(['allow', 'deny']), source: text})))

const grants = ruledList(requireSpaceGrants)

const space = checked(
  thing({
    name: ruled(spaceName),
    region: optional(ruled(requirePrivateRegion)),
    generation: optional(ruled(requireGeneration)),
    shield: optional(flag),
    cidr: optional(text),
    data_cidr: optional(text),
    log_drain_url: optional(text),
    trusted_ips: optional(list(trustedRange)),
    members: optional(mapping(grants, emailKey)),
    telemetry_drains: optional(list(telemetryDrain)),
    apps: optional(list(spaceApp)),
  }),
  checkSpace,
)

const pipeline = {name: ruled(pipelineName), generation: optional(ruled(requireGeneration)), apps: optional(mapping(v.picklist(['test', 'review', 'development', 'staging', 'production']), appName))}

const team = checked(
  thing({
    name: ruled(teamName),
    type: optional(v.picklist(['enterprise', 'team'])),
    enterprise_account: optional(ruled(teamName)),
    members: optional(mapping(text, emailKey)),
    spaces: optional(list(space)),
    apps: optional(list(teamApp)),
    pipelines: optional(list(thing(pipeline))),
  }),
  checkTeam,
)

export const seedDocument = checked(
  thing({
    version: optional(checked(v.number(), (version, refuse) => (version === 1 ? undefined : refuse(`This spacedock reads seeds of version 1, not ${version}.`)))),
    settings: optional(mapping(v.number())),
    accounts: optional(list(thing({email: ruled(emailKey), name: optional(text)}))),
    teams: optional(list(team)),
    apps: optional(list(personalApp)),
    pipelines: optional(list(thing({...pipeline, owner: optional(ruled(emailKey))}))),
  }),
  checkNames,
)

export type Seed = v.InferOutput<typeof seedDocument>
export type SeedTeam = v.InferOutput<typeof team>
export type SeedSpace = v.InferOutput<typeof space>
export type SeedApp = v.InferOutput<ReturnType<typeof thing<typeof ofApps>>> &
  Partial<Pick<v.InferOutput<typeof personalApp>, 'owner' | 'region'> & Pick<v.InferOutput<typeof spaceApp>, 'internal_routing' | 'locked' | 'telemetry_drains'>>
export type SeedAddon = v.InferOutput<typeof wholeAddon>
export type SeedTelemetryDrain = v.InferOutput<typeof telemetryDrain>
export type SeedPipeline = v.InferOutput<ReturnType<typeof thing<typeof pipeline>>> & {owner?: string | null | undefined}

type Refuse = Parameters<Parameters<typeof checked>[1]>[1]

/** What was left out is what it is by default, as in a request. */
export const orDefault = <T>(given: T | null | undefined): T | undefined => given ?? undefined

/** What the checks look at, as what they are part of cannot be said before them. */
type Given<T> = {[Key in keyof T]?: T[Key] | null | undefined}
type GivenPlace = Given<{build_stack: string; internal_routing: boolean; region: string; stack: string}>
type GivenSpace = {name: string} & Given<{apps: GivenPlace[]; cidr: string; data_cidr: string; generation: string; log_drain_url: string; region: string; shield: boolean; trusted_ips: (string | Rule)[]}>
type GivenTeam = {name: string} & Given<{enterprise_account: string; members: Record<string, string>; spaces: Given<{members: Record<string, string[]>}>[]; type: 'enterprise' | 'team'}>

/** Where an app runs and as what, key by key: together they would be refused without saying which. */
function checkPlace({region, stack, build_stack, internal_routing}: GivenPlace, space: SpaceOfApp | undefined, refuse: Refuse, ...path: (number | string)[]) {
  const wanted = {region: {region}, stack: {stack}, internal_routing: {internalRouting: internal_routing}}
  for (const [key, one] of Object.entries(wanted)) {
    const refused = planApp({space, ...one})
    if (isRefusal(refused)) refuse(refused.message, ...path, key)
  }
  const refused = build_stack == null ? undefined : requireStack(build_stack, space?.generation ?? 'cedar')
  if (isRefusal(refused)) refuse(refused.message, ...path, 'build_stack')
}

function checkSpace(given: GivenSpace, refuse: Refuse) {
  const cidr = planNetwork({cidr: orDefault(given.cidr)})
  const both = planNetwork({cidr: orDefault(given.cidr), dataCidr: orDefault(given.data_cidr)})
  if (isRefusal(cidr)) refuse(cidr.message, 'cidr')
  else if (isRefusal(both)) refuse(both.message, 'data_cidr')

  const generation = requireGeneration(orDefault(given.generation))
  const region = requirePrivateRegion(orDefault(given.region))
  // Which is told where it is written.
  if (isRefusal(generation) || isRefusal(region)) return
  const shield = given.shield ?? false
  const asShield = requireKind({generation, shield, logs: false})
  const withLogs = requireKind({generation, shield, logs: given.log_drain_url != null})
  if (isRefusal(asShield)) refuse(asShield.message, 'shield')
  else if (isRefusal(withLogs)) refuse(withLogs.message, 'log_drain_url')
  checkRanges(rulesOf(given.trusted_ips ?? []), generation, refuse)
  given.apps?.forEach((app, index) => checkPlace(app, {name: given.name, region: region.name, generation, shield}, refuse, 'apps', index))
}

/** A range alone is allowed. */
export const rulesOf = (ranges: readonly (string | Rule)[]): Rule[] => ranges.map((range) => (typeof range === 'string' ? {action: 'allow', source: range} : range))

/** The first rule with which the list is refused; how many there may be, the settings say. */
function checkRanges(rules: readonly Rule[], generation: SpaceOfApp['generation'], refuse: Refuse) {
  const limit = Number.POSITIVE_INFINITY
  const refused = rules.length === 0 ? undefined : normaliseRules(rules, {limit, generation})
  if (!isRefusal(refused)) return
  // Not one by one: a long list would be read as often as it is long.
  let [good, bad] = [0, rules.length]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (isRefusal(normaliseRules(rules.slice(0, middle), {limit, generation}))) bad = middle
    else good = middle
  }
  refuse(refused.message, 'trusted_ips', good)
}

/** `collaborator` as well, which requests bring about by adding somebody to an app. */
function checkTeam({name, type, enterprise_account, members, spaces}: GivenTeam, refuse: Refuse) {
  if (type === 'team' && enterprise_account != null) refuse('A team of type "team" is in no enterprise account. Leave out one of the two.', 'enterprise_account')
  const roles = Object.entries(members ?? {})
  for (const [address, role] of roles) {
    const refused = role === 'collaborator' ? undefined : requireTeamRole(role, type ?? 'enterprise')
    if (isRefusal(refused)) refuse(refused.message, 'members', address)
  }
  if (members != null && !roles.some(([, role]) => role === 'admin')) refuse('A team needs an admin. Give one of its members the role admin, or leave out members.', 'members')
  const there = members == null ? [defaultAccount] : roles.map(([address]) => address.toLowerCase())
  for (const [index, granted] of (spaces ?? []).entries())
    for (const address of Object.keys(granted.members ?? {}))
      if (!there.includes(address.toLowerCase())) refuse(`${address} is not in the team ${name}. Add them to its members.`, 'spaces', index, 'members', address)
  checkSame(roles.map(([address]) => [address.toLowerCase(), ['members', address]]), (address) => refusal(`${address} is there already.`), refuse)
}

type Named = [name: string, path: (number | string)[]]

/** Refuses what has the name of something before it. */
function checkSame(things: readonly Named[], say: (name: string) => {message: string}, refuse: Refuse) {
  const seen = new Set<string>()
  for (const [name, path] of things) {
    if (seen.has(name)) refuse(say(name).message, ...path)
    seen.add(name)
  }
}

/** Names that only one thing of its kind can have. */
function checkNames(given: unknown, refuse: Refuse) {
  const seed = given as Seed // of the schema that this is the check of
  const apps = appsIn(seed)
  const hosts = apps.flatMap(({app, path}) => (app.domains ?? []).map((name, index): Named => [name.toLowerCase(), [...path, 'domains', index]]))
  const addons = apps.flatMap(({app, path}) => (app.addons ?? []).flatMap((one, index): Named[] => (typeof one === 'string' || one.name == null ? [] : [[one.name, [...path, 'addons', index, 'name']]])))
  const kinds: Named[][] = [
    (seed.teams ?? []).map(({name}, index) => [name, ['teams', index, 'name']]),
    spacesIn(seed).map(({space: {name}, path}) => [name, [...path, 'name']]),
    apps.map(({app: {name}, path}) => [name, [...path, 'name']]),
    addons,
    hosts,
  ]
  for (const things of kinds) checkSame(things, taken, refuse)
  checkSame((seed.accounts ?? []).map(({email: address}, index) => [address.toLowerCase(), ['accounts', index, 'email']]), (address) => refusal(`There is an account ${address} already.`), refuse)
}

/** A thing with the place where it is written. */
type Placed<Key extends string, T> = Record<Key, T> & {path: (number | string)[]}

export const spacesIn = ({teams}: Seed): Placed<'space', SeedSpace>[] =>
  (teams ?? []).flatMap(({spaces}, team) => (spaces ?? []).map((one, index) => ({space: one, path: ['teams', team, 'spaces', index]})))

/** Every app, wherever it is written. */
export function appsIn(seed: Seed): Placed<'app', SeedApp>[] {
  const placed = (apps: readonly SeedApp[] | null | undefined, ...path: (number | string)[]) => (apps ?? []).map((app, index) => ({app, path: [...path, 'apps', index]}))
  return [
    ...(seed.teams ?? []).flatMap((one, index) => placed(one.apps, 'teams', index)),
    ...spacesIn(seed).flatMap(({space: {apps}, path}) => placed(apps, ...path)),
    ...placed(seed.apps),
  ]
}
