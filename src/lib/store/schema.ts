/*
 * The tables. Dates are ISO 8601 in UTC with milliseconds, so that they sort as text; flags are 0 or 1; a column named
 * `…_json` holds JSON text. The same types and statements serve SQLite and PostgreSQL.
 */

/** `0` or `1`: neither store needs more of a flag. */
export type Flag = 0 | 1

export interface EnterpriseAccountsTable {
  id: string
  name: string
  created_at: string
}

export interface AccountsTable {
  id: string
  email: string
  name: string | null
  created_at: string
  updated_at: string
}

export interface TokensTable {
  id: string
  /** SHA-256 of the token, in hexadecimal; the token itself is shown once and never kept. */
  digest: string
  account_id: string
  /** The add-on whose partner has it, for nothing else and as long as the add-on is there; null for all others. */
  addon_id: string | null
  scopes_json: string
  description: string
  expires_at: string | null
  created_at: string
  updated_at: string
}

/** From when on an account may make as many requests as an account may at once, in microseconds since 1970. */
export interface RateLimitsTable {
  account_id: string
  full_at: number
}

/** Who has changed what, or was refused. No part of a world: it names people and things as they were, and outlives them. */
export interface AuditTable {
  /** Counts up by one, without gaps. */
  number: number
  at: string
  request_id: string
  account_id: string | null
  account: string | null
  token_id: string | null
  address: string | null
  operation: string
  target: string
  before_json: string | null
  after_json: string | null
  status: number
}

export interface TeamsTable {
  id: string
  name: string
  type: 'enterprise' | 'team'
  enterprise_account_id: string | null
  created_at: string
  updated_at: string
}

export interface MembershipsTable {
  id: string
  team_id: string
  account_id: string
  role: 'admin' | 'collaborator' | 'member' | 'owner' | 'viewer'
  created_at: string
  updated_at: string
}

export interface SpacesTable {
  id: string
  name: string
  team_id: string
  region: string
  cidr: string
  data_cidr: string
  generation: 'cedar' | 'fir'
  shield: Flag
  /** Number of the block of outbound addresses the space holds while it lives. */
  nat_block: number
  created_at: string
  updated_at: string
  /** From when on the space is allocated. */
  allocated_at: string
  /** From when on a space that is being deleted is gone; null while nobody has deleted it. */
  gone_at: string | null
}

export interface SpaceMembersTable {
  id: string
  space_id: string
  account_id: string
  permissions_json: string
  created_at: string
  updated_at: string
}

export interface InboundRulesetsTable {
  id: string
  space_id: string
  /** Counts up within a space; the highest is in force. */
  number: number
  rules_json: string
  created_by: string
  created_at: string
}

export interface PeeringsTable {
  id: string
  pcx_id: string
  space_id: string
  cidr_blocks_json: string
  aws_account_id: string
  aws_region: string
  aws_vpc_id: string
  requested_at: string
  /** Until when the request can be accepted. */
  expires_at: string
  /** From when on the peering is active; null while nobody has accepted it. */
  active_at: string | null
}

export interface VpnConnectionsTable {
  id: string
  space_id: string
  name: string
  public_ip: string
  routable_cidrs_json: string
  tunnels_json: string
  /** Why it cannot become active; null while nothing is in its way. */
  failure: string | null
  created_at: string
  provisioning_at: string
  active_at: string
  /** From when on one that is being destroyed is gone; null while nobody has destroyed it. */
  gone_at: string | null
}

/** Of an app or of a space: the other is null. */
export interface LogDrainsTable {
  id: string
  app_id: string | null
  space_id: string | null
  /** The add-on that it belongs to, and goes with; null for one that somebody has added. */
  addon_id: string | null
  token: string
  url: string
  created_at: string
  updated_at: string
}

/** Of an app or of a space: the other is null. */
export interface TelemetryDrainsTable {
  id: string
  app_id: string | null
  space_id: string | null
  signals_json: string
  exporter_json: string
  created_at: string
  updated_at: string
}

export interface AppsTable {
  id: string
  name: string
  /** Null when a team owns the app. */
  owner_id: string | null
  team_id: string | null
  space_id: string | null
  region: string
  generation: 'cedar' | 'fir'
  stack: string
  build_stack: string
  internal_routing: Flag
  locked: Flag
  maintenance: Flag
  /** Whether Heroku manages its certificates. */
  acm: Flag
  web_url: string
  released_at: string | null
  created_at: string
  updated_at: string
}

