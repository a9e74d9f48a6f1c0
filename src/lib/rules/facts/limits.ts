// platform-api.md 3.5. "Limits can be raised by ticket", so these are the defaults of settings, not constants of the rules.

/** What a space holds at most, by generation. */
export const spaceLimits = {
  cedar: {
    /** documented: DC:limits, Jan 2025 */
    apps: 25,
    /** documented: DC:private-spaces-trusted-ip-ranges, seed 3 */
    trustedRanges: 20,
    /** documented: seed 3 */
    processTypes: 100,
    /** documented: seed 3 */
    dynosPerProcessType: 10,
    /** documented: seed 3 */
    dynos: 100,
    /** assumed */
    vpnConnections: 10,
    /** assumed */
    peerings: 25,
    /** fir only */
    telemetryDrains: 0,
  },
  fir: {
    /** documented: DC:limits, Jan 2025 */
    apps: 200,
    /** assumed: the same, for the day fir's ranges can be changed */
    trustedRanges: 20,
    /** assumed */
    processTypes: 100,
    /** assumed */
    dynosPerProcessType: 100,
    /** assumed */
    dynos: 1000,
    /** cedar only */
    vpnConnections: 0,
    /** cedar only */
    peerings: 0,
    /** documented: DC:limits */
    telemetryDrains: 5,
  },
} as const

/** What an account, a team or an app has at most. documented: DC:limits, Jan 2025; config vars: DC:config-vars. */
export const platformLimits = {
  appsPerAccount: 100,
  appsPerTeam: 100,
  appsPerEnterpriseTeam: 200,
  domainsPerApp: 1000,
  logDrainsPerApp: 5,
  telemetryDrainsPerApp: 5,
  webhooksPerApp: 10,
  /** All keys and values of an app together, in bytes. */
  configBytesPerApp: 32 * 1024,
  /** Requests per account and hour. */
  requestsPerHour: 4500,
} as const

/** What a space costs, in US cents. inferred: cli `spaces:create` prints it. */
export const spacePrices = {
  standard: {centsPerHour: 139, maxCentsPerMonth: 100_000},
  shield: {centsPerHour: 417, maxCentsPerMonth: 300_000},
} as const

/** Requests of an account per hour. documented: DC:limits, Jan 2025 */
export const requestsPerHour = 4500
