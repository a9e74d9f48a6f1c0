// platform-api.md 3.3.

/** documented: RFC 1918; schema space.cidr names the same three. */
export const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const

/** Prefix length of a space's dyno network. documented: schema space.cidr, seed 3. */
export const cidrPrefix = 16

/** Prefix lengths of a space's data network, from the largest to the smallest. documented: schema space.data_cidr, seed 3. */
export const dataCidrPrefix = {largest: 16, smallest: 20} as const

/** documented: schema space.cidr. */
export const defaultCidr = '10.0.0.0/16'

/** assumed, see `assumptions`: DC:private-space-peering and a captured space say this, `spaces:create --help` 172.23.0.0/20. */
export const defaultDataCidr = '10.1.0.0/16'

/**
 * Docker's bridge: no customer network that is peered or connected may overlap it. documented: DC:private-space-peering.
 * A space's own `--data-cidr` may: seed 3 shows 172.17.0.0/20.
 */
export const dockerBridge = '172.17.0.0/16'

/** What may be done with traffic from a range. documented: schema inbound-ruleset.action. */
export const ruleActions = ['allow', 'deny'] as const

/** The trusted ranges of a new space: the whole internet. documented: seed 3; for fir DC:private-spaces-trusted-ip-ranges. */
export const defaultTrustedRanges = {cedar: ['0.0.0.0/0'], fir: ['0.0.0.0/0', '::/0']} as const

/** Days for which a request for a peering can be accepted. documented: AWS; facts 3.10. */
export const peeringRequestDays = 7

/** The AWS account of every space and of its data services. assumed: the number that AWS's documents use for examples. */
export const herokuAwsAccount = '123456789012'

/** Names of VPN connections. assumed. */
export const vpnConnectionNames = {pattern: /^[a-zA-Z0-9][\w-]*$/, longest: 30} as const

/** IPv4 ranges in which no gateway on the internet has its address (IANA, special-purpose addresses). */
export const withoutGateways = [...privateNetworks, '0.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'] as const

/** What addresses of tunnels begin with here: the range for benchmarks, which leads nowhere. assumed: Heroku's are AWS's. */
export const vpnTunnelAddresses = [198, 18] as const

/** documented: schema vpn-connection.status_message, its example. */
export const cidrInUse = 'supplied CIDR block already in use'