export interface CollaboratorsTable {
  id: string
  app_id: string
  account_id: string
  permissions_json: string
  created_at: string
  updated_at: string
}

export interface AppTransfersTable {
  id: string
  app_id: string
  owner_id: string
  recipient_id: string
  state: 'accepted' | 'declined' | 'pending'
  created_at: string
  updated_at: string
}

export interface ReleasesTable {
  id: string
  app_id: string
  version: number
  description: string
  account_id: string
  /** Every config var as of this release. */
  config_json: string
  addon_plan_names_json: string
  created_at: string
  /** What it runs; null before anything was deployed. */
  artifact_id: string | null
}

/** What can be released: a slug, or on fir an OCI image. */
export interface ArtifactsTable {
  id: string
  app_id: string
  type: 'oci-image' | 'slug'
  /** As it was sent: a command by process type, or for an image an object. */
  process_types_json: string
  commit_sha: string | null
  commit_description: string | null
  stack: string
  /** The fields that only one of the types has. */
  details_json: string
  created_at: string
}

export interface FormationsTable {
  id: string
  app_id: string
  type: string
  quantity: number
  size: string
  created_at: string
  updated_at: string
}

/** Of an account or of a team: the other is null. Several may have one name. */
export interface PipelinesTable {
  id: string
  name: string
  owner_id: string | null
  team_id: string | null
  generation: 'cedar' | 'fir'
  created_at: string
  updated_at: string
}

/** That an app is in a pipeline: in one at most. */
export interface PipelineCouplingsTable {
  id: string
  pipeline_id: string
  app_id: string
  stage: 'development' | 'production' | 'review' | 'staging' | 'test'
  created_at: string
  updated_at: string
}

export interface PipelinePromotionsTable {
  id: string
  pipeline_id: string
  app_id: string
  release_id: string
  created_at: string
}

export interface PromotionTargetsTable {
  id: string
  promotion_id: string
  app_id: string
  /** The release that came of it; null where it has failed. */
  release_id: string | null
  error_message: string | null
}

/** A dyno process of one release: a restart ends the row and begins another. What is over is removed. */
export interface DynosTable {
  id: string
  app_id: string
  space_id: string | null
  type: string
  /** Counts from 1 within a process type; for a one-off dyno what follows `run.`. */
  number: number
  name: string
  one_off: Flag
  size: string
  command: string
  release_id: string
  /** Availability zone and address in the space's network; null outside spaces. */
  zone: 'a' | 'b' | 'c' | null
  private_ip: string | null
  /** From when on it is there, and from when on it is up. */
  since: string
  up_at: string
  /** From when on it is over; null while nothing ends it. */
  until: string | null
}

/** Availability zones of spaces that an operator has let fail. */
export interface FailedZonesTable {
  space_id: string
  zone: 'a' | 'b' | 'c'
}

export interface DomainsTable {
  id: string
  app_id: string
  hostname: string
  /** Where its DNS record has to point. */
  cname: string
  /** The certificate that somebody chose for it. */
  sni_endpoint_id: string | null
  /** The certificate of ACM, which may be still to come; null where ACM is off or cannot issue one. */
  acm_endpoint_id: string | null
  /** Why ACM cannot issue one, and from when on it does not try any more. */
  acm_reason: string | null
  acm_fails_at: string | null
  /** From when on it is no longer pending. */
  ready_at: string
  created_at: string
  updated_at: string
}

export interface SniEndpointsTable {
  id: string
  app_id: string
  name: string
  certificate_chain: string
  /** What is told of the certificate; its private key is not kept. */
  certificate_json: string
  certificate_id: string
  /** Whether it is one of ACM. */
  acm: Flag
  /** From when on it is there. */
  since: string
  created_at: string
  updated_at: string
}

