import {refuse, type Refusal} from './refusal.js'

/** What can be full, and how it is said; `n` is the limit. Words are assumed where facts 4 has no literal. */
const sentences = {
  apps: (n: number) => `You've reached the limit of ${n} apps in this space.`,
  teamApps: (n: number) => `You've reached the limit of ${n} apps in this team.`,
  accountApps: (n: number) => `You've reached the limit of ${n} apps for this account.`,
  trustedRanges: (n: number) => `Cannot have more than ${n} rules in an inbound ruleset.`,
  processTypes: (n: number) => `You've reached the limit of ${n} process types in this space.`,
  dynos: (n: number) => `You've reached the limit of ${n} dynos in this space.`,
  vpnConnections: (n: number) => `You've reached the limit of ${n} VPN connections in this space.`,
  peerings: (n: number) => `You've reached the limit of ${n} peering connections in this space.`,
  telemetryDrains: (n: number) => `You've reached the limit of ${n} telemetry drains.`,
  logDrains: (n: number) => `You've reached the limit of ${n} log drains for this app.`,
  domains: (n: number) => `You've reached the limit of ${n} custom domains for this app.`,
  worlds: (n: number) => `You've reached the limit of ${n} worlds beside the main one. Delete one with control-plane:worlds:delete, or set worlds higher with control-plane:settings.`,
  webhooks: (n: number) => `You've reached the limit of ${n} webhooks.`,
} as const

export type Limited = keyof typeof sentences

/** Nothing, or the refusal when `present` and what is to be `added` are more than the limit. All are counts. */
export const withinLimit = (what: Limited, present: number, limit: number, added = 1): Refusal | undefined =>
  present + added > limit ? refuse(sentences[what](limit)) : undefined

/** Nothing, or the refusal when one process type would run more dynos than the limit (counts). Literal: facts 4. */
export const withinProcessLimit = (quantity: number, limit: number, size: string): Refusal | undefined =>
  quantity > limit ? refuse(`Cannot update to more than ${limit} ${size} size dynos per process type.`) : undefined

/** Nothing, or the refusal when an app's config vars, keys and values together, have more bytes than the limit. */
export function withinConfigLimit(vars: Readonly<Record<string, string>>, limitBytes: number): Refusal | undefined {
  const bytes = Object.entries(vars).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0)
  return bytes > limitBytes
    ? refuse(`Config vars of an app cannot be larger than ${limitBytes / 1024} KiB in total; these would be ${Math.ceil(bytes / 1024)} KiB.`)
    : undefined
}
