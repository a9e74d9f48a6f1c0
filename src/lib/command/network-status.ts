import {color, type Paint} from '../render/color.js'

/** Colours of states as the official CLI has them; a state that is not there is shown plain. */
const peerings: Readonly<Record<string, Paint>> = {
  active: color.success,
  deleted: color.failure,
  expired: color.failure,
  failed: color.failure,
  'pending-acceptance': color.info,
  provisioning: color.info,
  rejected: color.failure,
}

export const peeringStatus = (status: string): string => peerings[status]?.(status) ?? status
