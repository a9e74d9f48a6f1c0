import * as v from 'valibot'
import {answers} from './operation.js'
import type {Reference} from './resources.js'

export interface Slug {
  blob: {method: string; url: string}
  buildpack_provided_description: string | null
  checksum: string | null
  commit: string | null
  commit_description: string | null
  created_at: string
  deleted_at: string | null
  id: string
  process_types: Record<string, string>
  size: number | null
  stack: Reference
  updated_at: string
}

/** A process type of an image, with what is shown for its command and what starts it. */
export interface ImageProcess {
  name: string
  display_cmd: string
  command: string
  working_dir: string
  default: boolean
}

export interface OciImage {
  architecture: string | null
  base_image_name: string
  base_top_layer: string
  buildpacks: {id: string; version: string; homepage: string}[]
  commit: string
  commit_description: string
  created_at: string
  deleted_at: string | null
  digest: string
  id: string
  image_repo: string
  process_types: Record<string, ImageProcess>
  stack: Reference
  updated_at: string
}

const text = v.string()
const optional = v.optional(v.nullable(text))
/** Any object: `v.record` would drop keys such as `constructor` without a word. The values are the rule's to check. */
const processTypes = v.custom<Record<string, unknown>>((types) => typeof types === 'object' && types !== null && !Array.isArray(types), 'an object')

/** What can be released: slugs, and on fir OCI images. */
export const artifacts = {
  'slug.create': answers<Slug>().post('/apps/{app}/slugs', {
    access: 'app deploy',
    body: v.object({
      process_types: processTypes,
      buildpack_provided_description: optional,
      checksum: optional,
      commit: optional,
      commit_description: optional,
      stack: optional,
    }),
    upstream: 'slug#create',
  }),
  'slug.info': answers<Slug>().get('/apps/{app}/slugs/{slug}', {access: 'app view', upstream: 'slug#info'}),
  'oci-image.create': answers<OciImage>().post('/apps/{app}/oci-images', {
    access: 'app deploy',
    body: v.object({
      process_types: v.optional(processTypes),
      architecture: optional,
      base_image_name: optional,
      base_top_layer: optional,
      buildpacks: v.optional(v.array(v.object({id: v.optional(text), version: v.optional(text), homepage: v.optional(text)}))),
      commit: optional,
      commit_description: optional,
      digest: optional,
      image_repo: optional,
      stack: optional,
    }),
    upstream: 'oci-image#create',
  }),
  /** A list of the one, as the schema has it. */
  'oci-image.info': answers<OciImage[]>().get('/apps/{app}/oci-images/{ociImage}', {access: 'app view', upstream: 'oci-image#info'}),
}
