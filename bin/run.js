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

const {join} = require('node:path')
const {openCodeCache} = require('./code-cache.js')

const root = join(__dirname, '..')
/** Our commands and their aliases; any other word is for help, a plugin, or a mistake. */
const words = require('../dist/words.json')

const word = process.argv[2]

if (words.includes(word)) {
  const pjson = require('../package.json')
  const {load, save} = openCodeCache(root, word)
  process.once('exit', save)
  // The plugins bring help, completion and versions; a command that exists does without them.
  load('main').execute({loadOptions: {pjson: {...pjson, oclif: {...pjson.oclif, plugins: []}}, root}})
} else require('../dist/main.cjs').execute({dir: root})
