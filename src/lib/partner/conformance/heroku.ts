import {isPrefixed, type ProvisionTerms, readObject} from '../protocol.js'

/** A request of the partner's to Heroku. Header names in lower case. */
export interface PartnerCall {
  method: string
  /** Path and query. */
  path: string
  headers: Readonly<Record<string, string | undefined>>
  body: string
}

export interface HerokuAnswer {
  status: number
  body: unknown
}

/** How far an add-on has come that is provisioned in the background. */
export interface Flow {
  uuid: string
  name: string
  code: string
  token?: string
  /** Names of the config vars that have been set. */
  config: Map<string, unknown>
  /** The partner has said that it is done. */
  state: 'deprovisioned' | 'provisioned' | 'provisioning'
  /** Every request about it, `PATCH /addons/…/config: status 200`, with why it was refused. */
  calls: {kind: CallKind; status: number; text: string}[]
}

export type CallKind = 'config' | 'done' | 'other' | 'token'

export interface Heroku {
  /** An add-on is about to be provisioned; its code can be exchanged once. */
  expect(uuid: string, name: string, code: string): void
  answer(call: PartnerCall): HerokuAnswer
  flowOf(uuid: string): Flow | undefined
  /** Resolves when something holds, at the latest after some milliseconds or with the signal. */
  until(holds: () => boolean, timeout: number, signal?: AbortSignal): Promise<void>
  /** Tokens that have been given out, and secrets that have been shown. */
  secrets: ReadonlySet<string>
}

/** Seconds for which an access token is good, as Heroku says it. */
const tokenValidity = 28_799

/**
 * Plays what a partner needs of Heroku to provision in the background: the exchange of a grant for tokens, config vars
 * and the word that the add-on is there (Dev Center "Asynchronous Provisioning of Add-ons" and "Platform API for
 * Partners"). The client secret is known to the partner portal alone, so that any will do.
 */
export function createHeroku(terms: ProvisionTerms, newId: () => string): Heroku {
  const flows = new Map<string, Flow>()
  const secrets = new Set<string>()
  const waiting = new Set<() => void>()

  function record(flow: Flow, kind: CallKind, call: PartnerCall, answer: HerokuAnswer): HerokuAnswer {
    const why = answer.status < 300 ? '' : `, ${(answer.body as {message: string}).message}`
    flow.calls.push({kind, status: answer.status, text: `${call.method} ${call.path.replace(/\?.*/s, '')}: status ${answer.status}${why}`})
    for (const look of waiting) look()
    return answer
  }

  function exchangeToken(call: PartnerCall): HerokuAnswer {
    const form = formOf(call)
    const [code, secret, grantType] = [form('code'), form('client_secret'), form('grant_type')]
    if (secret) secrets.add(secret)
    const flow = [...flows.values()].find((each) => each.code === code)
    if (!flow) return refuse(401, 'unauthorized', 'The code is none that was sent with a grant.')
    const give = (answer: HerokuAnswer) => record(flow, 'token', call, answer)
    if (grantType !== 'authorization_code') return give(refuse(400, 'bad_request', 'grant_type is not authorization_code.'))
    if (!secret) return give(refuse(401, 'unauthorized', 'client_secret is missing.'))
    if (flow.token !== undefined) return give(refuse(401, 'unauthorized', 'The code has been exchanged before.'))
    flow.token = `HRKU-${newId()}`
    const refresh = newId()
    secrets.add(flow.token).add(refresh)
    return give({status: 200, body: {access_token: flow.token, refresh_token: refresh, token_type: 'Bearer', expires_in: tokenValidity, user_id: newId(), session_nonce: null}})
  }

  function setConfig(flow: Flow, {body}: PartnerCall): HerokuAnswer {
    const {config} = readObject(body).result ?? {}
    if (!Array.isArray(config)) return refuse(422, 'invalid_params', 'config is not an array of names and values.')
    for (const each of config as unknown[]) {
      const {name, value} = (each ?? {}) as {name?: unknown; value?: unknown}
      if (typeof name !== 'string' || typeof value !== 'string') return refuse(422, 'invalid_params', 'config has something in it that is not a name and a value, both strings.')
      if (!terms.configVars.includes(name) || !isPrefixed(name, terms.prefix)) return refuse(422, 'invalid_params', `${name} is not among the config_vars of the manifest.`)
    }
    for (const {name, value} of config as {name: string; value: string}[]) flow.config.set(name, value)
    return {status: 200, body: configOf(flow)}
  }

  function finish(flow: Flow, state: 'deprovisioned' | 'provisioned'): HerokuAnswer {
    flow.state = state
    return {status: 200, body: addonOf(flow)}
  }

  function answerAbout(flow: Flow, call: PartnerCall, action: string): HerokuAnswer {
    if (flow.token === undefined || call.headers['authorization'] !== `Bearer ${flow.token}`) return refuse(401, 'unauthorized', 'The token is not that of the add-on.')
    switch (`${call.method} ${action}`) {
      case 'GET ':
        return {status: 200, body: addonOf(flow)}
      case 'GET /config':
        return {status: 200, body: configOf(flow)}
      case 'PATCH /config':
        return setConfig(flow, call)
      case 'POST /actions/provision':
        return finish(flow, 'provisioned')
      case 'POST /actions/deprovision':
        return finish(flow, 'deprovisioned')
      default:
        return refuse(404, 'not_found', 'Nothing of that kind is played here.')
    }
  }

  return {
    secrets,
    expect: (uuid, name, code) => void flows.set(uuid, {uuid, name, code, config: new Map(), state: 'provisioning', calls: []}),
    flowOf: (uuid) => flows.get(uuid),
    answer(call) {
      const path = call.path.replace(/\?.*/s, '')
      if (call.method === 'POST' && path === '/oauth/token') return exchangeToken(call)
      const [, uuid = '', action = ''] = /^\/addons\/([^/]+)(\/.*)?$/.exec(path) ?? []
      const flow = flows.get(uuid)
      if (!flow) return refuse(404, 'not_found', 'There is no such add-on.')
      return record(flow, kinds[action] ?? 'other', call, answerAbout(flow, call, action))
    },
    until: (holds, timeout, signal) =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          waiting.delete(look)
          signal?.removeEventListener('abort', end)
          resolve()
        }
        const look = () => {
          if (holds()) end()
        }
        const timer = setTimeout(end, timeout)
        signal?.addEventListener('abort', end)
        waiting.add(look)
        if (signal?.aborted) end()
        else look()
      }),
  }
}

const kinds: Readonly<Record<string, CallKind>> = {'/config': 'config', '/actions/provision': 'done'}

const refuse = (status: number, id: string, message: string): HerokuAnswer => ({status, body: {id, message}})

const configOf = ({config}: Flow) => [...config].map(([name, value]) => ({name, value}))

const addonOf = ({uuid, name, state}: Flow) => ({id: uuid, name, state})

/** Partners send the exchange as a form, or as a query. */
function formOf({path, body}: PartnerCall): (name: string) => string | null {
  const query = new URLSearchParams(path.replace(/^[^?]*/s, ''))
  const form = new URLSearchParams(body)
  return (name) => form.get(name) ?? query.get(name)
}
