import {color, type Paint} from '../render/color.js'

/** Colours of states as the official CLI has them. */
const peerings: Readonly<Record<string, Paint>> = {
  active: color.success,
  deleted: color.failure,
  expired: color.failure,
  failed: color.failure,
  'pending-acceptance': color.info,
  provisioning: color.info,
  rejected: color.failure,
}

const vpns: Readonly<Record<string, Paint>> = {
  available: color.success,
  deleted: color.failure,
  deleting: color.failure,
  deprovisioning: color.info,
  DOWN: color.failure,
  pending: color.info,
  provisioning: color.info,
  UP: color.success,
}

/** The status of a peering; one that has no colour is shown plain. */
export const peeringStatus = (status: string): string => peerings[status]?.(status) ?? status

/** The status of a VPN connection or of one of its tunnels. */
export const vpnStatus = (status: string): string => vpns[status]?.(status) ?? status

const hosts: Readonly<Record<string, Paint>> = {
  available: color.success,
  'permanent-failure': color.failure,
  released: color.gray,
  'released-permanent-failure': color.failure,
  'under-assessment': color.info,
}

/** The state of a dedicated host. */
export const hostStatus = (state: string): string => hosts[state]?.(state) ?? state
