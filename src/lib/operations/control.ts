import * as v from 'valibot'
import {answers} from './operation.js'

/** What an operator may set: delays in seconds, limits in things. */
export interface Setting {
  name: string
  value: number
  default: number
  unit: string
  description: string
}

/** How much there is in the world, and the schema of its store. */
export interface ControlPlaneStatus {
  counts: Record<string, number>
  schema_version: number
}

export interface ControlPlaneToken {
  id: string
  token: string
  account: string
  expires_at: string | null
}

/** An operator's token, where the world had none. */
export interface FirstToken {
  first: ControlPlaneToken | null
}

/** The control plane's own operations: not Heroku's, under one path of their own, for whoever runs it. */
export const control = {
  'control-plane.status': answers<ControlPlaneStatus>().get('/control-plane', {access: 'operator', upstream: []}),
  'control-plane.reset': answers<ControlPlaneStatus>().post('/control-plane/actions/reset', {
    access: 'operator',
    status: 200,
    upstream: [],
  }),
  'control-plane-setting.list': answers<Setting[]>().get('/control-plane/settings', {access: 'operator', upstream: []}),
  'control-plane-setting.update': answers<Setting[]>().patch('/control-plane/settings', {
    access: 'operator',
    body: v.record(v.string(), v.number()),
    upstream: [],
  }),
  'control-plane-token.create': answers<ControlPlaneToken>().post('/control-plane/tokens', {
    access: 'operator',
    body: v.object({
      account: v.string(),
      description: v.string(),
      expires_in: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
      operator: v.optional(v.boolean()),
    }),
    upstream: [],
  }),
  'control-plane-token.create-first': answers<FirstToken>().post('/control-plane/tokens/actions/create-first', {
    access: 'operator',
    status: 200,
    upstream: [],
  }),
}
