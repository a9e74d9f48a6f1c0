import {existsSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import addFormats from 'ajv-formats'
import {Ajv, type ErrorObject, type ValidateFunction} from 'ajv'

/** Heroku's published hyperschemas, kept beside the project: version 3 and what the official clients' SDK is told. */
const files = {'3': 'platform-api-3.json', '3.sdk': 'platform-api-3.sdk.json'} as const

export type Variant = keyof typeof files

export const variants = Object.keys(files) as Variant[]

const pathOf = (variant: Variant) => fileURLToPath(new URL(`../../../shared/schema/${files[variant]}`, import.meta.url))

/** Whether the schemas are there: they are no part of the project. */
export const present = variants.every((variant) => existsSync(pathOf(variant)))
export const absent = 'SKIPPED: the official hyperschemas (../shared/schema) are not on this machine, so nothing was compared with them'

if (!present) console.warn(absent)

/** An operation of the schema: what it is called, where it is, and a check of what it answers. */
export interface Link {
  /** `space#list-by-team`: the resource, and the title in kebab case. */
  id: string
  place: string
  /** What the schema finds wrong with an answer. */
  faults: (answer: unknown) => string[]
}

interface Definition {
  links?: {title?: string; rel?: string; method: string; href: string; targetSchema?: object}[]
}

interface Hyperschema {
  definitions: Record<string, Definition>
}

/** Every operation of one of the schemas; two of them may have the same title. */
export function linksOf(variant: Variant): Link[] {
  // The file is what its name says.
  const schema = JSON.parse(readFileSync(pathOf(variant), 'utf8')) as Hyperschema
  // Its dialect is its own: keywords that no validator knows, and at the root an id and a $schema that lead nowhere.
  const ajv = new Ajv({strict: false, allErrors: true, unicodeRegExp: false, logger: false})
  addFormats.default(ajv)
  ajv.addSchema({definitions: strictly(schema.definitions)}, 'api')
  return Object.entries(schema.definitions).flatMap(([resource, {links = []}]) =>
    links.map(({title, rel, method, href, targetSchema}, index) => {
      let validate: ValidateFunction | undefined
      return {
        id: `${resource}#${kebab(title ?? rel ?? '')}`,
        place: placeOf(method, href),
        faults(answer) {
          if (!targetSchema) return []
          validate ??= ajv.compile({$ref: `api#/definitions/${resource}/links/${index}/targetSchema`})
          return validate(answer) ? [] : (validate.errors ?? []).map((error) => describe(error, answer))
        },
      }
    }),
  )
}

/** Where an operation is, whatever the parameters of its path are called: `GET /spaces/{}/nat`. */
export const placeOf = (method: string, path: string): string => `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}|~/g, '{}')}`

const kebab = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')

/**
 * The schema with `strictProperties` spelled out in keywords that validators know: the object has every property that is
 * named and no other (interagent/committee, "strictProperties").
 */
function strictly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strictly)
  if (typeof value !== 'object' || value === null) return value
  const spelled = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, strictly(inner)]))
  const {strictProperties, properties} = spelled as {strictProperties?: unknown; properties?: object}
  if (strictProperties !== true || !properties) return spelled
  return {...spelled, required: Object.keys(properties), additionalProperties: false}
}

function describe({instancePath, message, params, data}: ErrorObject & {data?: unknown}, answer: unknown): string {
  const at = instancePath.replaceAll(/\/\d+/g, '/*') || '/'
  const value = data ?? instancePath.split('/').slice(1).reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], answer)
  const extra = (params as {additionalProperty?: string}).additionalProperty
  return `${at} ${message}${extra ? ` (${extra})` : ''}${typeof value === 'object' && value !== null ? '' : `: ${JSON.stringify(value)}`}`
}
