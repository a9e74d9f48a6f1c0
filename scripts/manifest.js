#!/usr/bin/env node
// Writes oclif.manifest.json from the built commands, so that no command has to be loaded to know of it, and what bin/run.js
// needs to run one of them: a manifest for each, as reading that of all of them takes longer than all else of oclif.
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
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
  // A line per command, for whoever compares two of them.
  return `{"version":${JSON.stringify(version)},"commands":{\n${lines.join(',\n')}\n}}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await manifestText()
  writeFileSync(join(root, 'oclif.manifest.json'), text)
  writeStart(JSON.parse(text))
}

/** The words that are commands with the folder of each, relative to dist/, and what oclif has to know of the package to run one. */
function writeStart({commands, version}) {
  const dist = join(root, 'dist')
  rmSync(join(dist, 'commands'), {recursive: true, force: true})
  const folders = {}
  for (const [id, {aliases, hiddenAliases}] of Object.entries(commands)) {
    const folder = join('commands', ...id.split(':'))
    mkdirSync(join(dist, folder), {recursive: true})
    // Whoever mistypes a flag is shown the help of the command, which lists those below it.
    const shown = Object.fromEntries(Object.entries(commands).filter(([other]) => other === id || other.startsWith(`${id}:`)))
    writeFileSync(join(dist, folder, 'oclif.manifest.json'), JSON.stringify({version, commands: shown}))
    for (const word of [id, ...aliases, ...hiddenAliases]) folders[word] = folder
  }
  const {name, type, oclif} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  // Hooks are for what is no command, and plugins for help, completion and versions.
  const {hooks: _, ...known} = {...oclif, plugins: []}
  writeFileSync(join(dist, 'start.json'), JSON.stringify({pjson: {name, type, version, oclif: known}, folders}))
}
