import {declinedOperations} from '../src/lib/operations/declined.js'
import {operations} from '../src/lib/operations/index.js'
import type {Operation} from '../src/lib/operations/operation.js'
import {exitCodes} from '../src/lib/command/exit-codes.js'
import {definitions} from '../src/lib/platform/settings.js'
import {assumptions} from '../src/lib/rules/facts/assumptions.js'
import {appPermissionList, featureMatrix, featureWords, rolePermissions} from '../src/lib/rules/facts.js'

/** The pages that are made from the sources, by file name. `npm run docs` writes them, a test says when they are stale. */
export const pages = (): Record<string, string> => ({
  'operations.md': operationsPage(),
  'permissions.md': permissionsPage(),
  'limits.md': limitsPage(),
  'exit-codes.md': exitCodesPage(),
})

const made = '<!-- Made by npm run docs. Do not edit. -->'

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const byPath = (a: {path: string; method: string}, b: {path: string; method: string}) => a.path.localeCompare(b.path, 'en') || a.method.localeCompare(b.method, 'en')

function operationsPage(): string {
  const served = Object.entries<Operation>(operations).map(([id, operation]) => ({...operation, id})).sort(byPath)
  const reasons = [...new Set(declinedOperations.map(({reason}) => reason))]
  const sections = reasons.map((reason) => {
    const declined = declinedOperations.filter((operation) => operation.reason === reason).sort(byPath)
    return `### ${reason[0]?.toUpperCase()}${reason.slice(1)}\n\n${declined.map(({id, method, path}) => `- \`${method} ${path}\` (${id})`).join('\n')}`
  })
  return `${made}

# Operations

Every operation of Heroku's published schema is either served, or declined with the reason: then the control plane
answers 501 in Heroku's error shape. An unknown path is answered as Heroku answers it, with 404.

## Served: ${served.length}

Who may: a permission on what the path (or, for a creation, the body) names; docs/permissions.md tells who has it. Lists
hold what the caller may see.

${table(
  ['operation', 'request', 'who may', 'sorted by'],
  served.map(({id, method, path, access, accessByKey = {}, paged, partner}) => [
    id,
    `\`${method} ${path}\``,
    [access, ...(partner ? ["an add-on's partner"] : []), ...Object.entries(accessByKey).map(([key, besides]) => `${key}: ${besides}`)].join('; '),
    paged?.join(', ') ?? '',
  ]),
)}

## Declined: ${declinedOperations.length}

${sections.join('\n\n')}
`
}

function permissionsPage(): string {
  const roles = Object.keys(rolePermissions) as (keyof typeof rolePermissions)[]
  const permissions = rolePermissions.admin
  const mark = (has: boolean) => (has ? 'yes' : '')
  const access = [...new Set(Object.values(operations).map((operation) => operation.access))].sort()
  const forPartners = Object.entries<Operation>(operations).flatMap(([id, {partner}]) => (partner ? [id] : []))
  const users = access.map((kind) => [kind, Object.entries(operations).filter(([, operation]) => operation.access === kind).map(([id]) => id).join(', ')])
  return `${made}

# Permissions

## What a role may do in its team

${table(['permission', ...roles], permissions.map((permission) => [permission, ...roles.map((role) => mark(rolePermissions[role].includes(permission)))]))}

Who may manage spaces may also create apps in them. Other members need \`create_apps\` on the space
(\`spacedock spaces:access:set\`). A collaborator does not see spaces.

## Permissions on an app

${table(['permission', 'description'], appPermissionList.map(({name, description}) => [name, description]))}

Admins of the owning team, and the owner of a personal app, have all four. Members and viewers of the team have
\`view\`. Collaborators have what was granted; in teams outside enterprise, and on personal apps, \`view\`, \`deploy\` and
\`operate\`.

## What each operation asks for

${table(['asks for', 'operations'], users)}

## What the partner of an add-on may do

With a token for one add-on (\`/oauth/token\`): what asks for \`partner\`, and of that add-on, the apps that it is attached to,
their teams and pipelines these: ${forPartners.join(', ')}. All else is answered with 403, other add-ons and apps
with 404. The token is good for eight hours and ends with the add-on.
`
}

function limitsPage(): string {
  const kinds = ['cedar', 'shield', 'fir'] as const
  const features = Object.keys(featureMatrix) as (keyof typeof featureMatrix)[]
  return `${made}

# Limits, differences between kinds of spaces, and what is assumed

## Settings

An operator changes them with \`spacedock control-plane:settings KEY=VALUE\`; Heroku raises limits by ticket.

${table(['setting', 'default', 'unit', 'what it is'], Object.entries(definitions).map(([name, {default: value, unit, description}]) => [name, String(value), unit, description]))}

Documented, and not enforced: 100 apps per account and team, 200 per enterprise team.

## Features by kind of space

${table(['feature', ...kinds], features.map((feature) => [featureWords[feature].label.replace(/ (is|are)$/, ''), ...kinds.map((kind) => (featureMatrix[feature][kind] ? 'yes' : 'no'))]))}

## Assumed

Where no source says what Heroku does, this is what spacedock does and why. If you know better, say so.

${table(['rule', 'chosen', 'why'], assumptions.map(({rule, chosen, why}) => [rule, chosen, why]))}
`
}

const meanings: Record<keyof typeof exitCodes, string> = {
  done: 'done',
  unexpected: 'unexpected; for `trusted-ips:check`, that the address is not admitted, and for `addons:admin:test`, that a check has failed',
  refused: 'usage, or input that the control plane refused',
  notFound: 'not found, or nothing to list',
  notPermitted: 'not authenticated, or not permitted',
  conflict: 'conflict: somebody else was faster, a wait that cannot succeed any more, or a context or server that is there already; a name that the control plane finds taken is a refusal',
  rateLimited: 'rate limit',
  timedOut: 'a wait took longer than allowed',
  confirmation: 'confirmation missing or wrong; nothing was done',
  unreachable: 'the control plane could not be reached, or its state file not be used',
  interrupted: 'Ctrl-C',
}

function exitCodesPage(): string {
  const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[]
  return `${made}

# Exit codes

${table(['code', 'meaning'], names.map((name) => [String(exitCodes[name]), meanings[name]]))}

A command that does not exist ends with 127, as in a shell. With \`--json\` a failure is one object on stdout:
\`{"error": {"id", "message", "exit", "status"}}\`, \`status\` being the HTTP status where a control plane answered.

\`control-plane:start\` ends with 0 when it is told to stop (SIGINT, SIGTERM or SIGHUP) and has finished what was under way, or cut
off after 5 s who did not let it. Told a second time it ends at once, with 128 and the number of that signal: 130 for SIGINT, 143
for SIGTERM, 129 for SIGHUP. What it had acknowledged until then is kept.
`
}
