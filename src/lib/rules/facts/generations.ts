// platform-api.md 3.4.

export type Generation = 'cedar' | 'fir'

/** Where an app or a space is: `shield` is a Shield space, always of the cedar generation. */
export type SpaceKind = 'cedar' | 'fir' | 'shield'

type Support = Readonly<Record<SpaceKind, boolean>>

const has = (cedar: boolean, shield: boolean, fir: boolean): Support => ({cedar, shield, fir})
const yes = true
const no = false

/** Feature by kind of space. documented: seeds 2 and 4, the articles facts 3.4 names; inferred from tf's matrix where marked. */
export const featureMatrix = {
  //                             cedar shield fir
  'shield':                  has(yes,  yes,   no),
  'trusted-ip-ranges':       has(yes,  yes,   no),
  'vpc-peering':             has(yes,  yes,   no),
  'vpn':                     has(yes,  yes,   no),
  'outbound-rules':          has(yes,  yes,   no), // tf
  'space-logging':           has(no,   yes,   no),
  'stable-outbound-ips':     has(yes,  yes,   yes), // seed 2; tf says no
  'dns-service-discovery':   has(yes,  yes,   no),
  'internal-routing':        has(yes,  yes,   no),
  'classic-buildpacks':      has(yes,  yes,   no),
  'cloud-native-buildpacks': has(no,   no,    yes),
  'autoscaling':             has(yes,  yes,   no), // cli
  'app-log-drains':          has(yes,  yes,   no),
  'telemetry-drains':        has(no,   no,    yes),
  'review-app-base-name':    has(yes,  yes,   no), // tf
} as const

export type Feature = keyof typeof featureMatrix

/** What a feature belongs to, as the API's `expanded_supported_features` says it. */
export type FeatureScope = 'app' | 'drain' | 'pipeline' | 'space'

interface FeatureWords {
  /** Subject and verb: "… not supported for the fir generation." follows. */
  readonly label: string
  readonly scope: FeatureScope
  /** What the API calls it in `unsupported_features`, once or more. inferred: tf heroku_supported_features.go */
  readonly api: readonly string[]
}

/** How each feature is spoken of. */
export const featureWords: Readonly<Record<Feature, FeatureWords>> = {
  'shield': {label: 'Shield spaces are', scope: 'space', api: ['shield']},
  'trusted-ip-ranges': {label: 'Changing trusted IP ranges is', scope: 'space', api: ['trusted_ip_ranges', 'inbound_ruleset']},
  'vpc-peering': {label: 'VPC peering is', scope: 'space', api: ['peering_connection']},
  'vpn': {label: 'VPN is', scope: 'space', api: ['private_vpn', 'vpn_connection']},
  'outbound-rules': {label: 'A set of outbound rules is', scope: 'space', api: ['outbound_rules']},
  'space-logging': {label: 'Private Space Logging is', scope: 'space', api: ['private_space_logging']},
  'stable-outbound-ips': {label: 'A list of stable outbound IPs is', scope: 'space', api: ['space_outbound_ips']},
  'dns-service-discovery': {label: 'DNS service discovery is', scope: 'app', api: []},
  'internal-routing': {label: 'Internal routing is', scope: 'app', api: ['internal_routing']},
  'classic-buildpacks': {label: 'A stack of classic buildpacks is', scope: 'app', api: ['buildpacks', 'stack']},
  'cloud-native-buildpacks': {label: 'A stack of Cloud Native Buildpacks is', scope: 'app', api: ['cloud_native_buildpacks']},
  'autoscaling': {label: 'Autoscaling is', scope: 'app', api: []},
  'app-log-drains': {label: 'A log drain of an app is', scope: 'drain', api: ['app_log_drains']},
  'telemetry-drains': {label: 'A telemetry drain is', scope: 'drain', api: ['otel']},
  'review-app-base-name': {label: 'A base name for review apps is', scope: 'pipeline', api: ['base_name']},
}

/** documented: the article every refusal of this kind points to (cli, autoscaling). */
export const generationsUrl = 'https://devcenter.heroku.com/articles/generations'

/** `GET /generations`. Names documented: seed 2, schema. Ids and dates are assumed. */
export const generations = [
  {id: '162af3f3-bd41-4d59-b813-760bb836fc06', name: 'cedar', created_at: '2010-05-01T00:00:00Z', updated_at: '2024-12-01T12:00:00Z'},
  {id: 'ec38c100-23f0-4bf1-8ec2-c6f73786fc1d', name: 'fir', created_at: '2024-12-01T12:00:00Z', updated_at: '2024-12-01T12:00:00Z'},
] as const satisfies readonly {id: string; name: Generation; created_at: string; updated_at: string}[]

/** documented: tf docs, cli spaces:create. */
export const defaultGeneration: Generation = 'cedar'

/** `incompatible_type` of every unsupported feature. assumed: the schema's example. */
export const incompatibleType = 'temporary'

export interface Stack {
  readonly id: string
  readonly name: string
  readonly state: 'beta' | 'deprecated' | 'public'
  readonly default: boolean
  readonly created_at: string
  readonly updated_at: string
  /** Not on the wire. */
  readonly generation: Generation
}

const stack = (id: string, name: string, generation: Generation, created_at: string): Stack => ({
  id,
  name,
  state: 'public',
  default: name === 'heroku-24',
  created_at,
  updated_at: created_at,
  generation,
})

/** Names documented: DC:generations, facts 3.4. Ids and dates are assumed. */
export const stacks: readonly Stack[] = [
  stack('a93939b1-4c42-4f8d-97a9-76ec4096f968', 'heroku-24', 'cedar', '2024-05-01T00:00:00Z'),
  stack('0878abc5-254d-4db2-ba24-4e606c9e36e7', 'heroku-22', 'cedar', '2022-05-01T00:00:00Z'),
  stack('7dc186f1-916d-4785-a3c5-417cd89977f5', 'container', 'cedar', '2016-10-01T00:00:00Z'),
  stack('5da7f4ba-9c48-4934-b79a-40ece50a3de0', 'cnb', 'fir', '2024-12-01T12:00:00Z'),
]

/** documented: DC:generations, DC:stack. */
export const defaultStack: Readonly<Record<Generation, string>> = {cedar: 'heroku-24', fir: 'cnb'}
