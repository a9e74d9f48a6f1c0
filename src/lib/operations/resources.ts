/**
 * The resources of the Platform API as they stand on the wire. Field by field from Heroku's published hyperschema
 * (`version=3`), with what `version=3.sdk` adds; dates are ISO 8601 in UTC with seconds.
 */

/** A thing referred to: its id and its name. */
export interface Reference {
  id: string
  name: string
}

/** The account a thing belongs to or was made by. */
export interface UserReference {
  id: string
  email: string
}

/** `version=3` gives an object, the variants (`3.sdk`, `3.fir`, …) the bare name. */
export type GenerationField = Reference | string

export type SpaceState = 'allocated' | 'allocating' | 'deleting'

export interface Region {
  country: string
  created_at: string
  description: string
  id: string
  locale: string
  name: string
  private_capable: boolean
  provider: {name: string; region: string}
  updated_at: string
}

export interface Space {
  cidr: string
  created_at: string
  data_cidr: string
  generation: GenerationField
  id: string
  name: string
  organization: {name: string}
  /** With `Accept-Expansion: region` every field of the region. */
  region: Partial<Region> & Reference
  shield: boolean
  state: SpaceState
  team: Reference
  updated_at: string
}

export interface SpaceNat {
  created_at: string
  sources: string[]
  state: 'disabled' | 'enabled' | 'updating'
  updated_at: string
}

export interface InboundRule {
  action: 'allow' | 'deny'
  source: string
}

export interface InboundRuleset {
  /** Whether the rules are in force; the official CLI prints a line about it. */
  applied: boolean
  created_at: string
  created_by: string
  id: string
  rules: InboundRule[]
  space: Reference
}

export interface Permission {
  description: string
  name: string
}

export interface SpaceAppAccess {
  created_at: string
  id: string
  permissions: Permission[]
  space: Reference
  updated_at: string
  user: UserReference
}

export interface Account {
  allow_tracking: boolean
  beta: boolean
  country_of_residence: string | null
  created_at: string
  default_organization: Reference | null
  default_team: Reference | null
  delinquent_at: string | null
  email: string
  federated: boolean
  id: string
  identity_provider: null
  last_login: string | null
  name: string | null
  sms_number: string | null
  suspended_at: string | null
  two_factor_authentication: boolean
  updated_at: string
  verified: boolean
}

export type TeamRole = 'admin' | 'collaborator' | 'member' | 'owner' | 'viewer'

export interface Team {
  created_at: string
  credit_card_collections: boolean
  default: boolean
  enterprise_account: Reference | null
  id: string
  identity_provider: null
  membership_limit: number | null
  name: string
  provisioned_licenses: boolean
  /** The caller's own role in the team. */
  role: TeamRole | null
  type: 'enterprise' | 'team'
  updated_at: string
}

export interface TeamMember {
  created_at: string
  email: string
  federated: boolean
  id: string
  identity_provider: null
  role: TeamRole
  two_factor_authentication: boolean
  updated_at: string
  user: UserReference & {name: string | null}
}

export interface TeamFeature {
  created_at: string
  description: string
  doc_url: string
  enabled: boolean
  id: string
  name: string
  state: string
  updated_at: string
}

export interface App {
  acm: boolean
  archived_at: string | null
  build_stack: Reference
  buildpack_provided_description: string | null
  create_status: 'complete'
  created_at: string
  generation: GenerationField
  git_url: string
  id: string
  internal_routing: boolean | null
  maintenance: boolean
  name: string
  organization: Reference | null
  owner: UserReference
  region: Reference
  released_at: string | null
  repo_size: number | null
  slug_size: number | null
  space: (Reference & {shield: boolean}) | null
  stack: Reference
  team: Reference | null
  updated_at: string
  web_url: string
}

export interface TeamApp extends Omit<App, 'organization' | 'team'> {
  /** Whether the caller is a collaborator of the app. */
  joined: boolean
  locked: boolean
  /** Null once the app has been given to an account. */
  team: {name: string} | null
}

export type AppPermission = 'deploy' | 'manage' | 'operate' | 'view'

export interface Collaborator {
  app: Reference
  created_at: string
  id: string
  permissions: Permission[]
  role: TeamRole
  updated_at: string
  user: UserReference & {federated: boolean}
}

export interface AppTransfer {
  app: Reference
  created_at: string
  id: string
  owner: UserReference
  recipient: UserReference
  state: 'accepted' | 'declined' | 'pending'
  updated_at: string
}

export interface Release {
  addon_plan_names: string[]
  app: Reference
  artifacts: {id: string; type: string}[]
  created_at: string
  current: boolean
  description: string
  eligible_for_rollback: boolean
  id: string
  /** Of fir apps, which have images instead of slugs. */
  oci_image?: {id: string} | null
  output_stream_url: string | null
  slug: {id: string} | null
  status: 'expired' | 'failed' | 'pending' | 'succeeded'
  updated_at: string
  user: UserReference
  version: number
}

/** Config vars by name. */
export type ConfigVars = Record<string, string>

export interface Price {
  cents: number
  contract: boolean
  metered: boolean
  unit: string
}

export interface AddonService {
  cli_plugin_name: string | null
  created_at: string
  human_name: string
  id: string
  name: string
  state: string
  supported_generations: Reference[]
  supports_multiple_installations: boolean
  supports_sharing: boolean
  updated_at: string
}

export interface Plan {
  addon_service: Reference
  compliance: string[] | null
  created_at: string
  default: boolean
  description: string
  human_name: string
  id: string
  installable_inside_private_network: boolean
  installable_outside_private_network: boolean
  name: string
  price: Price
  space_default: boolean
  state: string
  updated_at: string
  visible: boolean
}

export interface AddonRegionCapability {
  addon_service: AddonService
  id: string
  region: Region
  supports_private_networking: boolean
}

export type AddonState = 'deprovisioned' | 'deprovisioning' | 'provisioned' | 'provisioning'

export interface Addon {
  actions: unknown[]
  addon_service: Partial<AddonService> & Reference
  app: Reference
  billed_price: Price
  billing_entity: Reference & {type: 'app' | 'team'}
  config_vars: string[]
  created_at: string
  id: string
  name: string
  /** With `Accept-Expansion: plan` every field of the plan. */
  plan: Partial<Plan> & Reference
  provider_id: string
  provision_message: string | null
  state: AddonState
  updated_at: string
  web_url: string | null
}

export interface AddonAttachment {
  addon: Reference & {app: Reference; plan?: Reference}
  app: Reference
  config_vars?: string[]
  created_at: string
  id: string
  log_input_url: string | null
  name: string
  namespace: string | null
  updated_at: string
  web_url: string | null
}

export interface Stack {
  created_at: string
  default: boolean
  id: string
  name: string
  state: string
  updated_at: string
}

export interface Generation {
  created_at: string
  id: string
  name: string
  unsupported_features: string[]
  updated_at: string
}

export interface PermissionEntity {
  id: string
  name: string
  team_id: string
  type: 'app' | 'space'
  users: (UserReference & {permissions: string[]})[]
}

export interface OauthAuthorization {
  access_token: {expires_in: number | null; id: string; token: string} | null
  client: null
  created_at: string
  description: string
  grant: null
  id: string
  refresh_token: null
  scope: string[]
  session: null
  updated_at: string
  user: UserReference & {full_name: string | null}
}
