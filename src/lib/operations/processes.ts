import * as v from 'valibot'
import {answers} from './operation.js'
import type {Reference} from './resources.js'

export type DynoState = 'crashed' | 'down' | 'idle' | 'starting' | 'up'

export interface Formation {
  app: Reference
  command: string
  created_at: string
  dyno_size: Reference
  id: string
  quantity: number
  size: string
  type: string
  updated_at: string
}

export interface Dyno {
  app: Reference
  attach_url: string | null
  command: string
  created_at: string
  /** With `?extended=true`: where it runs. */
  extended?: {az: string | null; execution_plane: null; fleet: null; instance: string; ip: string | null; port: null; region: string; route: null}
  id: string
  name: string
  release: {id: string; version: number}
  size: string
  state: DynoState
  type: string
  updated_at: string
}

export interface DynoSize {
  architecture: string
  can_autoscale?: boolean
  compute: number
  cost: {cents: number; unit: string} | null
  dedicated: boolean
  generation: Reference
  id: string
  infrastructure_tier?: string
  memory: number
  name: string
  precise_dyno_units: number
  private_space_only: boolean
  product_dyno_tier?: string
}

/** The dynos of one app of a space. */
export interface SpaceDynos {
  app_id: string
  app_name: string
  dynos: Dyno[]
}

/** A machine that runs dynos of one space only. Times are ISO 8601. */
export interface SpaceHost {
  allocated_at: string
  available_capacity_percentage: number
  host_id: string
  /** Null while it is the space's. */
  released_at: string | null
  state: 'available' | 'permanent-failure' | 'released' | 'released-permanent-failure' | 'under-assessment'
}

export interface TopologyProcess {
  /** `az` is ours: the availability zone. */
  dynos: {az: string | null; hostname: string; id: string; number: number; private_ip: string}[]
  id: string
  process_type: string
}

/** `formation` as the schema has it, `formations` as the official CLI reads it. */
export interface Topology {
  apps: {domains: string[]; formation: TopologyProcess[]; formations: TopologyProcess[]; id: string}[]
  version: number
}

const text = v.string()
const change = {
  quantity: v.optional(v.nullable(v.union([v.number(), text]))),
  size: v.optional(v.nullable(v.union([text, v.object({id: v.optional(text), name: v.optional(text)})]))),
  dyno_size: v.optional(v.nullable(v.union([text, v.object({id: v.optional(text), name: v.optional(text)})]))),
}

/** Formations, dynos and their sizes, and what runs in a space. */
export const processes = {
  'formation.list': answers<Formation[]>().get('/apps/{app}/formation', {access: 'app view', upstream: 'formation#list'}),
  'formation.info': answers<Formation>().get('/apps/{app}/formation/{formation}', {access: 'app view', upstream: 'formation#info'}),
  'formation.batch-update': answers<Formation[]>().patch('/apps/{app}/formation', {
    access: 'app operate',
    body: v.object({updates: v.array(v.object({type: text, ...change}))}),
    upstream: 'formation#batch-update',
  }),
  'formation.update': answers<Formation>().patch('/apps/{app}/formation/{formation}', {
    access: 'app operate',
    body: v.object(change),
    upstream: 'formation#update',
  }),
  'dyno.list': answers<Dyno[]>().get('/apps/{app}/dynos', {access: 'app view', upstream: 'dyno#list'}),
  'dyno.info': answers<Dyno>().get('/apps/{app}/dynos/{dyno}', {access: 'app view', upstream: 'dyno#info'}),
  'dyno.create': answers<Dyno>().post('/apps/{app}/dynos', {
    access: 'app deploy',
    body: v.object({
      command: text,
      attach: v.optional(v.nullable(v.boolean())),
      env: v.optional(v.nullable(v.record(text, v.unknown()))),
      force_no_tty: v.optional(v.nullable(v.boolean())),
      size: v.optional(v.nullable(text)),
      time_to_live: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))),
      type: v.optional(v.nullable(text)),
    }),
    upstream: 'dyno#create',
  }),
  'dyno.restart': answers<object>().delete('/apps/{app}/dynos/{dyno}', {access: 'app operate', status: 202, upstream: 'dyno#restart'}),
  'dyno.restart-all': answers<object>().delete('/apps/{app}/dynos', {access: 'app operate', status: 202, upstream: 'dyno#restart-all'}),
  'dyno.restart-formation': answers<object>().delete('/apps/{app}/formations/{processType}', {
    access: 'app operate',
    status: 202,
    upstream: 'dyno#restart-formation',
  }),
  'dyno.stop': answers<object>().post('/apps/{app}/dynos/{dyno}/actions/stop', {access: 'app operate', status: 202, upstream: 'dyno#stop'}),
  'dyno.stop-formation': answers<object>().post('/apps/{app}/formations/{processType}/actions/stop', {
    access: 'app operate',
    status: 202,
    upstream: 'dyno#stop-formation',
  }),
  'dyno-size.list': answers<DynoSize[]>().get('/dyno-sizes', {access: 'account', upstream: 'dyno-size#list'}),
  'dyno-size.info': answers<DynoSize>().get('/dyno-sizes/{dynoSize}', {access: 'account', upstream: 'dyno-size#info'}),
  'dyno-size.list-app-dyno-sizes': answers<DynoSize[]>().get('/apps/{app}/available-dyno-sizes', {
    access: 'app view',
    upstream: 'dyno-size#list-app-dyno-sizes',
  }),
  'space-dyno.list': answers<SpaceDynos[]>().get('/spaces/{space}/dynos', {access: 'space view', upstream: 'spaces:ps'}),
  'space-host.list': answers<SpaceHost[]>().get('/spaces/{space}/hosts', {access: 'space view', upstream: 'space-host#list'}),
  'space-topology.topology': answers<Topology>().get('/spaces/{space}/topology', {
    access: 'space view',
    upstream: 'space-topology#topology',
  }),
}
