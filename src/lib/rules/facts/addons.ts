// platform-api.md 3.13, addon-partners.md 6.

/** Where Heroku shows which add-on is available in which region. documented: seed 3. */
export const availabilityUrl = 'https://elements.heroku.com/addons/region-availability'

/** Where an add-on's own dashboard opens. inferred: the form of `web_url` in the official CLI's fixtures. */
export const ssoUrl = 'https://addons-sso.heroku.com'

/** The sentence about a data store that will not be in the app's space; the space at its end is Heroku's. documented: seed 3, cli tests. */
export const notNetworked = 'This add-on is not automatically networked with this Private Space. '

/**
 * The last part of the names of an app's second and further attachments of a service: HEROKU_POSTGRESQL_OLIVE. inferred:
 * OLIVE from the schema, most others seen in public repositories' configuration; that these are all is assumed.
 */
export const attachmentColours = [
  'AMBER', 'AQUA', 'BLACK', 'BLUE', 'BRONZE', 'BROWN', 'CHARCOAL', 'COBALT', 'COPPER', 'CRIMSON', 'CYAN', 'GOLD', 'GRAY', 'GREEN',
  'IVORY', 'JADE', 'MAROON', 'MAUVE', 'NAVY', 'OLIVE', 'ONYX', 'ORANGE', 'PINK', 'PUCE', 'PURPLE', 'RED', 'ROSE', 'SILVER', 'TEAL',
  'VIOLET', 'WHITE', 'YELLOW',
] as const