export interface AddonServicesTable {
  id: string
  name: string
  human_name: string
  state: string
  cli_plugin_name: string | null
  supports_multiple_installations: Flag
  supports_sharing: Flag
  datastore: Flag
  /** Name of an app's first attachment of the service: `DATABASE`. */
  attachment_base: string
  /** What the names of further ones begin with: `HEROKU_POSTGRESQL`, for `HEROKU_POSTGRESQL_OLIVE`. */
  attachment_series: string
  /** Config vars that provisioning sets: whole names, or with `config_from_attachment` what follows the attachment's name and `_`. */
  config_vars_json: string
  config_from_attachment: Flag
  generations_json: string
  /** Names of the regions in which the service may be added. */
  available_json: string
  /** Names of those in which it runs inside a space's network. */
  installable_json: string
  /** The partner who has pushed its manifest; null for those of the seeded catalogue. */
  owner_id: string | null
  /** With which the partner exchanges grants for tokens. */
  client_secret: string | null
  created_at: string
  updated_at: string
}

export interface AddonPlansTable {
  id: string
  service_id: string
  /** With the service's name: `heroku-postgresql:private-0`. */
  name: string
  human_name: string
  description: string
  cents: number
  unit: string
  contract: Flag
  metered: Flag
  is_default: Flag
  space_default: Flag
  installable_inside: Flag
  installable_outside: Flag
  state: string
  visible: Flag
  /** What its partner says under "Available in Private Spaces?". */
  private_spaces: Flag | null
  compliance_json: string
  created_at: string
  updated_at: string
}

export interface ManifestsTable {
  id: string
  service_id: string
  /** Counts from 1 within a service; it is the manifest's `$base`. */
  number: number
  contents_json: string
  account_id: string
  /** Whether it was pushed to a control plane that others use too. */
  shared: Flag
  created_at: string
}

/** What is asked of a partner's server, written down before it is asked. */
export interface PartnerCallsTable {
  id: string
  service_id: string
  /** The add-on's, which may be gone. */
  addon_id: string
  /** For whom it is asked. */
  account_id: string
  kind: 'deprovision' | 'plan-change' | 'provision'
  /** The id of the plan to change to. */
  plan: string | null
  /** Name of the attachment that was asked for with the add-on. */
  attachment: string | null
  state: 'done' | 'given-up' | 'pending'
  /** How often asking has been begun. */
  attempts: number
  /** From when on somebody else may ask, while it is pending. */
  claimed_until: string
  /** As it was sent, without secrets; null before. */
  request_json: string | null
  /** Of the answer, which is kept without secrets; `trouble` says why there was none. */
  status: number | null
  answer: string | null
  trouble: string | null
  ms: number | null
  created_at: string
  ended_at: string | null
}

/** What a partner can exchange for tokens for one add-on. */
export interface PartnerGrantsTable {
  addon_id: string
  service_id: string
  /** Null once it has been exchanged. */
  code_digest: string | null
  code_expires_at: string
  /** Null before that. */
  refresh_digest: string | null
}

export interface AddonsTable {
  id: string
  name: string
  app_id: string
  plan_id: string
  options_json: string
  /** Values of the config vars that the provider gave, by the suffix that follows the attachment's name or by whole name. */
  config_json: string
  provider_id: string
  provision_message: string | null
  created_at: string
  updated_at: string
  /** From when on a partner that answers later has taken too long; null where none does. */
  fails_at: string | null
  /** From when on the add-on is provisioned. */
  provisioned_at: string
}

export interface AttachmentsTable {
  id: string
  addon_id: string
  app_id: string
  name: string
  namespace: string | null
  created_at: string
  updated_at: string
}

export interface SettingsTable {
  name: string
  value: number
}

/** Time and chance of a world, where they are not those outside: one row at most. */
export interface ConditionsTable {
  /** What the clock shows while it stands still; null while it runs. */
  frozen_at: string | null
  /** How far a clock that runs is ahead of the one outside, in milliseconds. */
  ahead_ms: number
  /** What ids and chances follow from; null where they are random. */
  seed: string | null
  /** How many have been drawn of the seed. */
  drawn: number
}

/** What an operator has go wrong on purpose. */
export interface FaultsTable {
  id: string
  /** Counts up: the earlier one strikes first. */
  number: number
  kind: 'error' | 'latency' | 'lost-reply' | 'not-applied' | 'not-ready' | 'reset' | 'stuck-allocating' | 'truncate'
  /** `*` for every one that the kind can strike. */
  operation: string
  method: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT' | null
  /** Of an error. */
  status: number | null
  /** Seconds. */
  retry_after: number | null
  /** Milliseconds. */
  latency: number
  /** How many requests it strikes; null for all. */
  times: number | null
  /** How many requests that are meant pass before. */
  after_requests: number
  /** How many requests that are meant have come, and how many of them were struck. */
  seen: number
  struck: number
  description: string
  created_at: string
}

