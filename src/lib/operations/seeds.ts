import * as v from 'valibot'
import type {ControlPlaneStatus} from './control.js'
import {answers} from './operation.js'

/** A world as people write it down. Its keys and their rules are the control plane's to know. */
export type SeedDocument = Record<string, unknown>

/** The present world as such a document. */
export interface WrittenSeed {
  world: SeedDocument
  /** How many things there are that a document has no words for, by what they are: `VPN connections`. */
  left_out: Record<string, number>
}

/** The keys of a seed are the control plane's to check, all of them at once. */
const document = v.custom<SeedDocument>((world) => typeof world === 'object' && world !== null && !Array.isArray(world), 'an object')

/** Worlds that are made of what somebody has written down: for whoever runs the control plane. */
export const seeds = {
  'control-plane-seed.info': answers<WrittenSeed>().get('/control-plane/seed', {access: 'operator', upstream: []}),
  /** In the place of the world that is there: all of it, or nothing. */
  'control-plane-seed.create': answers<ControlPlaneStatus>().post('/control-plane/seed', {
    access: 'operator',
    status: 200,
    body: v.object({world: document, deterministic: v.optional(v.string())}),
    upstream: [],
  }),
}
