import * as v from 'valibot'
import {answers} from './operation.js'
import type {Reference} from './resources.js'

/** Where logs go. Times are ISO 8601. */
export interface LogDrain {
  /** Always null: drains of add-ons are not there yet. */
  addon: null
  /** Null for the drain of a space. */
  app: Reference | null
  created_at: string
  extended?: {drain_id: number}
  id: string
  /** `d.` and a UUID: by which logs are told apart at the other end. */
  token: string
  updated_at: string
  url: string
}

const url = v.object({url: v.string()})

export const drains = {
  'space-log-drain.info': answers<LogDrain>().get('/spaces/{space}/log-drain', {access: 'space manage', upstream: 'space-log-drain#info'}),
  'space-log-drain.update': answers<LogDrain>().put('/spaces/{space}/log-drain', {access: 'space manage', body: url, upstream: 'space-log-drain#update'}),
  'log-drain.list': answers<LogDrain[]>().get('/apps/{app}/log-drains', {access: 'app operate', upstream: 'log-drain#list'}),
  'log-drain.info': answers<LogDrain>().get('/apps/{app}/log-drains/{logDrain}', {access: 'app operate', upstream: 'log-drain#info'}),
  'log-drain.create': answers<LogDrain>().post('/apps/{app}/log-drains', {access: 'app operate', body: url, upstream: 'log-drain#create'}),
  'log-drain.delete': answers<LogDrain>().delete('/apps/{app}/log-drains/{logDrain}', {access: 'app operate', upstream: 'log-drain#delete'}),
}
