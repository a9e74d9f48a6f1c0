import type {Assumption} from './assumptions.js'

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

export const addonAssumptions: readonly Assumption[] = [
  {
    rule: 'Region that a partner is sent for an app in a space',
    chosen: 'provider::region of the space, as amazon-web-services::ap-northeast-1',
    why: 'Dev Center speaks of a special region attribute and shows none; real partners decode this form.',
  },
  {
    rule: 'Status and id of the answer when a partner refuses or fails',
    chosen: '422 for a 422 of the partner, 503 for all else, with the id addon_provider_error',
    why: 'Only the sentences are known.',
  },
  {
    rule: 'What a partner may have made when its answer was lost or wrong, or a 5xx other than 503, or when it was not done within 12 hours',
    chosen: 'Deprovisioned at once, after a time-out a minute later, and again with pauses of a minute to six hours until the partner answers',
    why: 'Calls are made at least once; nothing half made may remain. A partner that is still at work would not know yet what is to go.',
  },
  {
    rule: 'An attachment whose name, or a config var of which, somebody else has taken while the partner was asked',
    chosen: 'It gets another name',
    why: 'Nobody has confirmed that the other is replaced.',
  },
  {
    rule: 'A manifest whose $base is stale, and one without',
    chosen: 'Refused with 409; without $base it is taken',
    why: 'What addons.heroku.com does with it is not known.',
  },
  {
    rule: 'A service whose first manifest is pushed',
    chosen: 'Beta, for Cedar, with the plan test, which costs nothing',
    why: 'Dev Center: services that are not in general availability have one plan called test.',
  },
  {
    rule: 'Logs of apps for partners that require log_input or syslog_drain',
    chosen: 'They are sent the address and the token; nothing takes logs there, and a log_drain_url they answer is checked and not used',
    why: 'Nothing runs that would log.',
  },
  {
    rule: 'Plans of a service in a Shield space',
    chosen: 'Shield plans only, where the service has plans for spaces; with the service alone named, the shield plan of the default size',
    why: 'Dev Center says that each kind of space has its own plans.',
  },
  {
    rule: 'Heroku Key-Value Store outside its private plans, for an app in a space',
    chosen: 'Needs confirmation, as every data store outside the space',
    why: 'Dev Center says only that such a request fails; the founding documents allow it with confirmation.',
  },
  {
    rule: 'The option region of an add-on (`-- --region=us`)',
    chosen: 'Counts for data stores that can run inside a space; a plan for spaces refuses another region',
    why: 'The documents show it for Heroku Postgres only.',
  },
  {
    rule: 'An add-on found without its app being named',
    chosen: 'By id, by name, or as APP::NAME',
    why: 'Service names would match add-ons of many apps.',
  },
  {
    rule: 'An attachment name, or a config var set by hand, that is in use',
    chosen: 'Needs confirmation and is then replaced; a config var of another attachment is refused',
    why: 'The official CLI says that --confirm overwrites existing config vars and attachments.',
  },
  {
    rule: 'Attaching an add-on that runs inside a space',
    chosen: 'Only to apps in the same space',
    why: 'Nothing outside reaches it.',
  },
  {
    rule: 'Who may attach an add-on to another app',
    chosen: 'Who may deploy on both apps',
    why: 'The attachment copies credentials from one to the other.',
  },
  {
    rule: 'Changing the plan of an add-on',
    chosen: 'Never moves it into or out of a space, and makes no release',
    why: 'Moving would be a new data store with new credentials.',
  },
  {
    rule: 'Destroying an add-on',
    chosen: 'At once; --force also detaches it from other apps',
    why: 'No source says how long it takes.',
  },
  {
    rule: 'Config vars of an add-on that is still being provisioned',
    chosen: 'Appear when it is provisioned, with the release of its creation',
    why: 'Heroku makes a second release then; there is no timer here to make one.',
  },
  {
    rule: 'Colours in the names of further attachments, and the values of config vars',
    chosen: 'Ours; the values lead to hosts under spacedock.example, which are nobody\'s',
    why: 'Heroku\'s list of colours is not published.',
  },
]
