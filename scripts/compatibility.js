#!/usr/bin/env node
// Writes docs/compatibility.md; with --check, only says whether it is what the sources say.
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {load, root} from './load.js'

const {compatibilityPage} = await load('scripts/compatibility-page.ts')
const page = join(root, 'docs/compatibility.md')
const text = compatibilityPage(root)
if (!process.argv.includes('--check')) writeFileSync(page, text)
else if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
  console.error('docs/compatibility.md is not what the sources say. Write it again: node scripts/compatibility.js')
  process.exitCode = 1
}
