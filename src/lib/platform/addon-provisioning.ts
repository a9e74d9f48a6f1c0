import type {ConfigVars} from '../operations/resources.js'
import type {Random} from '../rules/names.js'
import type {Row} from '../store/schema.js'
import type {Context} from './context.js'

/** What a provider answers when it is asked to provision an add-on. */
export interface Provision {
  /** The provider's own name for the add-on. */
  providerId: string
  /** The values of the service's config vars, by key (`AddonsTable.config_json`). */
  config: ConfigVars
  /** What the provider says to whoever asked. */
  message: string | null
}

interface Request {
  service: Row<'addon_services'>
  /** The add-on's name. */
  name: string
  /** Whether the add-on will be in its app's space. */
  inside: boolean
}

/**
 * The provider of every service of the seeded catalogue: makes up an answer at once. The values look like real ones and
 * are none; the hosts are under `.example`, which never resolves (RFC 2606).
 */
export function provision({newId, random}: Context, {service, name, inside}: Request): Provision {
  const label = name.toLowerCase().replaceAll('_', '-').slice(0, 63)
  const host = `${label}${inside ? '.private' : ''}.spacedock.example`
  const keys = JSON.parse(service.config_vars_json) as string[]
  const config = Object.fromEntries(keys.map((key) => [key, valueOf(key, {service: service.name, host, random})]))
  return {providerId: newId(), config, message: null}
}

interface Maker {
  service: string
  host: string
  random: Random
}

/** How the URLs of a service begin and where they lead; others are web addresses. */
const urls: Record<string, (maker: Maker) => string> = {
  'heroku-postgresql': ({host, random}) => `postgres://u${hex(14, random)}:p${hex(64, random)}@${host}:5432/d${hex(14, random)}`,
  'heroku-redis': ({host, random}) => `rediss://:p${hex(64, random)}@${host}:6380`,
  'heroku-kafka': ({host}) => [1, 2, 3].map((broker) => `kafka+ssl://broker-${broker}.${host}:9096`).join(','),
  rediscloud: ({host, random}) => `redis://default:${hex(32, random)}@${host}:10836`,
  cloudamqp: ({host, random}) => `amqps://u${hex(8, random)}:${hex(32, random)}@${host}/u${hex(8, random)}`,
}

/** What the end of a config var's key says about its value; the first that fits. */
const kinds: readonly [RegExp, (maker: Maker) => string][] = [
  [/(?:^|_)URL$/, (maker) => (urls[maker.service] ?? webUrl)(maker)],
  [/(?:^|_)(?:TRUSTED_CERT|CLIENT_CERT)$/, ({random}) => pem('CERTIFICATE', random)],
  [/(?:^|_)CLIENT_CERT_KEY$/, ({random}) => pem('RSA PRIVATE KEY', random)],
  [/(?:^|_)SERVERS$/, ({host}) => `${host}:11211`],
  [/(?:^|_)(?:DOMAIN|SERVER)$/, ({host}) => host],
  [/(?:^|_)PORT$/, () => '587'],
  [/(?:^|_)LOGIN$/, ({host}) => `postmaster@${host}`],
  [/(?:^|_)SCHEMA$/, () => 'salesforce'],
  [/(?:^|_)LOG$/, () => 'stdout'],
  [/(?:^|_)USERNAME$/, ({random}) => `u${hex(8, random)}`],
]

const valueOf = (key: string, maker: Maker): string => {
  const [, make] = kinds.find(([ending]) => ending.test(key)) ?? []
  return make ? make(maker) : hex(40, maker.random)
}

const webUrl = ({host, random}: Maker): string => `https://u${hex(8, random)}:${hex(32, random)}@${host}`

const hex = (digits: number, random: Random): string =>
  Array.from({length: digits}, () => Math.floor(random() * 16).toString(16)).join('')

/** In the form of a certificate, so that what only looks at the form is content; it is none. */
function pem(kind: string, random: Random): string {
  const lines = Buffer.from(hex(96, random)).toString('base64').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ''].join('\n')
}
