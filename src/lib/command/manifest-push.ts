import type {Platform} from '../client/platform.js'
import type {SpacedockCommand} from './base.js'
import {withBase} from './manifest-edit.js'
import {type ManifestFile, readManifestFile, requireManifest, slugIn, writeManifestFile} from './manifest-file.js'

/**
 * Pushes a manifest, and writes into its file the revision that it has now; nothing else in the file is changed.
 *
 * @returns the manifest as it was answered
 */
export async function pushManifest(command: SpacedockCommand, platform: Platform, file: ManifestFile): Promise<Record<string, unknown>> {
  const contents: Record<string, unknown> = {...requireManifest(file)}
  const slug = slugIn(file)
  const pushed = await command.progress('Pushing manifest', () => platform.call('add-on-manifest.create', {slugToPush: slug, body: {contents}}))
  const base = pushed.contents['$base']
  await command.progress(`Updating ${file.path}`, async () => {
    // As it is now: it may have been edited while it was being pushed.
    if (typeof base === 'number' || typeof base === 'string') writeManifestFile({path: file.path, text: withBase(readManifestFile(file.path).text, base)})
  })
  return pushed.contents
}
