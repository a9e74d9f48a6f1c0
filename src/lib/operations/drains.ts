import * as v from 'valibot'
import {answers} from './operation.js'
import type {Reference} from './resources.js'

/** Where logs go. Times are ISO 8601. */
export interface LogDrain {
  /** The add-on that it belongs to, with the app that this is billed to; null for one that somebody has added. */
  addon: (Reference & {app: Reference}) | null
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
  'log-drain.list-by-add-on': answers<LogDrain[]>().get('/addons/{addon}/log-drains', {access: 'app operate', partner: true, upstream: 'log-drain#list-by-add-on'}),
  /** Only what an add-on's partner has set up is led elsewhere, and by the partner. */
  'log-drain.update': answers<LogDrain>().put('/addons/{partnerAddon}/log-drains/{addonDrain}', {access: 'partner', body: url, upstream: 'log-drain#update'}),
}
