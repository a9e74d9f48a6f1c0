import {resourceToken} from '../../src/lib/partner/sso.js'
import type {Asked, PartnerFault, Said} from '../helpers/partner.js'

interface Body extends Record<string, unknown> {
  uuid: string
  name: string
  plan: string
  region: string
  callback_url: string
  options: Record<string, string>
  oauth_grant: {code: string; expires_at: string}
}

const bodyOf = (asked: Asked) => JSON.parse(asked.body) as Body

const isProvision = ({method, path}: Asked) => method === 'POST' && path.startsWith('/heroku/resources')
const isPlanChange = ({method}: Asked) => method === 'PUT'
const isDeprovision = ({method}: Asked) => method === 'DELETE'
const isSignOn = ({path}: Asked) => path.startsWith('/sso/')

const json = (status: number, value: unknown): Said => ({status, headers: {'content-type': 'application/json'}, body: JSON.stringify(value)})

type Requests = (asked: Asked) => boolean

/** The right answer, if it is a success, in another form. */
export const answering =
  (which: Requests, change: (body: Record<string, unknown>, asked: Asked) => Said): PartnerFault =>
  async (asked, pass) => {
    const said = await pass()
    return which(asked) && said.status < 300 ? change(said.body === '' ? {} : (JSON.parse(said.body) as Record<string, unknown>), asked) : said
  }

/** Right answers to provisions that are done at once, with something different in the body. */
const provisioning = (change: (body: Record<string, unknown>, asked: Asked) => unknown): PartnerFault =>
  answering((asked) => isProvision(asked) && bodyOf(asked).options['async'] === undefined, (body, asked) => json(200, {...body, ...(change(body, asked) as object)}))

/** Another status where a certain one would be right. */
const instead =
  (which: Requests, right: number, wrong: Said): PartnerFault =>
  async (asked, pass) => {
    const said = await pass()
    return which(asked) && said.status === right ? wrong : said
  }

/** It does not do what it is asked for. */
const refusing =
  (which: Requests, said: Said): PartnerFault =>
  (asked, pass) =>
    which(asked) ? Promise.resolve(said) : pass()

/** It does not look at the credentials. */
const trusting =
  (which: Requests, credentials: 'missing' | 'wrong', right: string): PartnerFault =>
  (asked, pass) =>
    which(asked) && (asked.headers['authorization'] === undefined) === (credentials === 'missing') ? pass({...asked, headers: {...asked.headers, authorization: right}}) : pass()

/** It lets a sign-on in that it should not. */
const admitting =
  (which: (form: URLSearchParams, isKnown: (form: URLSearchParams) => boolean) => boolean, salt: string): PartnerFault => {
    const uuids: string[] = []
    const isKnown = (form: URLSearchParams) => uuids.some((uuid) => resourceToken({uuid, salt, timestamp: Number(form.get('timestamp'))}) === form.get('resource_token'))
    return async (asked, pass) => {
      if (isProvision(asked)) uuids.push(bodyOf(asked).uuid)
      const said = await pass()
      return isSignOn(asked) && said.status === 403 && which(new URLSearchParams(asked.body), isKnown) ? {status: 302, headers: {location: '/'}, body: ''} : said
    }
  }

/** It takes a request that comes again for another. */
const once = (said: Said): PartnerFault => {
  const seen = new Set<string>()
  return async (asked, pass) => {
    const right = await pass()
    const repeated = isProvision(asked) && right.status < 300 && seen.has(bodyOf(asked).uuid)
    if (isProvision(asked)) seen.add(bodyOf(asked).uuid)
    return repeated ? said : right
  }
}

type Calls = (body: Body, call: (method: string, url: string, body?: string, token?: string) => Promise<{access_token: string}>) => Promise<unknown>

