// The rooms and the direction in which they import each other (docs/design.md). test/imports.test.ts holds it.

const room = (name) => `^src/lib/${name}/`

/** What a range means, and whom it lets through, is the same before it is sent and after. */
const ranges = '^src/lib/rules/(cidr|manifests|reachability|refusal|suggest|trusted-ranges).ts'
/** Partners are sent a region as its provider calls it, by the control plane and by the test of their server. */
const regions = '^src/lib/rules/facts/regions.ts'

/** A room may reach only the rooms listed, besides itself. */
const reaches = (name, others, comment) => ({
  name: `${name}-reaches`,
  comment,
  severity: 'error',
  from: {path: room(name)},
  to: {path: '^src/', pathNot: [room(name), ...others]},
})

module.exports = {
  forbidden: [
    {name: 'no-circles', comment: 'A circle of rooms or files has no first thing to read.', severity: 'error', from: {}, to: {circular: true, viaOnly: {dependencyTypesNot: ['type-only']}}},
    reaches('operations', [], 'The contract imports nothing of ours.'),
    reaches('rules', [], 'Rules are pure and know nobody.'),
    reaches('store', [], 'The store is dumb: no rule in it, and no knowledge of who uses it.'),
    reaches('partner', [], 'What Heroku and a partner say to each other depends on nobody.'),
    reaches('render', [], 'How things look depends on nothing but the values.'),
    reaches('x509', [], 'Certificates are issued as they are asked for.'),
    reaches('platform', [room('operations'), room('rules'), room('store'), room('partner'), room('x509')], 'The control plane decides; who asks is not its business.'),
    reaches('client', [room('operations'), '^src/lib/platform/open.ts', ranges], 'The client knows the contract; the control plane only behind a dynamic import.'),
    reaches('server', [room('operations'), room('platform'), room('client'), '^src/lib/store/(seed/default-account|failure|sqlite-binding).ts'], 'The server puts a socket before the seam.'),
    reaches('command', [room('client'), room('operations'), room('partner'), room('render'), '^src/lib/server/(place|serve).ts', room('x509'), ranges, regions], 'Commands hold no rule; they read ranges as the control plane does.'),
    {
      name: 'commands-reach',
      comment: 'Commands parse, call and show.',
      severity: 'error',
      from: {path: '^src/commands/'},
      to: {
        path: '^src/',
        pathNot: ['^src/commands/', room('client'), room('command'), room('operations'), room('partner'), room('render'), room('x509'), '^src/lib/server/(run|detached|place|relay|tls).ts', ranges],
      },
    },
    {
      name: 'control-plane-on-demand',
      comment: 'A remote command must not load the control plane, nor an embedded one the server: only dynamic imports lead there.',
      severity: 'error',
      from: {path: '^src/(commands|lib/(client|command))/'},
      to: {path: '^src/lib/(platform|server|store)/', dependencyTypesNot: ['dynamic-import', 'type-only']},
    },
    {
      name: 'drivers-in-the-store',
      comment: 'Only the store knows a database.',
      severity: 'error',
      from: {path: '^src/', pathNot: room('store')},
      to: {path: '(@photostructure/sqlite|node:sqlite|node_modules/pg/)'},
    },
    {
      name: 'watching-in-the-server',
      comment: 'Only who serves logs and counts; a command that does not serve loads neither.',
      severity: 'error',
      from: {path: '^src/', pathNot: room('server')},
      to: {path: 'node_modules/(pino|prom-client)/', dependencyTypesNot: ['type-only']},
    },
    {
      name: 'log-and-metrics-on-demand',
      comment: 'They stand in files of their own, which only a dynamic import leads to.',
      severity: 'error',
      from: {path: '^src/'},
      to: {path: 'node_modules/(pino|prom-client)/', dependencyTypesNot: ['dynamic-import', 'type-only']},
    },
    {
      name: 'sockets-in-the-server',
      comment: 'Only the server listens, only the client calls, and partners are called from one place; node:net also knows what an IP address is, and node:tls whom everybody trusts.',
      severity: 'error',
      from: {path: '^src/', pathNot: [room('server'), '^src/lib/client/http', '^src/lib/partner/(addresses|call|listen).ts$', '^src/lib/rules/(certificates|cidr|domains).ts$']},
      to: {path: '^(node:)?(http|https|net|tls)$'},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
    doNotFollow: {path: 'node_modules'},
    enhancedResolveOptions: {extensions: ['.ts', '.js', '.json'], exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types']},
  },
}
