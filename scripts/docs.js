#!/usr/bin/env node
// npm run docs: writes the pages that are made from the sources.
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {load, root} from './load.js'

const {pages} = await load('scripts/pages.ts')
for (const [name, text] of Object.entries(pages())) writeFileSync(join(root, 'docs', name), text)