/** It provisions in the background, and calls Heroku in a way of its own. */
const calling =
  (herokuUrl: () => string, calls: (tokenUrl: string) => Calls): PartnerFault =>
  (asked, pass) => {
    if (!isProvision(asked) || bodyOf(asked).options['async'] === undefined || asked.headers['authorization'] === undefined) return pass()
    const call: Parameters<Calls>[1] = async (method, url, body, token) => {
      const answer = await fetch(url, {method, ...(body !== undefined && {body}), headers: {...(token !== undefined && {authorization: `Bearer ${token}`})}})
      return (await answer.json()) as {access_token: string}
    }
    void calls(`${herokuUrl()}/oauth/token`)(bodyOf(asked), call)
    // Heroku's side of it is in the background; what the partner itself knows of the add-on is the same as ever.
    return pass({...asked, body: JSON.stringify({...bodyOf(asked), options: {}})}).then(() => json(202, {id: bodyOf(asked).uuid}))
  }

const form = (code: string) => new URLSearchParams({grant_type: 'authorization_code', code, client_secret: 'client-secret'}).toString()

export interface Setting {
  right: string
  salt: string
  herokuUrl: () => string
}

/** For each check what makes it fail or warn, and which others cannot but fail with it. */
export const faults = ({right, salt, herokuUrl}: Setting): [check: string, what: string, fault: PartnerFault, follows?: string[]][] => [
  ['provision.status', 'a status of its own', answering(isProvision, (body) => json(206, body))],
  ['provision.json', 'text', answering((asked) => isProvision(asked) && bodyOf(asked).options['async'] === undefined, () => ({status: 200, body: 'OK'}))],
  ['provision.id', 'no id', provisioning(() => ({id: undefined}))],
  ['provision.unique', 'the same id for all', provisioning(() => ({id: 'acme'}))],
  ['provision.id-own', 'the name for an id', provisioning((_, asked) => ({id: bodyOf(asked).name}))],
  ['provision.message', 'a message in parts', provisioning(() => ({message: ['Ready', 'now']}))],
  ['provision.config', 'a number for a config var', provisioning(() => ({config: {ACME_CACHE_URL: 6379}}))],
  ['provision.config', 'a config that is a list', provisioning(() => ({config: ['ACME_CACHE_URL']}))],
  ['provision.config-declared', 'a config var more', provisioning(({config}) => ({config: {...(config as object), ACME_CACHE_TOKEN: 'x'}}))],
  ['provision.config-urls', 'a URL without a scheme', provisioning(() => ({config: {ACME_CACHE_URL: 'acme-cache.example:6379'}}))],
  ['provision.config-complete', 'no config', provisioning(() => ({config: undefined}))],
  ['regions.tokyo', 'a region that is not served', refusing((asked) => isProvision(asked) && bodyOf(asked).plan === 'basic' && asked.body.includes('ap-northeast-1'), json(422, {message: 'Not in Tokyo.'}))],
  ['unavailable.premium:tokyo', 'a refusal without a message', instead(isProvision, 422, json(422, {error: 'plan'}))],
  ['unavailable.premium:tokyo', 'a refusal with another status', instead(isProvision, 422, json(400, {message: 'Not in Tokyo.'}))],
  ['repeats.provision', 'a new id each time', provisioning(({id}) => ({id: `${String(id)}-${Math.random()}`}))],
  ['repeats.provision', 'a conflict', once(json(409, {message: 'It is there already.'}))],
  ['repeats.gone-provision', 'it comes back', instead(isProvision, 410, json(200, {id: 'back'}))],
  ['repeats.gone-plan-change', 'a change of what is gone', instead(isPlanChange, 410, json(200, {}))],
  ['repeats.gone-deprovision', 'it goes twice', instead(isDeprovision, 410, {status: 204, body: ''})],
  ['repeats.unknown', 'a change of what never was', instead(isPlanChange, 404, json(200, {}))],
  ...(['wrong', 'missing'] as const).flatMap((credentials): [string, string, PartnerFault][] => [
    [`credentials.provision-${credentials}`, 'anybody may provision', trusting(isProvision, credentials, right)],
    [`credentials.plan-change-${credentials}`, 'anybody may change plans', trusting(isPlanChange, credentials, right)],
    [`credentials.deprovision-${credentials}`, 'anybody may deprovision', trusting(isDeprovision, credentials, right)],
  ]),
  ['credentials.provision-wrong', 'another status', instead((asked) => isProvision(asked) && asked.headers['authorization'] !== undefined, 401, json(403, {}))],
  ['credentials.deprovision-missing', 'nothing is there', instead((asked) => isDeprovision(asked) && asked.headers['authorization'] === undefined, 401, json(404, {}))],
  ['plan-change.same', 'the same plan is refused', answering((asked) => isPlanChange(asked) && asked.body === '{"plan":"basic"}', () => json(422, {message: 'It has that plan.'}))],
  ['plan-change.body', 'text', answering(isPlanChange, () => ({status: 200, body: 'OK'}))],
  ['plan-change.other', 'no other plan', answering((asked) => isPlanChange(asked) && bodyOf(asked).plan === 'premium', () => json(500, {}))],
  ['tolerance.provision', 'only what it knows', refusing((asked) => isProvision(asked) && asked.body.includes('spacedock_unknown'), json(400, {}))],
  ['tolerance.plan-change', 'only what it knows', refusing((asked) => isPlanChange(asked) && asked.body.includes('spacedock_unknown'), json(400, {}))],
  ['tolerance.time', 'one form of times', refusing((asked) => isProvision(asked) && bodyOf(asked).oauth_grant.expires_at.endsWith('+0000'), json(500, {}))],
  ['tolerance.options', 'names that are identifiers', refusing((asked) => isProvision(asked) && bodyOf(asked).options['with space'] !== undefined, json(500, {}))],
  ['tolerance.large-options', 'short options', refusing((asked) => isProvision(asked) && asked.body.length > 60_000, json(413, {message: 'Too long.'}))],
  ['async.answer', 'config at once', answering((asked) => isProvision(asked) && bodyOf(asked).options['async'] !== undefined, (body) => json(202, {...body, config: {ACME_CACHE_URL: 'redis://host'}}))],
  ['async.token', 'no client secret', calling(herokuUrl, (tokenUrl) => ({oauth_grant: {code}}, call) => call('POST', tokenUrl, `grant_type=authorization_code&code=${code}`))],
  ['async.token', 'another grant type', calling(herokuUrl, (tokenUrl) => ({oauth_grant: {code}}, call) => call('POST', tokenUrl, `grant_type=password&client_secret=x&code=${code}`))],
  ['async.config', 'a config var more', calling(herokuUrl, (tokenUrl) => async ({oauth_grant: {code}, callback_url}, call) => {
    const {access_token} = await call('POST', tokenUrl, form(code))
    await call('PATCH', `${callback_url}/config`, '{"config":[{"name":"ACME_CACHE_TOKEN","value":"x"}]}', access_token)
    await call('POST', `${callback_url}/actions/provision`, undefined, access_token)
  })],
  ['async.config', 'no config at all', calling(herokuUrl, (tokenUrl) => async ({oauth_grant: {code}, callback_url}, call) => {
    const {access_token} = await call('POST', tokenUrl, form(code))
    await call('POST', `${callback_url}/actions/provision`, undefined, access_token)
  })],
  ['async.done', 'never done', calling(herokuUrl, (tokenUrl) => async ({oauth_grant: {code}, callback_url}, call) => {
    const {access_token} = await call('POST', tokenUrl, form(code))
    await call('PATCH', `${callback_url}/config`, '{"config":[{"name":"ACME_CACHE_URL","value":"redis://host"}]}', access_token)
  })],
  ['sso.good', 'nobody gets in', refusing(isSignOn, {status: 403, body: ''})],
  ['sso.forged', 'any token', admitting((form, isKnown) => form.has('token') && !isKnown(form), salt)],
  ['sso.missing', 'no token', admitting((form) => !form.has('token'), salt)],
  ['sso.old', 'any time', admitting((form) => Number(form.get('timestamp')) < Date.now() / 1000 - 300, salt)],
  ['sso.other', 'any token of its own', admitting((form, isKnown) => isKnown(form) && Number(form.get('timestamp')) > Date.now() / 1000 - 300, salt)],
  ['deprovision.status', 'a failure', instead(isDeprovision, 204, json(500, {}))],
]
