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

/** What time it is in a world, whether it stands still, and whether its ids follow from a seed. */
export interface Clock {
  now: string
  frozen: boolean
  deterministic: boolean
}

/** A world that was saved: when, how many rows of each table it has, and their checksum. */
export interface Snapshot {
  name: string
  created_at: string
  rows: Record<string, number>
  sha256: string
}

/** The control plane's own operations: not Heroku's, under one path of their own, for whoever runs it. */
export const control = {
  'control-plane.status': answers<ControlPlaneStatus>().get('/control-plane', {access: 'operator', upstream: []}),
  'control-plane.reset': answers<ControlPlaneStatus>().post('/control-plane/actions/reset', {
    access: 'operator',
    status: 200,
    body: v.object({deterministic: v.optional(v.string())}),
    upstream: [],
  }),
  'control-plane-clock.info': answers<Clock>().get('/control-plane/clock', {access: 'operator', live: true, upstream: []}),
  'control-plane-clock.update': answers<Clock>().patch('/control-plane/clock', {
    access: 'operator',
    body: v.object({now: v.optional(v.string()), advance: v.optional(v.number()), frozen: v.optional(v.boolean())}),
    upstream: [],
  }),
  'control-plane-setting.list': answers<Setting[]>().get('/control-plane/settings', {access: 'operator', upstream: []}),
  'control-plane-setting.update': answers<Setting[]>().patch('/control-plane/settings', {
    access: 'operator',
    body: v.record(v.string(), v.number()),
    upstream: [],
  }),
  'control-plane-snapshot.list': answers<Snapshot[]>().get('/control-plane/snapshots', {access: 'operator', upstream: []}),
  'control-plane-snapshot.create': answers<Snapshot>().post('/control-plane/snapshots', {
    access: 'operator',
    body: v.object({name: v.string(), replace: v.optional(v.boolean())}),
    upstream: [],
  }),
  'control-plane-snapshot.load': answers<Snapshot>().post('/control-plane/snapshots/{snapshot}/actions/load', {access: 'operator', status: 200, upstream: []}),
  'control-plane-snapshot.delete': answers<Snapshot>().delete('/control-plane/snapshots/{snapshot}', {access: 'operator', upstream: []}),
}
