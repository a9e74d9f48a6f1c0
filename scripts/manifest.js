#!/usr/bin/env node
// Writes oclif.manifest.json from the built commands, so that no command has to be loaded to know of it.
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Plugin} from '@oclif/core'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The manifest as text: the same sources give the same bytes. */
export async function manifestText() {
  const plugin = new Plugin({errorOnManifestCreate: true, ignoreManifest: true, respectNoCacheDefault: true, root, type: 'core'})
  await plugin.load()
  const {commands, version} = plugin.manifest
  const lines = Object.entries(commands)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, command]) => `${JSON.stringify(id)}:${JSON.stringify(command)}`)
  // A line per command: oclif reads all of it at every start, so it is no larger than it must be.
  return `{"version":${JSON.stringify(version)},"commands":{\n${lines.join(',\n')}\n}}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await manifestText()
  writeFileSync(join(root, 'oclif.manifest.json'), text)
  const words = Object.values(JSON.parse(text).commands).flatMap(({id, aliases, hiddenAliases}) => [id, ...aliases, ...hiddenAliases])
  writeFileSync(join(root, 'dist/words.json'), JSON.stringify(words))
}
