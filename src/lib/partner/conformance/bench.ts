import type {Answered, Unanswered} from '../call.js'
import {basicAuth, deprovisionRequest, idFaults, isSuccess, type PartnerRequest, planChangeRequest, type Provision, provisionRequest, readObject} from '../protocol.js'
import {Skip} from './check.js'
import type {Plan} from './plan.js'

export type Outgoing = Omit<PartnerRequest, 'method'> & {method: string}
export type Answer = Answered | Unanswered

/** A request and what came of it. */
export interface Exchange {
  sent: Outgoing
  answer: Answer
}

/** An exchange about one add-on. */
export interface Provisioning extends Exchange {
  uuid: string
  name: string
}

/** What is in place of the right credentials. */
export type Credentials = 'missing' | 'right' | 'wrong'

/** Members of the body besides or instead of the usual ones. */
type Changes = Partial<Provision> & Readonly<Record<string, unknown>>

/** For how long a grant's code is good, in milliseconds. */
const grantValidity = 5 * 60 * 1000

/**
 * Talks to the partner's server as Heroku does, and remembers what was provisioned there, what it has cost in time and
 * what must not be shown. Answers that several checks look at are fetched once.
 */
export class Bench {
  /** What may exist at the partner. */
  readonly held = new Set<string>()
  /** Never to be shown. */
  readonly secrets = new Set<string>()
  readonly exchanges: Exchange[] = []
  readonly #kept = new Map<string, Promise<unknown>>()
  #patient = true

  constructor(readonly plan: Plan) {
    const {password, ssoSalt, baseUrl} = plan.manifest
    for (const secret of [password, ssoSalt, basicAuth(plan.manifest).slice('Basic '.length), new URL(baseUrl).password]) if (secret) this.secrets.add(secret)
  }

  /** The work's result, from the first time it was asked for. */
  keep<T>(name: string, work: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(name) ?? work()
    this.#kept.set(name, known)
    return known as Promise<T> // one name has one kind of work
  }

  async exchange(sent: Outgoing, {redirects = false} = {}): Promise<Exchange> {
    const {call, limits, signal} = this.plan
    const answer = await call(sent, {timeout: limits.must, redirects, ...(signal && {signal})})
    const exchange = {sent, answer}
    this.exchanges.push(exchange)
    return exchange
  }

