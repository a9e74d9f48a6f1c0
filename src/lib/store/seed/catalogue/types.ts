import type {RegionName} from './regions.js'

export type ServiceState = 'alpha' | 'beta' | 'ga' | 'shutdown'
export type GenerationName = 'cedar' | 'fir'
export type Compliance = 'HIPAA' | 'PCI'

/** An add-on service as a new world knows it. Wire names differ: see the view of `add-on-service`. */
export interface CatalogueService {
  readonly id: string
  /** What users type: `heroku-postgresql`. */
  readonly slug: string
  readonly humanName: string
  readonly state: ServiceState
  /** npm name of the service's CLI plugin. */
  readonly cliPlugin: string | null
  readonly supportsMultipleInstallations: boolean
  readonly supportsSharing: boolean
  readonly generations: readonly GenerationName[]
  /** True: placing it outside an app's space needs the user's confirmation (423). */
  readonly datastore: boolean
  /** Attachment name of the first add-on of this service on an app. */
  readonly attachmentBase: string
  /** The following ones are `<attachmentSeries>_<COLOUR>`: the slug in capitals, HEROKU_POSTGRESQL. */
  readonly attachmentSeries: string
  /** Config vars set on the app: whole names, or, with `configFromAttachment`, what follows the attachment's name and `_`. */
  readonly configVars: readonly string[]
  readonly configFromAttachment: boolean
  readonly regions: {
    /** Can be added to an app in these regions. */
    readonly available: readonly RegionName[]
    /** Of those, where it can live inside a space (`supports_private_networking`). */
    readonly installable: readonly RegionName[]
  }
  readonly plans: readonly CataloguePlan[]
}

export interface CataloguePlan {
  readonly id: string
  /** Without the service: `private-0`. */
  readonly slug: string
  readonly humanName: string
  readonly description: string
  /** US cents per `unit`. */
  readonly cents: number
  readonly unit: 'month'
  readonly contract: boolean
  readonly metered: boolean
  /** Taken when only the service is named, outside spaces. */
  readonly default: boolean
  /** The same, for an app in a space. */
  readonly spaceDefault: boolean
  readonly installableInside: boolean
  readonly installableOutside: boolean
  readonly state: 'public'
  readonly visible: boolean
  readonly compliance: readonly Compliance[] | null
}
