import {Flags} from '@oclif/core'
import {UsageFailure} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import {everyRegion, regionNames, spaceRegionNames} from '../rules/manifests.js'
import {didYouMean} from '../rules/suggest.js'
import type {SpacedockCommand} from './base.js'
import {withRegions} from './manifest-edit.js'
import {manifestPath, readManifestFile, requireManifest, writeManifestFile} from './manifest-file.js'
import {manifestFileFlag} from './manifest-flags.js'
import {pushManifest} from './manifest-push.js'

/** Names of regions, each once. @throws {UsageFailure} for one that there is none of */
export function requireRegionNames(names: readonly string[]): string[] {
  const unknown = names.find((name) => !regionNames.includes(name))
  if (unknown !== undefined) throw new UsageFailure(`There is no region ${unknown || '""'}.${didYouMean(unknown, regionNames)} Use one of ${regionNames.join(', ')}.`)
  return [...new Set(names)]
}

/** The regions that arguments and flags name together. @throws {UsageFailure} where they name none */
export function wantedRegions(names: readonly string[], {all, spaces}: {all: boolean; spaces: boolean}): string[] {
  const wanted = [...requireRegionNames(names), ...(spaces ? spaceRegionNames : []), ...(all ? regionNames : [])]
  if (wanted.length === 0) throw new UsageFailure('Name the regions, or give --space-regions or --all.')
  return [...new Set(wanted)]
}

/** A list of regions with more; `*` holds them all already. */
export const withMore = (regions: readonly string[], more: readonly string[]): string[] =>
  regions.includes(everyRegion) ? [...regions] : [...regions, ...more.filter((name) => !regions.includes(name))]

/** A list of regions with fewer, `*` written out. @throws {UsageFailure} where none would be left */
export function withFewer(regions: readonly string[], fewer: readonly string[]): string[] {
  const before = regions.includes(everyRegion) ? [...regionNames] : regions
  const left = before.filter((name) => !fewer.includes(name))
  if (left.length === 0) throw new UsageFailure('No region would be left, and a manifest needs one at least.')
  return left.length === before.length ? [...regions] : left
}

export interface EditedRegions {
  file: string
  changed: boolean
  regions: string[]
}

/** The flags of the commands that edit the regions of a manifest. */
export const regionFlags = {
  all: Flags.boolean({description: 'all regions'}),
  manifest: manifestFileFlag,
  push: Flags.boolean({description: 'push the manifest afterwards'}),
  'space-regions': Flags.boolean({description: 'all regions in which a Private Space can be'}),
}

interface Wanted {
  names: readonly string[]
  flags: {all: boolean; manifest: string; push: boolean; 'space-regions': boolean}
}

/** Edits the regions of a manifest in its file, says what they are now, and pushes it where that is asked for. */
export async function editRegions(command: SpacedockCommand, platform: Platform, {flags, names}: Wanted, edit: typeof withMore): Promise<EditedRegions> {
  const wanted = wantedRegions(names, {all: flags.all, spaces: flags['space-regions']})
  const file = readManifestFile(manifestPath((message) => command.warn(message), flags.manifest))
  const {regions: before} = requireManifest(file).api
  const regions = edit(before, wanted)
  const changed = regions.join() !== before.join()
  const edited = changed ? {path: file.path, text: withRegions(file.text, regions)} : file
  if (changed) writeManifestFile(edited)
  command.log(`${changed ? 'Regions of' : 'Nothing to change in'} ${file.path}: ${regions.join(', ')}`)
  if (flags.push) await pushManifest(command, platform, edited)
  return {file: file.path, changed, regions}
}
