import {randomBytes} from 'node:crypto'
import {existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {NotThere, UsageFailure} from '../client/failures.js'
import {checkManifest, type Finding, type Manifest, withoutBom} from '../rules/manifests.js'
import {cannotBe, readText} from './text-file.js'

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

/** @throws {NotThere} where there is no file, {UsageFailure} where it cannot be read */
export const readManifestFile = (path: string): ManifestFile => ({
  path,
  text: readText(path, new NotThere(`There is no ${path} here. Make one with addons:admin:manifest:generate, or get it with addons:admin:manifest:pull SLUG.`)),
})

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

/**
 * Writes a manifest, whole or not at all; it holds secrets, so it is the user's alone. A link stays one.
 *
 * @throws {UsageFailure} where it cannot be written
 */
export function writeManifestFile({path, text}: ManifestFile): void {
  const place = existsSync(path) ? realpathSync(path) : path
  const beside = `${place}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeFileSync(beside, text, {flag: 'wx', mode: 0o600})
    renameSync(beside, place)
  } catch (error) {
    rmSync(beside, {force: true})
    throw cannotBe('written', path, (error as NodeJS.ErrnoException).code)
  }
}

/**
 * Keeps what is in a file beside it, before something else is written there; what was kept before stays.
 *
 * @returns the copy's name; nothing where there is no file
 * @throws {UsageFailure} where it cannot be read or written
 */
export function backUp(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  for (let number = 1; ; number++) {
    const copy = `${path}${number === 1 ? '' : `.${number}`}.bak`
    try {
      writeFileSync(copy, readFileSync(path), {flag: 'wx', mode: 0o600})
      return copy
    } catch (error) {
      const {code} = error as NodeJS.ErrnoException
      if (code !== 'EEXIST') throw cannotBe(code === 'EISDIR' ? 'read' : 'written', code === 'EISDIR' ? path : copy, code)
    }
  }
}

/** What is shown for a secret. */
export const hidden = '********'

const secretKeys: readonly string[] = ['password', 'sso_salt']

/** A manifest, or a part of one, for people to see: without password and salt, wherever they stand. */
export function withoutSecrets<T>(part: T, show: boolean): T {
  if (show || typeof part !== 'object' || part === null) return part
  return JSON.parse(JSON.stringify(part), (key, value: unknown) => (secretKeys.includes(key) ? hidden : value)) as T // the same but for these values
}

/** Whether a value by its place in a manifest, `api.password`, is a secret. */
export const isSecret = (path: string): boolean => path.split(/[.[]/).some((key) => secretKeys.includes(key))
