import {randomUUID} from 'node:crypto'
import {Flags, ux} from '@oclif/core'
import {UsageFailure} from '../../../lib/client/failures.js'
import {isLoopback} from '../../../lib/client/http.js'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {exitCodes} from '../../../lib/command/exit-codes.js'
import {asyncOptionsFrom, groupsFrom, manifestAt, plansFrom, regionsFrom, unavailableFrom, urlFrom} from '../../../lib/command/partner-flags.js'
import {countsOf, type PartnerReport, partnerReport} from '../../../lib/command/partner-report.js'
import {callPartner, patience} from '../../../lib/partner/call.js'
import {writeText} from '../../../lib/command/text-file.js'
import type {Check} from '../../../lib/partner/conformance/check.js'
import type {Plan} from '../../../lib/partner/conformance/plan.js'

/** Beside the port of the control plane. */
const defaultPort = 5456
/** For how many milliseconds provisioning in the background is waited for. */
const background = {quick: 30_000, slow: 600_000} as const

export default class AddonsAdminTest extends SpacedockCommand {
  static override description = `test an add-on partner's server as Heroku would call it
Reads addon-manifest.json and sends what Heroku sends: provisions in every declared region, plan changes, deprovisions, single sign-ons, with right and wrong credentials. No control plane is needed, and everything that gets provisioned is deprovisioned at the end.
A server that provisions in the background finds Heroku at http://127.0.0.1:${defaultPort}: tokens at /oauth/token, the rest below the callback_url.
Exits with 0 when nothing has failed and with 1 when something has.`
  static override examples = [
    '<%= config.bin %> addons:admin:test',
    '<%= config.bin %> addons:admin:test --plans basic,premium --unavailable premium:tokyo --junit results.xml',
    '<%= config.bin %> addons:admin:test --url http://127.0.0.1:3000 --only provision,sso',
  ]
  static override flags = {
    'async-option': Flags.string({description: 'option that makes the server provision in the background; can be given more than once', helpValue: 'NAME=VALUE', multiple: true, multipleNonGreedy: true}),
    'heroku-url': Flags.string({description: 'URL by which a server elsewhere reaches the port of --port, such as that of a tunnel', helpValue: 'URL'}),
    junit: Flags.string({description: 'write the results to this file, as JUnit XML', helpValue: 'FILE'}),
    manifest: Flags.string({default: 'addon-manifest.json', description: 'manifest of the add-on', helpValue: 'FILE'}),
    only: Flags.string({description: 'groups of checks to make, separated by commas', helpValue: 'GROUPS'}),
    plans: Flags.string({default: 'test', description: 'plans of the add-on, separated by commas; the first is provisioned and changed to the second', helpValue: 'PLANS'}),
    port: Flags.integer({default: defaultPort, description: 'port on this machine to play Heroku at; 0 for any that is free', max: 65_535, min: 0}),
    regions: Flags.string({description: 'regions to test, separated by commas (default: all of the manifest)', helpValue: 'REGIONS'}),
    slow: Flags.boolean({description: `wait for ${background.slow / 60_000} minutes instead of ${background.quick / 1000} seconds for what is provisioned in the background`}),
    unavailable: Flags.string({description: 'plan that the server is to refuse in a region; can be given more than once', helpValue: 'PLAN:REGION', multiple: true, multipleNonGreedy: true}),
    url: Flags.string({description: 'URL of the server, instead of that in the manifest', helpValue: 'URL'}),
  }

  async run(): Promise<PartnerReport> {
    const {flags} = await this.parse(AddonsAdminTest)
    const manifest = manifestAt(flags.manifest, flags.url)
    const herokuUrl = urlFrom('heroku-url', flags['heroku-url'])
    const only = groupsFrom(flags.only)
    const known = regionsFrom(['*'])
    const regions = regionsFrom(manifest.regions, flags.regions)
    const {createHeroku, junitXml, listen, runChecks} = await import('../../../lib/partner/conformance/index.js')
    const heroku = createHeroku(manifest.terms, randomUUID)
    const ending = new AbortController()
    const base: Omit<Plan, 'herokuUrl'> = {
      manifest,
      known,
      regions,
      plans: plansFrom(flags.plans),
      unavailable: unavailableFrom(flags.unavailable),
      asyncOptions: asyncOptionsFrom(flags['async-option']),
      ...((herokuUrl !== undefined || isLoopback(new URL(manifest.baseUrl).hostname)) && {heroku}),
      limits: {...patience, background: flags.slow ? background.slow : background.quick},
      call: callPartner,
      now: () => new Date(),
      newId: randomUUID,
      signal: ending.signal,
    }
    const listening = await listen(heroku, flags.port).catch(explainPort(flags.port))
    const stop = () => ending.abort()
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    try {
      const plan = {...base, herokuUrl: (herokuUrl ?? listening.url).replace(/\/+$/, '')}
      const address = withoutUser(manifest.baseUrl)
      const {checks, leftover, interrupted} = await this.progress(`Testing ${manifest.id} at ${address}`, () => runChecks(plan, only, showGroup()), ({interrupted: stopped}) => (stopped ? 'stopped' : undefined))
      const report = {addon: manifest.id, url: address, ok: checks.every(({result}) => result !== 'failed'), counts: countsOf(checks), checks, leftover, interrupted}
      this.log(partnerReport(report))
      this.#end(report)
      if (flags.junit !== undefined) writeText(flags.junit, junitXml(`${manifest.id} ${address}`, checks))
      return report
    } finally {
      process.removeListener('SIGINT', stop)
      process.removeListener('SIGTERM', stop)
      await listening.close()
    }
  }

  #end({ok, leftover, interrupted}: PartnerReport) {
    if (leftover.length > 0) this.warn(`Not everything could be deprovisioned. These may still be there: ${leftover.join(', ')}`)
    if (interrupted) this.warn('Stopped before all checks were made.')
    if (interrupted || !ok) process.exitCode = interrupted ? exitCodes.interrupted : exitCodes.unexpected
  }
}

/** Names each group of checks in the progress line as it begins; a log would get a line for each. */
function showGroup(): (check: Check) => void {
  let shown: string | undefined
  return ({group}) => {
    if (group !== shown && process.stderr.isTTY) ux.action.status = group
    shown = group
  }
}

const explainPort = (port: number) => (error: NodeJS.ErrnoException): never => {
  throw new UsageFailure(`Heroku cannot be played at port ${port} (${error.code}). Choose another with --port, and let the server know.`)
}

function withoutUser(text: string): string {
  const url = new URL(text)
  url.username = ''
  url.password = ''
  return url.href
}
