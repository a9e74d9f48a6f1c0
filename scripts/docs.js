#!/usr/bin/env node
// npm run docs: writes the pages that are made from the sources; that on compatibility also from the manifest of the last build.
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {load, root} from './load.js'

const {pages} = await load('scripts/pages.ts')
const {compatibilityPage} = await load('scripts/compatibility-page.ts')
const texts = {...pages(), 'compatibility.md': compatibilityPage(root)}
for (const [name, text] of Object.entries(texts)) writeFileSync(join(root, 'docs', name), text)
