import * as v from 'valibot'
import {answers} from './operation.js'

/** A manifest that was pushed. `contents` is as it was sent, with `$base`. */
export interface PushedManifest {
  contents: Record<string, unknown>
  created_at: string
  id: string
}

/** A plan as its partner sees it. */
export interface PartnerPlan {
  /** US cents a month. */
  cents: number
  default: boolean
  description: string
  human_name: string
  /** Without the service's slug: `basic`. */
  name: string
  /** What the partner says under "Available in Private Spaces?"; null where nothing is said. It is information: who refuses is the partner. */
  private_spaces: boolean | null
  state: PlanState
}

/** Who can choose a plan: only its owner, whoever knows its name, everybody (DC:add-on-plans-and-pricing). */
export type PlanState = 'hidden' | 'invite-only' | 'public'

/** What of an add-on service stands in the partner portal and in no manifest. */
export interface PartnerService {
  /** With which the partner exchanges grants for tokens. */
  client_secret: string
  generations: string[]
  plans: PartnerPlan[]
  slug: string
}

/** A call to a partner's server, without secrets. Times are ISO 8601. */
export interface PartnerCall {
  addon: string
  /** What was answered; null where nothing was, or nothing yet. */
  answer: {body: string; ms: number; status: number} | null
  attempts: number
  created_at: string
  id: string
  kind: 'deprovision' | 'plan-change' | 'provision'
  /** What was sent; null before. */
  request: {body: string | null; method: string; url: string} | null
  state: 'done' | 'given-up' | 'pending'
  /** Why there was no answer. */
  trouble: string | null
}

const contents = v.object({contents: v.record(v.string(), v.unknown())})
const plan = v.object({
  name: v.string(),
  cents: v.optional(v.number()),
  default: v.optional(v.boolean()),
  description: v.optional(v.string()),
  human_name: v.optional(v.string()),
  private_spaces: v.optional(v.nullable(v.boolean())),
  state: v.optional(v.picklist(['hidden', 'invite-only', 'public'])),
})

/**
 * What partners do with addons.heroku.com (`/api/v3`: heroku-cli-addons-admin), and with the partner portal, which has no
 * API (`/control-plane`). Failures under `/api/v3` say `error` too, as that plugin reads it.
 */
export const manifests = {
  'add-on-manifest.current': answers<Pick<PushedManifest, 'contents'>>().get('/api/v3/addons/{partnerService}/current_manifest', {access: 'account', upstream: []}),
  'add-on-manifest.create': answers<Pick<PushedManifest, 'contents'>>().post('/api/v3/addons/{slugToPush}/manifests', {access: 'account', status: 200, body: contents, upstream: []}),
  'add-on-manifest.list': answers<PushedManifest[]>().get('/api/v3/addons/{partnerService}/manifests', {access: 'account', upstream: []}),
  'add-on-manifest.info': answers<PushedManifest>().get('/api/v3/addons/{partnerService}/manifests/{manifest}', {access: 'account', upstream: []}),
  'control-plane-partner-call.list': answers<PartnerCall[]>().get('/control-plane/partners/{partnerService}/requests', {access: 'account', upstream: []}),
  'control-plane-partner.info': answers<PartnerService>().get('/control-plane/partners/{partnerService}', {access: 'account', upstream: []}),
  'control-plane-partner.update': answers<PartnerService>().patch('/control-plane/partners/{partnerService}', {
    access: 'account',
    body: v.object({generations: v.optional(v.array(v.picklist(['cedar', 'fir']))), plans: v.optional(v.array(plan))}),
    upstream: [],
  }),
}
