// An add-on partner's side of the Add-on Partner API v3, complete but for a product behind it. Plain Node.js, version 20
// or later. Resources live in memory here: keep them in a database.
import {createHash, timingSafeEqual} from 'node:crypto'

/** Where each plan can be had; a plan that stands here without regions is everywhere. */
const plans = {
  test: {},
  basic: {},
  premium: {regions: ['us-east-1', 'eu-west-1', 'eu-central-1']},
}

const longestBody = 1024 * 1024
/** For how many seconds a single sign-on is good. */
const ssoValidity = 5 * 60

/**
 * The listener of a node:http server.
 *
 * @param manifest the content of addon-manifest.json
 * @param tokenUrl where grants are exchanged for tokens: Heroku's own, or that of whoever plays Heroku in tests
 * @param clientSecret the OAuth client secret of the add-on service, from the partner portal
 */
export function createPartner({manifest, tokenUrl = 'https://id.heroku.com/oauth/token', clientSecret = 'none', now = Date.now}) {
  const {id, api} = manifest
  /** Resources by the uuid of the add-on. What was deprovisioned stays, to be told from what never was. */
  const resources = new Map()
  const authorization = `Basic ${Buffer.from(`${id}:${api.password}`).toString('base64')}`

  const routes = [
    ['POST', /^\/heroku\/resources$/, provision],
    ['PUT', /^\/heroku\/resources\/([^/]+)$/, changePlan],
    ['DELETE', /^\/heroku\/resources\/([^/]+)$/, deprovision],
  ]

  /** @returns {status, body?, headers?, afterwards?}; a request may come more than once, and gets the same answer then */
  function provision(wanted) {
    if (typeof wanted.uuid !== 'string') return refuse(422, 'A uuid is needed.')
    const known = resources.get(wanted.uuid)
    if (known?.gone) return refuse(410, 'This resource is deprovisioned.')
    if (known) return described(known)
    // `amazon-web-services::eu-central-1`: where the app is, in a Private Space as well.
    const [, region] = String(wanted.region).split('::')
    const obstacle = obstacleTo(wanted.plan, region)
    if (obstacle) return refuse(422, obstacle)
    const resource = {uuid: wanted.uuid, plan: wanted.plan, region, ready: wanted.options?.async !== 'true', gone: false}
    resources.set(resource.uuid, resource)
    return {...described(resource), afterwards: resource.ready ? undefined : () => finish(resource, wanted)}
  }

  function described(resource) {
    return resource.ready
      ? {status: 200, body: {id: resource.uuid, config: configOf(resource), message: 'Your cache is ready.'}}
      : {status: 202, body: {id: resource.uuid, message: 'Your cache is being created.'}}
  }

  const configOf = ({uuid, region}) => ({ACME_CACHE_URL: `redis://:${hash(`${api.password}:${uuid}`).toString('hex')}@${region}.acme-cache.example:6379`})

  /** Sets config vars and tells Heroku that the add-on is there. Heroku waits for 12 hours: retry what fails here. */
  async function finish(resource, {callback_url, oauth_grant}) {
    const form = new URLSearchParams({grant_type: oauth_grant.type, code: oauth_grant.code, client_secret: clientSecret})
    // Keep the refresh token with the resource: access tokens are good for eight hours.
    const {access_token} = await call(tokenUrl, {method: 'POST', body: form})
    const headers = {accept: 'application/vnd.heroku+json; version=3', authorization: `Bearer ${access_token}`, 'content-type': 'application/json'}
    if (resource.gone) return
    const config = Object.entries(configOf(resource)).map(([name, value]) => ({name, value}))
    await call(`${callback_url}/config`, {method: 'PATCH', headers, body: JSON.stringify({config})})
    await call(`${callback_url}/actions/provision`, {method: 'POST', headers})
    resource.ready = true
  }

  function changePlan({plan}, uuid) {
    const resource = resources.get(uuid)
    if (!resource) return refuse(404, 'There is no such resource.')
    if (resource.gone) return refuse(410, 'This resource is deprovisioned.')
    const obstacle = obstacleTo(plan, resource.region)
    if (obstacle) return refuse(422, obstacle)
    resource.plan = plan
    return {status: 200, body: {message: `Your cache has the plan ${plan}.`}}
  }

  function deprovision(_, uuid) {
    const resource = resources.get(uuid)
    if (!resource) return refuse(404, 'There is no such resource.')
    if (resource.gone) return refuse(410, 'This resource is deprovisioned.')
    resource.gone = true
    return {status: 204}
  }

  /** The user's browser comes with a form: nothing but the token says that Heroku has sent it. */
  function signOn(form) {
    const {email, resource_id, timestamp, user_id, user_scoped_resource_token = ''} = form
    const expected = createHash('sha256').update([resource_id, api.sso_salt, timestamp, user_id, email].join(':')).digest('hex')
    const age = now() / 1000 - Number(timestamp)
    const resource = resources.get(resource_id)
    if (!same(user_scoped_resource_token, expected) || !(Math.abs(age) <= ssoValidity) || !resource || resource.gone) return refuse(403, 'This sign-on is not valid.')
    // Begin a session of your own here, and keep it in a cookie.
    return {status: 302, headers: {location: `/dashboard/${resource.uuid}`}}
  }

  async function answer(request) {
    const {pathname} = new URL(request.url, 'http://localhost')
    if (pathname === '/sso/login' && request.method === 'POST') return signOn(Object.fromEntries(new URLSearchParams(await bodyOf(request))))
    if (!pathname.startsWith('/heroku/resources')) return refuse(404, 'There is nothing here.')
    if (!same(request.headers.authorization ?? '', authorization)) return refuse(401, 'The credentials are not those of the manifest.')
    for (const [method, path, handler] of routes) {
      const match = path.exec(pathname)
      if (match && method === request.method) return handler(method === 'DELETE' ? {} : objectIn(await bodyOf(request)), match[1])
    }
    return refuse(404, 'There is nothing here.')
  }

  return async (request, response) => {
    const {status, body, headers = {}, afterwards} = await answer(request).catch((error) => refuse(error.status ?? 500, error.status ? error.message : 'Something went wrong.'))
    response.writeHead(status, {...headers, ...(body && {'content-type': 'application/json'})})
    response.end(body && JSON.stringify(body))
    afterwards?.().catch((error) => console.error(`A resource could not be finished: ${error.message}`))
  }
}

const refuse = (status, message) => ({status, body: {message}})

/** Why a plan cannot be had in a region, in words for the customer. */
function obstacleTo(name, region) {
  const plan = Object.hasOwn(plans, name) ? plans[name] : undefined
  if (!plan) return `There is no plan ${name}.`
  if (!plan.regions || plan.regions.includes(region)) return undefined
  return `The plan ${name} is not available in ${region}. It is in ${plan.regions.join(', ')}.`
}

async function bodyOf(request) {
  let [text, size] = ['', 0]
  request.setEncoding('utf8')
  for await (const chunk of request) {
    size += chunk.length
    if (size > longestBody) throw Object.assign(new Error('This is too long.'), {status: 413})
    text += chunk
  }
  return text
}

function objectIn(text) {
  try {
    const value = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {}
  throw Object.assign(new Error('The body is not a JSON object.'), {status: 400})
}

async function call(url, init) {
  const response = await fetch(url, {redirect: 'error', signal: AbortSignal.timeout(25_000), ...init})
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}`)
  return response.json()
}

const hash = (text) => createHash('sha256').update(text).digest()

/** Compares in a time that does not tell how much of it is right. */
const same = (given, expected) => timingSafeEqual(hash(given), hash(expected))
