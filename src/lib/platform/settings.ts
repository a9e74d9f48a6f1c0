import {commonDynosPerProcessType, platformLimits, requestsPerHour, spaceLimits} from '../rules/facts.js'
import {didYouMean} from '../rules/suggest.js'
import {prepared} from '../store/prepared.js'
import type {Database} from '../store/store.js'
import {invalid} from './errors.js'

interface Definition {
  default: number
  unit: string
  description: string
}

/** Delays and limits an operator may change; Heroku raises the limits by ticket. */
export const definitions = {
  allocation: {default: 2, unit: 'seconds', description: 'from creating a space until it is allocated'},
  deletion: {default: 2, unit: 'seconds', description: 'from destroying a space until it is gone and its name free'},
  peering: {default: 2, unit: 'seconds', description: 'from accepting a peering until it is active'},
  provisioning: {default: 0, unit: 'seconds', description: 'from creating an add-on until it is provisioned'},
  boot: {default: 1, unit: 'seconds', description: 'from starting a dyno until it is up'},
  'one-off-lifetime': {default: 300, unit: 'seconds', description: 'from starting a one-off dyno until it ends by itself'},
  vpn: {default: 2, unit: 'seconds', description: 'from connecting a VPN until it is active'},
  domain: {default: 1, unit: 'seconds', description: 'from adding a domain until it is no longer pending'},
  acm: {default: 3, unit: 'seconds', description: 'from enabling ACM until a domain has its certificate'},
  'acm-patience': {default: 3600, unit: 'seconds', description: 'for which ACM tries to validate a domain before it fails'},
  'apps-per-space': {default: spaceLimits.cedar.apps, unit: 'apps', description: 'in a Cedar space'},
  'apps-per-fir-space': {default: spaceLimits.fir.apps, unit: 'apps', description: 'in a Fir space'},
  'process-types': {default: spaceLimits.cedar.processTypes, unit: 'process types', description: 'of all apps of a space'},
  'dynos-per-type': {default: spaceLimits.cedar.dynosPerProcessType, unit: 'dynos', description: 'of one process type in a Cedar space'},
  'dynos-per-fir-type': {default: spaceLimits.fir.dynosPerProcessType, unit: 'dynos', description: 'of one process type in a Fir space'},
  'dynos-per-common-type': {default: commonDynosPerProcessType, unit: 'dynos', description: 'of one process type outside spaces'},
  'dynos-per-space': {default: spaceLimits.cedar.dynos, unit: 'dynos', description: 'in a Cedar space'},
  'dynos-per-fir-space': {default: spaceLimits.fir.dynos, unit: 'dynos', description: 'in a Fir space'},
  'peerings-per-space': {default: spaceLimits.cedar.peerings, unit: 'peerings', description: 'of a space, those that can still be accepted included'},
  'vpn-connections-per-space': {default: spaceLimits.cedar.vpnConnections, unit: 'VPN connections', description: 'of a space'},
  'domains-per-app': {default: platformLimits.domainsPerApp, unit: 'domains', description: 'custom domains of an app'},
  'log-drains-per-app': {default: platformLimits.logDrainsPerApp, unit: 'log drains', description: 'of an app'},
  'telemetry-drains': {default: platformLimits.telemetryDrainsPerApp, unit: 'telemetry drains', description: 'of a Fir app or space'},
  'private-partners': {default: 0, unit: 'of 1', description: 'whether a control plane that is served calls partners on this machine and in private networks'},
  'requests-per-hour': {default: requestsPerHour, unit: 'requests', description: 'of an account to control planes that are served, 0 for no limit'},
  'audit-retention': {default: 365, unit: 'days', description: 'for which entries of the audit trail are kept, 0 for ever; no reset or load changes it'},
  'trusted-ranges': {default: spaceLimits.cedar.trustedRanges, unit: 'ranges', description: 'trusted IP ranges of a space'},
  worlds: {default: 100, unit: 'worlds', description: 'beside the main one, where it is set'},
} as const satisfies Record<string, Definition>

export type SettingName = keyof typeof definitions
export type Settings = Record<SettingName, number>

/** Those that say how long something takes. */
export const delays = Object.entries(definitions).flatMap(([name, {unit}]) => (unit === 'seconds' ? [name] : []))

const names = Object.keys(definitions) as SettingName[]
const isName = (name: string): name is SettingName => Object.hasOwn(definitions, name)

/** The largest value of any setting: a year in seconds. */
const largest = 31_536_000

const changedSettings = prepared((db) => db.selectFrom('settings').selectAll())

export async function readSettings(db: Database): Promise<Settings> {
  const changed = await changedSettings(db, {})
  const settings = Object.fromEntries(names.map((name) => [name, definitions[name].default])) as Settings
  for (const {name, value} of changed) if (isName(name)) settings[name] = value
  return settings
}

/** @throws {ApiError} 422 for a name that is none, or a value that cannot be; then none is changed */
export async function writeSettings(db: Database, wanted: Record<string, number>): Promise<void> {
  for (const [name, value] of Object.entries(wanted)) {
    if (!isName(name)) throw invalid(`There is no setting ${name}.${didYouMean(name, names)} The settings are ${names.join(', ')}.`)
    checkValue(name, value)
    await db
      .insertInto('settings')
      .values({name, value})
      .onConflict((conflict) => conflict.column('name').doUpdateSet({value}))
      .execute()
  }
}

function checkValue(name: SettingName, value: number) {
  const {unit} = definitions[name]
  const whole = unit === 'seconds' || Number.isInteger(value)
  if (unit === 'of 1' && value > 1) throw invalid(`${name} is 0 (no) or 1 (yes), not ${value}.`)
  if (!Number.isFinite(value) || value < 0 || value > largest || !whole)
    throw invalid(`${name} takes ${whole ? 'a number' : 'a whole number'} of ${unit} from 0 to ${largest}, not ${value}.`)
}

export const listSettings = (settings: Settings) => names.map((name) => ({name, value: settings[name], ...definitions[name]}))
