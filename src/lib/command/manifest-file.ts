import {copyFileSync, existsSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {NotThere, UsageFailure} from '../client/failures.js'
import {checkManifest, type Finding, type Manifest, withoutBom} from '../rules/manifests.js'

const usual = 'addon-manifest.json'
/** What the official plugin called it by mistake, and still reads. */
const mistaken = 'addon_manifest.json'

/** A manifest as it stands in a file. */
export interface ManifestFile {
  path: string
  text: string
}

/** Which file the manifest of this folder is in. @param warn told of a name that should be changed */
export function manifestPath(warn: (message: string) => void, path: string = usual): string {
  if (path !== usual || existsSync(usual) || !existsSync(mistaken)) return path
  warn(`Using ${mistaken} was a bug, please rename to ${usual}`)
  return mistaken
}

/** @throws {NotThere} where there is no file */
export function readManifestFile(path: string): ManifestFile {
  try {
    return {path, text: readFileSync(path, 'utf8')}
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new NotThere(`There is no ${path} here. Make one with addons:admin:manifest:generate, or get it with addons:admin:manifest:pull SLUG.`)
  }
}

/** The manifest in a file. @throws {UsageFailure} with the first of its errors */
export function requireManifest({path, text}: ManifestFile): Manifest {
  const {findings, manifest} = checkManifest(text)
  if (manifest) return manifest
  const errors = findings.filter(({severity}) => severity === 'error')
  const [first] = errors as [Finding]
  const more = errors.length > 1 ? ` ${errors.length - 1} more: addons:admin:manifest:validate lists them.` : ''
  throw new UsageFailure(`${path}: ${first.message} (${first.path}) ${first.fix}${more}`)
}

/** The slug of a manifest, whatever else is wrong with it. @throws {UsageFailure} where it has none */
export function slugIn({text}: ManifestFile): string {
  try {
    const {id} = JSON.parse(withoutBom(text)) as {id?: unknown}
    if (typeof id === 'string' && id !== '') return id
  } catch {
    // Told below: without JSON there is no slug either.
  }
  throw new UsageFailure('No slug found in manifest')
}

/** Writes a manifest, whole or not at all; it holds secrets, so it is the user's alone. */
export function writeManifestFile({path, text}: ManifestFile): void {
  const beside = `${path}.${process.pid}.tmp`
  writeFileSync(beside, text, {mode: 0o600})
  renameSync(beside, path)
}

/** Keeps what is in a file beside it, before something else is written there. @returns the copy's name; nothing where there is no file */
export function backUp(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  const copy = `${path}.bak`
  copyFileSync(path, copy)
  return copy
}

/** What is shown for a secret. */
export const hidden = '********'

/** A manifest for people to see: without password and salt. */
export function withoutSecrets<T extends object>(manifest: T, show: boolean): T {
  if (show) return manifest
  const {api} = manifest as {api?: Record<string, unknown>}
  if (typeof api !== 'object' || api === null) return manifest
  const secrets = Object.fromEntries(['password', 'sso_salt'].filter((key) => key in api).map((key) => [key, hidden]))
  return {...manifest, api: {...api, ...secrets}}
}
