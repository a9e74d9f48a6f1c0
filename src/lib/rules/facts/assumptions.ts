import {addonAssumptions} from './addons.js'
import {appAssumptions} from './apps.js'
import {domainAssumptions} from './domains.js'
import {dynoAssumptions} from './dyno-sizes.js'
import {failureAssumptions} from './failures.js'
import {defaultGeneration, incompatibleType} from './generations.js'
import {spaceLimits} from './limits.js'
import {addonNames, attachmentNames, configVarKeys, spaceNames, teamNames} from './names.js'
import {defaultCidr, defaultDataCidr, dockerBridge, herokuAwsAccount, vpnConnectionNames, vpnTunnelAddresses} from './networks.js'
import {plainCollaboratorPermissions} from './permissions.js'
import {pipelineAssumptions} from './pipelines.js'
import {tokenAssumptions} from './tokens.js'

/** A rule that no source settles: what we chose and why. `docs/limits.md` is generated from the list. */
export interface Assumption {
  readonly rule: string
  readonly chosen: string
  readonly why: string
}

/** Everything we assume, so that whoever knows better can say so. Numbers come from the facts, never written twice. */
export const assumptions: readonly Assumption[] = [
  // names
  {
    rule: 'Longest name of a space',
    chosen: `${spaceNames.longest} characters`,
    why: "The schema's pattern has no length; apps have this one.",
  },
  {
    rule: 'Name of a team',
    chosen: `${teamNames.shortest} to ${teamNames.longest} lowercase letters, digits and dashes, with a letter or digit at both ends`,
    why: 'The schema has no rule; a team name becomes part of an email address.',
  },
  {
    rule: 'Longest name of an add-on or an attachment, longest key of a config var',
    chosen: `${addonNames.longest}, ${attachmentNames.longest} and ${configVarKeys.longest} characters`,
    why: 'Some bound is needed; nobody states one.',
  },
  {
    rule: 'Name of an add-on that has the form of an id',
    chosen: 'Refused',
    why: 'Things are found by id or name; such a name would hide the add-on whose id it is.',
  },
  {
    rule: 'Name of an attachment',
    chosen: 'Uppercase letters, digits and underscores, beginning with a letter; lowercase letters are raised',
    why: 'The schema has no rule; the name becomes the config var <NAME>_URL.',
  },
  {
    rule: 'Email addresses',
    chosen: 'Kept and compared in lower case, with a host that has a dot',
    why: 'One person must not become two accounts.',
  },
  {
    rule: 'Words for a name that is too short, too long or in the wrong characters',
    chosen: 'One sentence each; that for the characters of an app name is Heroku\'s',
    why: 'Only that one is known.',
  },
  {
    rule: 'Words of generated names',
    chosen: 'Our own lists, in Heroku\'s form (frozen-oasis-70544, postgresql-amorphous-28398)',
    why: "Heroku's lists are not published.",
  },
  // regions
  {
    rule: 'Ids and dates of most regions, of generations and of stacks',
    chosen: 'Made up once and fixed',
    why: 'Known only for us, eu, dublin, tokyo and virginia.',
  },
  {
    rule: 'Regions that have fir, and regions that have Shield',
    chosen: 'All ten private regions',
    why: 'No restriction is documented.',
  },
  {
    rule: 'Words for a region, generation, stack, role or permission that there is not',
    chosen: '"Couldn\'t find that region." and the like, with a suggestion and the list',
    why: "Heroku's pattern for things not found; the words are not known.",
  },
  // networks
  {
    rule: 'Data range of a new space',
    chosen: `${defaultDataCidr}; when the space's own range overlaps it, the next /16`,
    why: 'Dev Center and a captured space say so; `spaces:create --help` shows 172.23.0.0/20. No source says what happens on overlap.',
  },
  {
    rule: 'Only a data range given, and it overlaps the default range',
    chosen: `Refused: the space's own range stays ${defaultCidr}`,
    why: 'The default of cidr is documented without a condition.',
  },
  {
    rule: 'Ranges of a space that overlap each other',
    chosen: 'Refused',
    why: 'The two networks are peered, and networks that overlap cannot be.',
  },
  {
    rule: 'A range whose address has bits set beyond its prefix (172.20.20.30/16)',
    chosen: 'Accepted and kept as its network (172.20.0.0/16)',
    why: "It is the schema's own example.",
  },
  {
    rule: `${dockerBridge} as a space's own range or data range`,
    chosen: 'Accepted',
    why: 'The founding documents use 172.17.0.0/20 as data range; the range is reserved towards customer networks only.',
  },
  {
    rule: 'Outbound addresses of a space',
    chosen: 'Four from 100.64.0.0/10 (RFC 6598), each space its own',
    why: "Heroku's belong to other people's hosts; these are nobody's on the internet.",
  },
  // trusted IP ranges
  {
    rule: 'The same range twice in a ruleset',
    chosen: 'Refused, however written and even with another action',
    why: 'The official CLI refuses it when adding; one range both allowed and denied has no meaning.',
  },
  {
    rule: 'An address that both an allowing and a denying rule match',
    chosen: 'Denied',
    why: 'The order of evaluation is not documented; the safe answer is no.',
  },
  {
    rule: 'Trusted IP ranges on fir',
    chosen: 'Readable with their defaults, not changeable',
    why: 'Dev Center of Dec 2024; the official CLI of 2026 hints that it may have changed.',
  },
  // generations
  {
    rule: 'Words of a refusal for what a generation lacks',
    chosen: '"VPN is not supported for the fir generation."',
    why: "By analogy with the Terraform provider's words for Shield.",
  },
  {
    rule: 'Features a generation reports as unsupported',
    chosen: "The Terraform provider's list, without space_outbound_ips",
    why: 'The founding document of July 2025 lists stable outbound addresses for fir.',
  },
  {
    rule: 'Type (incompatible_type) of an unsupported feature',
    chosen: incompatibleType,
    why: "The schema's example.",
  },
  {
    rule: 'Generation of a new space when none is given',
    chosen: defaultGeneration,
    why: "The official CLI's and Terraform's default.",
  },
  {
    rule: 'Customised ranges (cidr, data_cidr) on fir',
    chosen: 'Accepted and shown, as on cedar',
    why: 'Terraform says cedar only; the official CLI shows both for a fir space.',
  },
  // limits
  {
    rule: 'VPN connections and peerings of a space',
    chosen: `${spaceLimits.cedar.vpnConnections} and ${spaceLimits.cedar.peerings}`,
    why: 'The article that states them could not be obtained.',
  },
  {
    rule: 'Process types and dynos on fir',
    chosen: `${spaceLimits.fir.processTypes} process types, ${spaceLimits.fir.dynosPerProcessType} dynos per type, ${spaceLimits.fir.dynos} per space`,
    why: 'Only the limit of 200 apps is documented.',
  },
  {
    rule: 'Words of a refusal for what is full',
    chosen: '"You\'ve reached the limit of 25 apps in this space." and the like',
    why: 'The sentence for apps is remembered, the others follow it.',
  },
  {
    rule: 'Account and ids of AWS of a space, addresses of its VPN tunnels',
    chosen: `${herokuAwsAccount}; ids made of the space's; addresses in ${vpnTunnelAddresses.join('.')}.0.0/16`,
    why: 'There is no AWS here; the numbers are those set aside for examples.',
  },
  {
    rule: 'Networks that a peering or a VPN connection may lead to',
    chosen: 'IPv4 within RFC 1918, apart from each other',
    why: 'Said of peerings; a VPN is to reach private networks too.',
  },
  {
    rule: 'A VPN connection whose range is in use',
    chosen: 'Fails when it is created, as the schema shows; a change to such a range is refused',
    why: 'A connection that works should not break on a typing mistake.',
  },
  {
    rule: 'Pre-shared keys of a VPN connection',
    chosen: 'Empty for who may not manage the space',
    why: 'The schema has them in every answer; members who may only look need no keys.',
  },
  {
    rule: 'Name of a VPN connection',
    chosen: `Letters, digits, dashes and underscores, up to ${vpnConnectionNames.longest}`,
    why: 'The schema has no rule.',
  },
  {
    rule: 'A peering that Heroku manages',
    chosen: 'One per space, with its data range, as long as a data store runs inside the space; 403 for who would destroy it',
    why: 'The schema has the type; seed 3 says that private plans are peered to the space.',
  },
  {
    rule: 'Traffic between apps of one space without internal routing',
    chosen: 'Leaves by the outbound addresses, so the trusted IP ranges have to admit these',
    why: 'The name of such an app leads to public addresses.',
  },
  {
    rule: 'Who sees and changes log drains and telemetry drains',
    chosen: 'Of a space its team\'s admins, of an app whoever may operate it',
    why: 'Their URLs hold credentials.',
  },
  {
    rule: 'URLs of log drains',
    chosen: 'https, for apps also syslog and syslog+tls, up to 1,000 characters; this machine only where nobody else uses the control plane',
    why: 'HTTPS is documented for spaces, syslog for apps; http would send credentials in the clear.',
  },
  // people
  {
    rule: 'Role owner of a team',
    chosen: 'May do what an admin may',
    why: 'The schema has the value and nothing explains it.',
  },
  {
    rule: 'create_apps on a space for a viewer, and for a collaborator',
    chosen: 'A viewer who was given it may create apps there; a collaborator may not',
    why: 'The founding documents say "users with the permission"; a collaborator does not see spaces.',
  },
  {
    rule: 'What a collaborator may do in a personal app or in a team without fine-grained permissions',
    chosen: plainCollaboratorPermissions.join(', '),
    why: 'Collaborators have always been able to do all but manage the app.',
  },
  {
    rule: 'A collaborator in an enterprise team who was granted nothing, or has just joined',
    chosen: 'view',
    why: 'Dev Center says so of collaborators added to the team; joining should not grant more than that.',
  },
  {
    rule: 'Who may join an app',
    chosen: 'Admins any, members those that are not locked, viewers none',
    why: 'The schema says "other team members"; a viewer may change nothing.',
  },
  {
    rule: 'Descriptions of the app permissions view, operate and manage',
    chosen: 'Our words',
    why: 'Only that of deploy is shown in the schema.',
  },
  // apps
  ...appAssumptions,
  // dynos
  ...dynoAssumptions,
  // domains and certificates
  ...domainAssumptions,
  // pipelines
  ...pipelineAssumptions,
  ...tokenAssumptions,
  // add-ons
  ...addonAssumptions,
  // faults
  ...failureAssumptions,
]
