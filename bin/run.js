#!/usr/bin/env node
'use strict'

process.env.NODE_ENV ??= 'production'
// oclif would load semver at every start to compare this Node with package.json; npm has done so on installing.
process.env.OCLIF_DISABLE_ENGINE_WARNING ??= '1'

// A full disk behind `> file`: said in a sentence rather than with the line of the bundle that wrote.
process.on('uncaughtException', (error) => {
  const full = error.syscall === 'write' && error.code !== undefined
  process.stderr.write(full ? ` ›   Error: The output cannot be written (${error.code}).\n` : `${error.stack ?? error}\n`)
  process.exit(full ? 9 : 1)
})

const {readFileSync} = require('node:fs')
const {join, relative} = require('node:path')
const {openCodeCache} = require('./code-cache.js')

const dist = join(__dirname, '../dist')
const [, , word, ...rest] = process.argv
/** The folder of each of our commands and their aliases; any other word is for help, a plugin, or a mistake. */
const {folders, pjson} = JSON.parse(readFileSync(join(dist, 'start.json'), 'utf8'))

if (Object.hasOwn(folders, word ?? '') && !rest.includes('--help')) {
  const {load, save} = openCodeCache(dist, word)
  process.once('exit', save)
  // A command is run with a manifest that tells of it alone.
  const root = join(dist, folders[word])
  const commands = {...pjson.oclif.commands, target: relative(root, join(dist, 'main.cjs'))}
  load('main').execute({loadOptions: {pjson: {...pjson, oclif: {...pjson.oclif, commands}}, root}})
} else require('../dist/main.cjs').execute({dir: join(__dirname, '..')})