  /** Asks for an add-on that is like any other but for some of the body. */
  async provision(changes: Changes = {}, credentials: Credentials = 'right'): Promise<Provisioning> {
    const {manifest, plans, herokuUrl, heroku, newId} = this.plan
    const uuid = changes.uuid ?? newId()
    const name = `${manifest.id}-${uuid.slice(0, 8)}`
    const {requires} = manifest.terms
    const body: Provision = {
      uuid,
      name,
      plan: plans[0],
      region: this.#region(plans[0]),
      callback_url: `${herokuUrl}/addons/${uuid}`,
      options: {},
      oauth_grant: {code: newId(), expires_at: this.expiry(), type: 'authorization_code'},
      ...(requires.includes('log_input') && {log_input_url: logsUrl(herokuUrl, `t.${newId()}`)}),
      ...(requires.includes('syslog_drain') && {log_drain_token: `d.${newId()}`}),
      ...changes,
    }
    if (body.oauth_grant) {
      this.secrets.add(body.oauth_grant.code)
      heroku?.expect(uuid, name, body.oauth_grant.code)
    }
    // Before it is sent: whatever becomes of the answer, there may be a resource then.
    this.held.add(uuid)
    const exchange = await this.exchange(this.#as(credentials, provisionRequest(manifest, body)))
    if (isRefused(exchange.answer)) this.held.delete(uuid)
    return {...exchange, uuid, name}
  }

  /** When a grant that is given now expires: `2026-11-20T23:20:00Z`. */
  expiry(): string {
    return new Date(this.plan.now().getTime() + grantValidity).toISOString().replace(/\.\d+Z$/, 'Z')
  }

  /** The same request once more, as after an answer that got lost. */
  async again({sent, uuid, name}: Provisioning): Promise<Provisioning> {
    const there = this.held.has(uuid)
    this.held.add(uuid)
    const exchange = await this.exchange(sent)
    if (!there && isRefused(exchange.answer)) this.held.delete(uuid)
    return {...exchange, uuid, name}
  }

  changePlan(uuid: string, plan: string, credentials: Credentials = 'right', extra: object = {}): Promise<Exchange> {
    const request = planChangeRequest(this.plan.manifest, uuid, plan)
    return this.exchange(this.#as(credentials, {...request, body: JSON.stringify({plan, ...extra})}))
  }

  async deprovision(uuid: string, credentials: Credentials = 'right'): Promise<Exchange> {
    const exchange = await this.exchange(this.#as(credentials, deprovisionRequest(this.plan.manifest, uuid)))
    // To others a partner may say of what is there that it is not.
    if (credentials === 'right' && isGone(exchange.answer)) this.held.delete(uuid)
    return exchange
  }

  /** The first add-on, in the first region with the first plan: what most checks look at. */
  first(): Promise<Provisioning> {
    return this.keep('first', async () => this.#settled(await this.provision()))
  }

  /** The first add-on, and the id that the partner gave it. @throws {Skip} when it could not be provisioned */
  async resource(): Promise<{uuid: string; providerId: string}> {
    const {answer, uuid} = await this.first()
    if (!succeeded(answer)) throw new Skip('Nothing could be provisioned.', 'provision.status')
    return {uuid, providerId: providerIdIn(answer) ?? uuid}
  }

  /** A second add-on, beside the first. @throws {Skip} when the first could not be provisioned */
  async another(changes: Changes = {}): Promise<Provisioning> {
    await this.resource()
    return this.provision(changes)
  }

  /** How an add-on was provisioned and deprovisioned; another one for each name. */
  removal(name = ''): Promise<{provision: Provisioning; deprovision: Exchange}> {
    return this.keep(`removal ${name}`, async () => {
      const provision = await this.#settled(await this.another())
      if (!succeeded(provision.answer)) throw new Skip('A second add-on could not be provisioned.', 'provision.unique')
      return {provision, deprovision: await this.deprovision(provision.uuid)}
    })
  }

  /** An add-on that is deprovisioned, as it was provisioned. @throws {Skip} when that has not worked */
  async removed(name = ''): Promise<Provisioning> {
    const {provision, deprovision} = await this.removal(name)
    if (!succeeded(deprovision.answer)) throw new Skip('Nothing could be deprovisioned.', 'deprovision.status')
    return provision
  }

  /** Once a partner that provisions in the background is done: until then it may refuse what comes next. */
  async #settled(provisioning: Provisioning): Promise<Provisioning> {
    const {heroku, limits, signal} = this.plan
    const {answer, uuid} = provisioning
    const flow = heroku?.flowOf(uuid)
    if (this.#patient && flow && answer.failure === undefined && answer.status === 202) {
      await heroku?.until(() => flow.state !== 'provisioning', limits.background, signal)
      // It is waited for once; that nothing comes is for the checks of that to tell.
      this.#patient = flow.state !== 'provisioning'
    }
    return provisioning
  }

  /** Where a plan is offered, as far as anybody has said. */
  #region(plan: string): string {
    const {regions, known, unavailable} = this.plan
    const offered = regions.find(({name}) => !unavailable.some((each) => each.plan === plan && each.region.name === name))
    return (offered ?? regions[0] ?? known[0])?.region ?? ''
  }

  #as(credentials: Credentials, request: PartnerRequest): PartnerRequest {
    const {authorization: right = '', ...others} = request.headers
    const authorization = {right, wrong: basicAuth({id: this.plan.manifest.id, password: 'wrong-password'}), missing: undefined}[credentials]
    return {...request, headers: {...others, ...(authorization !== undefined && {authorization})}}
  }

  /**
   * Deprovisions what has been provisioned, whatever became of the run.
   *
   * @returns the ids of the add-ons for which it failed
   */
  async cleanUp(): Promise<string[]> {
    const {call, limits, manifest} = this.plan
    for (const uuid of [...this.held].toReversed()) {
      const answer = await call(deprovisionRequest(manifest, uuid), {timeout: limits.must})
      if (isGone(answer)) this.held.delete(uuid)
      // Each of the rest would take as long.
      else if (answer.failure === 'time-out') break
    }
    return [...this.held]
  }
}

/** Not Heroku's own, which the reference's example has: what is played here must not end up there. */
function logsUrl(herokuUrl: string, token: string): string {
  const url = new URL('/logs', herokuUrl)
  url.username = 'token'
  url.password = token
  return url.href
}

export const succeeded = (answer: Answer): answer is Answered => answer.failure === undefined && isSuccess(answer.status)

/** Nothing was provisioned: by what the partner says, or because nothing was sent. */
const isRefused = (answer: Answer): boolean =>
  answer.failure === undefined ? answer.status >= 400 && answer.status < 500 : ['forbidden-address', 'unreachable', 'untrusted'].includes(answer.failure)

const isGone = (answer: Answer): boolean => answer.failure === undefined && (isSuccess(answer.status) || answer.status === 404 || answer.status === 410)

function providerIdIn(answer: Answer): string | undefined {
  const read = succeeded(answer) ? readObject(answer.body).result : undefined
  return read && idFaults(read).length === 0 ? String(read['id']) : undefined
}
