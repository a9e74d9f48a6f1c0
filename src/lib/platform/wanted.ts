import type {GenerationField} from '../operations/resources.js'
import {type Generation, generations} from '../rules/facts.js'
import {notAcceptable} from './errors.js'

/** How a client wants its answer. */
export interface Wanted {
  /** `''` for plain `version=3`, else what follows the dot: `sdk`, `fir`, `team-invitations`. */
  variant: string
  /** The names in `Accept-Expansion` and `Accept-Inclusion`: related resources to give in full. */
  expansions: ReadonlySet<string>
  /** Whether the path asks for more, with `?extended=true`. */
  extended: boolean
  /** The name that things of a list are to have, with `?eq[name]=my-pipeline`. */
  named: string | undefined
  /** All that follows the path. */
  query: URLSearchParams
}

/**
 * Reads `Accept`, leniently on the version's variant (facts/platform-api.md 1.1): absent, any media type and any
 * `version=3.…` are version 3; another major version, or something that is no media type, is not served.
 *
 * @throws {ApiError} 406
 */
export function wantedBy(headers: Readonly<Record<string, string>>, path = ''): Wanted {
  const {accept = '*/*'} = headers
  const version = /version=\s*"?([^;,"\s]*)/.exec(accept)?.[1]
  const variant = version === undefined ? '' : /^3(?:\.([\w.-]+))?$/.exec(version)
  if (variant === null || !/^\s*[\w.*+-]+\/[\w.*+-]+\s*($|[;,])/.test(accept)) throw notAcceptable(accept)
  const expanded = `${headers['accept-expansion'] ?? ''},${headers['accept-inclusion'] ?? ''}`
  const query = new URLSearchParams(path.split('?')[1])
  return {
    variant: typeof variant === 'string' ? variant : (variant[1] ?? ''),
    expansions: new Set(expanded.split(',').map((name) => name.trim().split(':').at(-1) ?? '')),
    extended: query.get('extended') === 'true',
    named: query.get('eq[name]') ?? undefined,
    query,
  }
}

/** Plain `version=3` gives the generation as an object, its variants as a name (facts/platform-api.md 8). */
export const generationField = ({variant}: Wanted, name: Generation): GenerationField =>
  variant === '' ? {id: generations.find((generation) => generation.name === name)?.id ?? '', name} : name
