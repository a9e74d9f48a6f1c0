import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import type {Platform} from '../../src/lib/client/platform.js'
import type {SpacedockCommand} from '../../src/lib/command/base.js'
import {readManifestFile} from '../../src/lib/command/manifest-file.js'
import {pushManifest} from '../../src/lib/command/manifest-push.js'
import {temporaryFolder} from '../helpers/folder.js'
import {manifestOf} from '../helpers/manifests.js'

it('a manifest that is edited while it is being pushed keeps the edits', async () => {
  const path = join(temporaryFolder(), 'addon-manifest.json')
  writeFileSync(path, JSON.stringify(manifestOf('fast-db')))
  const command = {progress: (_: string, work: () => Promise<unknown>) => work()} as unknown as SpacedockCommand // all that it is asked for
  const call = async (_: string, {body}: {body: {contents: object}}) => {
    writeFileSync(path, JSON.stringify(manifestOf('fast-db', {regions: ['tokyo']})))
    return {contents: {...body.contents, $base: 7}}
  }
  await pushManifest(command, {call} as unknown as Platform, readManifestFile(path))
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({$base: 7, api: {regions: ['tokyo']}})
})