/** Spaces that a fault keeps from being allocated as long as it is there. */
export interface StuckSpacesTable {
  fault_id: string
  space_id: string
}

/** A world that somebody has saved, without the snapshots that there were. */
export interface SnapshotsTable {
  name: string
  created_at: string
  schema_version: number
  rows_json: string
  sha256: string
}

/** The lines of a snapshot, some at a time. */
export interface SnapshotPartsTable {
  snapshot: string
  /** Counts from 0 within a snapshot. */
  number: number
  contents: string
}

export interface Tables {
  accounts: AccountsTable
  addon_plans: AddonPlansTable
  addon_services: AddonServicesTable
  addons: AddonsTable
  app_transfers: AppTransfersTable
  apps: AppsTable
  artifacts: ArtifactsTable
  attachments: AttachmentsTable
  audit: AuditTable
  collaborators: CollaboratorsTable
  conditions: ConditionsTable
  domains: DomainsTable
  dynos: DynosTable
  enterprise_accounts: EnterpriseAccountsTable
  failed_zones: FailedZonesTable
  faults: FaultsTable
  formations: FormationsTable
  inbound_rulesets: InboundRulesetsTable
  log_drains: LogDrainsTable
  manifests: ManifestsTable
  memberships: MembershipsTable
  partner_calls: PartnerCallsTable
  partner_grants: PartnerGrantsTable
  peerings: PeeringsTable
  pipeline_couplings: PipelineCouplingsTable
  pipeline_promotions: PipelinePromotionsTable
  pipelines: PipelinesTable
  promotion_targets: PromotionTargetsTable
  rate_limits: RateLimitsTable
  releases: ReleasesTable
  settings: SettingsTable
  snapshot_parts: SnapshotPartsTable
  snapshots: SnapshotsTable
  sni_endpoints: SniEndpointsTable
  space_members: SpaceMembersTable
  spaces: SpacesTable
  stuck_spaces: StuckSpacesTable
  teams: TeamsTable
  telemetry_drains: TelemetryDrainsTable
  tokens: TokensTable
  vpn_connections: VpnConnectionsTable
}

export type Row<Table extends keyof Tables> = Tables[Table]

/** What is kept beside a world: it is in no dump, and stays when the world is replaced. */
type KeptTable = 'audit' | 'rate_limits' | 'snapshot_parts' | 'snapshots'

/** Every table of a world with its primary key, each after those that it refers to: the order in which a world can be filled. */
export const tables = {
  enterprise_accounts: ['id'],
  accounts: ['id'],
  teams: ['id'],
  memberships: ['id'],
  spaces: ['id'],
  space_members: ['id'],
  inbound_rulesets: ['id'],
  apps: ['id'],
  collaborators: ['id'],
  app_transfers: ['id'],
  addon_services: ['id'],
  addon_plans: ['id'],
  addons: ['id'],
  tokens: ['id'],
  attachments: ['id'],
  settings: ['name'],
  conditions: ['drawn'],
  artifacts: ['id'],
  releases: ['id'],
  formations: ['id'],
  dynos: ['id'],
  failed_zones: ['space_id', 'zone'],
  peerings: ['id'],
  vpn_connections: ['id'],
  log_drains: ['id'],
  telemetry_drains: ['id'],
  sni_endpoints: ['id'],
  domains: ['id'],
  manifests: ['id'],
  pipelines: ['id'],
  pipeline_couplings: ['id'],
  pipeline_promotions: ['id'],
  promotion_targets: ['id'],
  partner_calls: ['id'],
  partner_grants: ['addon_id'],
  faults: ['id'],
  stuck_spaces: ['fault_id', 'space_id'],
} as const satisfies {readonly [Table in WorldTable]: readonly (keyof Tables[Table])[]}

export type WorldTable = Exclude<keyof Tables, KeptTable>

export const tableNames = Object.keys(tables) as WorldTable[]
