import {type Row, tableNames} from '../schema.js'
import type {Database} from '../store.js'
import {tokensKept} from '../tokens-kept.js'
import {type CatalogueService, catalogue, stableId} from './catalogue.js'

type Role = Row<'memberships'>['role']

const enterpriseAccount = 'acme-holding'

/** The teams of a fresh world and who is what in them. `globex` has nothing to do with the other two. */
const teams: Record<string, {enterprise: boolean; members: Record<string, Role>}> = {
  acme: {
    enterprise: true,
    members: {
      'admin@acme.example': 'admin',
      'member@acme.example': 'member',
      'viewer@acme.example': 'viewer',
      'collaborator@acme.example': 'collaborator',
    },
  },
  'acme-labs': {enterprise: true, members: {'admin@acme.example': 'admin', 'member@acme.example': 'member'}},
  globex: {enterprise: false, members: {'admin@globex.example': 'admin'}},
}

/** When the people and teams of every fresh world began. */
const since = '2016-01-01T00:00:00.000Z'
const times = {created_at: since, updated_at: since}

/**
 * Fills a new store with the world in which the documented examples work at once: people of each role, teams within and
 * outside one enterprise account, and the add-on catalogue.
 */
export async function seedWorld(db: Database): Promise<void> {
  await seedTeams(db)
  await seedCatalogue(db)
}

async function seedTeams(db: Database) {
  const holding = {id: stableId('enterprise-account', enterpriseAccount), name: enterpriseAccount, created_at: since}
  await db.insertInto('enterprise_accounts').values(holding).execute()
  const emails = new Set(Object.values(teams).flatMap(({members}) => Object.keys(members)))
  const accounts = [...emails].map((email) => ({id: stableId('account', email), email, name: null, ...times}))
  await db.insertInto('accounts').values(accounts).execute()
  for (const [name, {enterprise, members}] of Object.entries(teams)) {
    const id = stableId('team', name)
    const type = enterprise ? 'enterprise' : 'team'
    const enterprise_account_id = enterprise ? holding.id : null
    await db.insertInto('teams').values({id, name, type, enterprise_account_id, ...times}).execute()
    const memberships = Object.entries(members).map(([email, role]) => ({
      id: stableId('membership', `${name}/${email}`),
      team_id: id,
      account_id: stableId('account', email),
      role,
      ...times,
    }))
    await db.insertInto('memberships').values(memberships).execute()
  }
}

async function seedCatalogue(db: Database) {
  await db.insertInto('addon_services').values(catalogue.map(serviceRow)).execute()
  for (const service of catalogue) await db.insertInto('addon_plans').values(planRows(service)).execute()
}

const flag = (value: boolean) => (value ? 1 : 0)

const serviceRow = (service: CatalogueService): Row<'addon_services'> => ({
  id: service.id,
  name: service.slug,
  human_name: service.humanName,
  state: service.state,
  cli_plugin_name: service.cliPlugin,
  supports_multiple_installations: flag(service.supportsMultipleInstallations),
  supports_sharing: flag(service.supportsSharing),
  datastore: flag(service.datastore),
  attachment_base: service.attachmentBase,
  attachment_series: service.attachmentSeries,
  config_vars_json: JSON.stringify(service.configVars),
  config_from_attachment: flag(service.configFromAttachment),
  generations_json: JSON.stringify(service.generations),
  available_json: JSON.stringify(service.regions.available),
  installable_json: JSON.stringify(service.regions.installable),
  owner_id: null,
  client_secret: null,
  ...times,
})

const planRows = (service: CatalogueService): Row<'addon_plans'>[] =>
  service.plans.map((plan) => ({
    id: plan.id,
    service_id: service.id,
    name: `${service.slug}:${plan.slug}`,
    human_name: plan.humanName,
    description: plan.description,
    cents: plan.cents,
    unit: plan.unit,
    contract: flag(plan.contract),
    metered: flag(plan.metered),
    is_default: flag(plan.default),
    space_default: flag(plan.spaceDefault),
    installable_inside: flag(plan.installableInside),
    installable_outside: flag(plan.installableOutside),
    state: plan.state,
    visible: flag(plan.visible),
    private_spaces: null,
    compliance_json: JSON.stringify(plan.compliance),
    ...times,
  }))

/** Back to the fresh world. @param now what the clock of the one that is there shows */
export const resetWorld = (db: Database, now: Date): Promise<void> =>
  tokensKept(db, now, async () => {
    for (const table of tableNames.toReversed()) await db.deleteFrom(table).execute()
    await seedWorld(db)
  })
