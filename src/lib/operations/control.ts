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
}
