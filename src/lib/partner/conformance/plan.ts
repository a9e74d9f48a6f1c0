import type {callPartner} from '../call.js'
import type {PartnerManifest} from '../manifest.js'
import type {Heroku} from './heroku.js'

/** A region by its name on Heroku, and as partners are sent it. */
export interface TestRegion {
  name: string
  /** `amazon-web-services::eu-central-1` */
  region: string
}

/** How long things may take, in milliseconds. */
export interface Limits {
  /** An answer: longer is a failure. */
  must: number
  /** An answer: longer is worth a warning. */
  should: number
  /** Provisioning in the background. */
  background: number
}

/** What is to be tested, and with what. */
export interface Plan {
  manifest: PartnerManifest
  /** Every region there is. */
  known: readonly TestRegion[]
  /** The declared regions to test, in the order of the manifest. */
  regions: readonly TestRegion[]
  /** Plans of the service; the first is what is provisioned where nothing else is wanted. */
  plans: readonly [string, ...string[]]
  /** What the partner is to refuse. */
  unavailable: readonly {plan: string; region: TestRegion}[]
  /** Options that have the partner provision in the background. */
  asyncOptions: Readonly<Record<string, string>>
  /** Heroku's side of provisioning in the background; missing where the partner cannot reach it. */
  heroku?: Heroku
  /** Where the partner finds Heroku: `http://127.0.0.1:5456`. */
  herokuUrl: string
  limits: Limits
  call: typeof callPartner
  now: () => Date
  newId: () => string
  /** Ends the run; what has been provisioned is deprovisioned all the same. */
  signal?: AbortSignal
}
