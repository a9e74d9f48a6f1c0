import {readProvision} from '../../protocol.js'
import {type Bench, type Provisioning, succeeded} from '../bench.js'
import {type Check, type Checks, Skip, type Verdict} from '../check.js'
import type {CallKind, Flow, Heroku} from '../heroku.js'
import {describeRequest, faultless} from '../texts.js'

const source = 'Dev Center, Asynchronous Provisioning of Add-ons'

/** What a partner does after a 202: the exchange of its grant, config vars, and the word that it is done. */
export const backgroundChecks: Checks = ({manifest: {terms}, limits}) => [
  {
    id: 'async.answer',
    group: 'async',
    title: 'answers with 202, an id and no config',
    reason: `An answer with 202 has the id; config vars are set later, through the API (${source}).`,
    async run(bench) {
      const {provisioning} = await background(bench)
      const {answer} = provisioning
      return faultless(provisioning, succeeded(answer) ? (readProvision(answer, terms).faults ?? []) : [])
    },
  },
  callCheck('token', 'exchanges the grant for tokens', 'POST /oauth/token with grant_type authorization_code, the code that was sent, and a client_secret.', 'The code of the grant is good for five minutes and for one exchange (Dev Center, Platform API for Partners).'),
  {
    ...callCheck('config', 'sets config vars of the manifest', 'PATCH /addons/:uuid/config with the token and {"config": [{"name", "value"}]}.', `Config vars are set through the API, with strings for values and names of the manifest (${source}).`),
    async run(bench) {
      const flow = await exchanged(bench)
      if (callsOf(flow, 'config').length > 0) return verdictOf(bench, flow, 'config')
      return {...(await verdictOf(bench, flow, 'config')), result: terms.configVars.length > 0 ? 'warned' : 'ok'}
    },
  },
  {
    ...callCheck('done', 'says when it is done', `POST /addons/:uuid/actions/provision with the token, within ${limits.background / 1000} s here.`, `An add-on that is not marked as provisioned within 12 hours is removed (${source}).`),
    run: async (bench) => verdictOf(bench, await exchanged(bench), 'done'),
  },
]

const callCheck = (kind: CallKind, title: string, must: string, reason: string): Check => ({
  id: `async.${kind}`,
  group: 'async',
  title,
  must,
  reason,
  run: async (bench) => verdictOf(bench, (await background(bench)).flow, kind),
})

interface Background {
  provisioning: Provisioning
  flow: Flow
  heroku: Heroku
}

/** An add-on that the partner provisions in the background, as far as it has come with it. */
function background(bench: Bench): Promise<Background> {
  return bench.keep('background', async () => {
    const {asyncOptions, heroku, limits, signal} = bench.plan
    if (!heroku) throw new Skip('The server is not on this machine and cannot reach the Heroku that is played here; --heroku-url names a URL by which it can.')
    const provisioning = await bench.another({options: asyncOptions})
    const {answer, uuid} = provisioning
    const flow = heroku.flowOf(uuid)
    if (!flow || !succeeded(answer) || answer.status !== 202) throw new Skip(`The server did not answer with 202. If an option makes it provision in the background, name it with --async-option NAME=VALUE.`)
    await heroku.until(() => flow.state !== 'provisioning', limits.background, signal)
    return {provisioning, flow, heroku}
  })
}

/** The same, with the token that everything else needs. */
async function exchanged(bench: Bench): Promise<Flow> {
  const {flow} = await background(bench)
  if (flow.token === undefined) throw new Skip('The grant has not been exchanged.', 'async.token')
  return flow
}

const callsOf = ({calls}: Flow, kind: CallKind) => calls.filter((call) => call.kind === kind)

/** Whether the partner's requests of one kind were right, the last of them at least. */
async function verdictOf(bench: Bench, flow: Flow, kind: CallKind): Promise<Verdict> {
  const {provisioning} = await background(bench)
  const calls = callsOf(flow, kind)
  const came = calls.map(({text}) => text)
  const last = calls.at(-1)
  return {
    result: last && last.status < 300 ? 'ok' : 'failed',
    sent: describeRequest(provisioning.sent),
    came: came.length > 0 ? came.join('\n') : `nothing of the kind; ${flow.calls.length} other requests of the server`,
  }
}
