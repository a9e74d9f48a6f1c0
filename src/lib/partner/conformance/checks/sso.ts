import {ssoFields, ssoRequest, ssoValidity} from '../../sso.js'
import type {Bench, Exchange} from '../bench.js'
import {type Check, type Checks, Skip, type Verdict} from '../check.js'
import {told} from '../texts.js'

const source = 'Dev Center, Add-on Single Sign-on'

/** How much older than allowed an old sign-on is, in seconds. */
const margin = 60

type Fields = Record<string, string>

interface Attempt {
  /** What the tokens are made with instead of the salt. */
  salt?: (right: string) => string
  /** What is changed in the form. */
  change?: (fields: Fields, bench: Bench) => Fields | Promise<Fields>
  /** Seconds since the form was made. */
  age?: number
}

/** Signs on as a customer's browser does, rightly and wrongly. */
export const ssoChecks: Checks = () => [
  check('good', 'lets a sign-on in with 200, 302 or 303', [200, 302, 303], `A token that is right begins a session (${source}).`, {}),
  check('forged', 'refuses a sign-on with wrong tokens', [403], `A token that is not right is answered with 403 (${source}; kensa, "validates token").`, {
    salt: (right) => `not ${right}`,
  }),
  check('missing', 'refuses a sign-on without tokens', [403], `A token that is not right is answered with 403 (${source}).`, {change: withoutTokens}),
  check('old', `refuses a sign-on of more than ${ssoValidity / 60} minutes ago`, [403], `A timestamp that is older than five minutes is answered with 403 (${source}; kensa, "validates timestamp").`, {age: ssoValidity + margin}),
  check('other', 'refuses a sign-on with the tokens of another add-on', [403], `Tokens are made for one resource (${source}).`, {
    async change(fields, bench) {
      const {uuid} = await bench.another()
      return {...fields, resource_id: uuid, id: uuid}
    },
  }),
]

const check = (name: string, title: string, statuses: readonly number[], reason: string, attempt: Attempt): Check => ({
  id: `sso.${name}`,
  group: 'sso',
  title,
  ...(statuses.length === 1 && {must: `Status ${statuses[0]}.`}),
  reason,
  async run(bench): Promise<Verdict> {
    const exchange = await signOn(bench, attempt)
    const {answer} = exchange
    return {result: answer.failure === undefined && statuses.includes(answer.status) ? 'ok' : 'failed', ...told(exchange)}
  },
})

async function signOn(bench: Bench, {salt: saltFrom = (salt) => salt, change = (fields) => fields, age = 0}: Attempt): Promise<Exchange> {
  const {manifest, newId, now} = bench.plan
  const {ssoSalt: salt, ssoUrl: url} = manifest
  if (salt === undefined || url === undefined) throw new Skip(`The manifest has no ${salt === undefined ? '`api.sso_salt`' : `\`api.${manifest.environment}.sso_url\``}.`)
  const {uuid, providerId} = await bench.resource()
  const fields = ssoFields({salt: saltFrom(salt), timestamp: Math.floor(now().getTime() / 1000) - age, uuid, providerId, userId: newId(), email: 'user@example.com', app: 'my-app'})
  for (const name of tokens) bench.secrets.add(fields[name] ?? '')
  return bench.exchange(ssoRequest(url, await change(fields, bench)), {redirects: true})
}

const tokens = ['token', 'resource_token', 'user_scoped_resource_token']

const withoutTokens = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([name]) => !tokens.includes(name)))
