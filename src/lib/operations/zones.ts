import * as v from 'valibot'
import {answers} from './operation.js'

/** An availability zone of a space, and how many dynos are in it now. */
export interface ZoneState {
  name: string
  state: 'failed' | 'working'
  dynos: number
}

/** Availability zones failing and healing: no operation of Heroku's, where that is not up to anybody. */
export const zoneOperations = {
  'control-plane-zone.list': answers<ZoneState[]>().get('/control-plane/spaces/{space}/zones', {access: 'operator', upstream: []}),
  'control-plane-zone.update': answers<ZoneState[]>().patch('/control-plane/spaces/{space}/zones', {
    access: 'operator',
    body: v.object({zone: v.string(), state: v.picklist(['failed', 'working'])}),
    upstream: [],
  }),
}
