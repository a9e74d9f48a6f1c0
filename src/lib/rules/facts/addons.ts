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
    rule: 'What a partner may have made when its answer was lost or wrong, or a 5xx other than 503',
    chosen: 'Deprovisioned at once, after a time-out a minute later, and again with pauses of a minute to six hours until the partner answers',
    why: 'Calls are made at least once; nothing half made may remain. A partner that is still at work would not know yet what is to go.',
  },
  {
    rule: 'An attachment whose name, or a config var of which, somebody else has taken while the partner was asked',
    chosen: 'It gets another name',
    why: 'Nobody has confirmed that the other is replaced.',
  },
  {
    rule: 'An add-on whose partner has answered 202 and not called back in 12 hours',
    chosen: 'Is gone from that second on, with its name, attachments, log drains and tokens; the first change after that has the partner deprovision it',
    why: 'Dev Center says that it is considered failed and removed from the app, and nothing of what the partner is told.',
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
    chosen: 'They are sent the address and the token, and those that require syslog_drain have log drains; nothing takes or sends logs',
    why: 'Nothing runs that would log.',
  },
  {
    rule: 'A log_drain_url of a partner whose manifest does not require syslog_drain',
    chosen: 'Not used',
    why: 'Dev Center: the manifest has to ask for it.',
  },
  {
    rule: 'Log drains of an add-on that is attached to several apps',
    chosen: 'One for each app, with a token of its own, to where the logs of the first one go; it goes with the last attachment there',
    why: 'Dev Center says that each attachment has a token; the schema tells the app of the drain from the app that is billed.',
  },
  {
    rule: 'Log drains of add-ons and the limit of log drains of an app',
    chosen: 'They do not count',
    why: 'No source says so; an add-on should not take up what its customer may add.',
  },
  {
    rule: 'Removing the log drain of an add-on from its app',
    chosen: 'Refused with 422',
    why: 'The schema says that it can only be removed by removing the add-on; the status is not known.',
  },
  {
    rule: 'An add-on that requires syslog_drain, for an app that can have no log drain',
    chosen: 'Refused before the partner is asked: on Fir, and in a space with private space logging',
    why: 'Dev Center calls the first incompatible, and says of the second that no app there can send its logs elsewhere.',
  },
  {
    rule: 'What the token of an add-on\'s partner may read',
    chosen: 'Its add-on, the apps that it is attached to with their collaborators, domains, pipelines and team members; an app once the provision request is answered',
    why: 'Third parties list these calls, limited to own add-ons and their apps; Dev Center says the last of app info.',
  },
  {
    rule: 'A partner\'s token when its add-on is gone, and for what is not for partners',
    chosen: '401 as for an expired one; 403, before anything is looked for',
    why: 'A token lives as long as the resource; nothing else of whoever has it is the partner\'s.',
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
