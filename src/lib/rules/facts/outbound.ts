// platform-api.md 3.8.

/** documented: roadmap#114, facts 3.8: four since three availability zones are in use. */
export const addressesPerSpace = 4

/**
 * assumed: Heroku's own addresses belong to hosts of other people. Ours come from 100.64.0.0/10, which is nobody's on the
 * internet (RFC 6598), so a firewall opened for them by mistake opens to no stranger.
 */
export const firstOutboundAddress = 0x64_40_00_00
export const outboundAddressCount = 2 ** 22
