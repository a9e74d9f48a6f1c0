import type {ImageProcess, OciImage, Slug} from '../operations/artifacts.js'
import type {Reference} from '../operations/resources.js'
import {stacks} from '../rules/facts.js'
import {requireArtifactType, requireChecksum} from '../rules/artifacts.js'
import {requireStack} from '../rules/generations.js'
import {type Commands, requireProcessTypes} from '../rules/process-types.js'
import {isRefusal} from '../rules/refusal.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'
import {accept} from './errors.js'
import type {Handlers} from './handler.js'
import type {AppSubject} from './subjects/app.js'
import {wireTime} from './time.js'

type Artifact = Row<'artifacts'>

/** Slugs and images keep what only they have as it was sent; nothing is ever uploaded to them or fetched from them. */
export const artifactHandlers: Handlers<'oci-image.create' | 'oci-image.info' | 'slug.create' | 'slug.info'> = {
  async 'slug.create'(context, {app}, {process_types, commit, commit_description, stack, checksum, buildpack_provided_description}) {
    accept(requireArtifactType('slug', app.generation))
    accept(requireChecksum(checksum ?? undefined))
    const details = {checksum: checksum ?? null, buildpack_provided_description: buildpack_provided_description ?? null}
    const slug = await addArtifact(context, app, {type: 'slug', process_types, commit, commit_description, stack, details})
    return slugView(slug, 'PUT')
  },

  async 'slug.info'(_, {slug}) {
    return slugView(slug, 'GET')
  },

  async 'oci-image.create'(context, {app}, {process_types = {}, commit, commit_description, stack, ...details}) {
    accept(requireArtifactType('oci-image', app.generation))
    return imageView(await addArtifact(context, app, {type: 'oci-image', process_types, commit, commit_description, stack, details}))
  },

  async 'oci-image.info'(_, {ociImage}) {
    return [imageView(ociImage)]
  },
}

interface NewArtifact {
  type: Artifact['type']
  process_types: Readonly<Record<string, unknown>>
  commit: string | null | undefined
  commit_description: string | null | undefined
  stack: string | null | undefined
  details: object
}

async function addArtifact(context: Context, app: AppSubject, {type, process_types, commit, commit_description, stack, details}: NewArtifact): Promise<Artifact> {
  accept(requireProcessTypes(process_types))
  const artifact: Artifact = {
    id: context.newId(),
    app_id: app.id,
    type,
    process_types_json: JSON.stringify(process_types),
    commit_sha: commit ?? null,
    commit_description: commit_description ?? null,
    stack: accept(requireStack(stack ?? app.build_stack, app.generation)).name,
    details_json: JSON.stringify(details),
    created_at: nowText(context),
  }
  await context.db.insertInto('artifacts').values(artifact).execute()
  return artifact
}

/** The same code for another app: it stays there whatever becomes of the one that it is from. @returns its id */
export async function copyArtifact(context: Context, artifact: Artifact, app: Pick<AppSubject, 'id'>): Promise<string> {
  const copy = {...artifact, id: context.newId(), app_id: app.id, created_at: nowText(context)}
  await context.db.insertInto('artifacts').values(copy).execute()
  return copy.id
}

/** What an artifact runs, by process type. It was checked when it was made. */
export function commandsOf({process_types_json}: Artifact): Commands {
  const commands = requireProcessTypes(JSON.parse(process_types_json) as Record<string, unknown>)
  return isRefusal(commands) ? {} : commands
}

const stackOf = ({stack}: Artifact): Reference => ({id: stacks.find(({name}) => name === stack)?.id ?? '', name: stack})

/** Where a slug would be put: a host that can never be, so that no client sends code to anybody. */
const blobOf = (slug: Artifact, method: 'GET' | 'PUT') => ({method, url: `https://slugs.spacedock.invalid/${slug.id}.tgz`})

function slugView(slug: Artifact, method: 'GET' | 'PUT'): Slug {
  const details = JSON.parse(slug.details_json) as Pick<Slug, 'buildpack_provided_description' | 'checksum'>
  return {
    blob: blobOf(slug, method),
    buildpack_provided_description: details.buildpack_provided_description,
    checksum: details.checksum,
    commit: slug.commit_sha,
    commit_description: slug.commit_description,
    created_at: wireTime(slug.created_at),
    deleted_at: null,
    id: slug.id,
    process_types: {...commandsOf(slug)},
    size: null,
    stack: stackOf(slug),
    updated_at: wireTime(slug.created_at),
  }
}

function imageView(image: Artifact): OciImage {
  const details = JSON.parse(image.details_json) as {[Key in keyof OciImage]?: OciImage[Key] | null}
  return {
    architecture: details.architecture ?? 'arm64',
    base_image_name: details.base_image_name ?? '',
    base_top_layer: details.base_top_layer ?? '',
    buildpacks: (details.buildpacks ?? []).map(({id = '', version = '', homepage = ''}) => ({id, version, homepage})),
    commit: image.commit_sha ?? '',
    commit_description: image.commit_description ?? '',
    created_at: wireTime(image.created_at),
    deleted_at: null,
    digest: details.digest ?? '',
    id: image.id,
    image_repo: details.image_repo ?? '',
    process_types: processesOf(image),
    stack: stackOf(image),
    updated_at: wireTime(image.created_at),
  }
}

/** Whoever sent only a command gets an object all the same. */
const processesOf = (image: Artifact): Record<string, ImageProcess> => {
  const sent = JSON.parse(image.process_types_json) as Record<string, Partial<ImageProcess> | string>
  return Object.fromEntries(
    Object.entries(commandsOf(image)).map(([name, command]) => {
      const process = sent[name]
      const given = typeof process === 'object' ? process : {}
      return [name, {name, display_cmd: command, command: `/cnb/process/${name}`, working_dir: '/workspace', default: name === 'web', ...given}]
    }),
  )
}
