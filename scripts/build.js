#!/usr/bin/env node
// Bundles the commands, with oclif and everything they need, into dist/: a few files instead of hundreds is what makes
// a command start fast (docs/design.md, "Start-up").
import {readdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

const commands = readdirSync(join(root, 'src/commands'), {recursive: true})
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('src/commands', file))

// What CommonJS inside the bundle (oclif) expects and ES modules do not have.
const commonJs = `
import {createRequire as __createRequire} from 'node:module'
import {dirname as __directoryOf} from 'node:path'
import {fileURLToPath as __pathOf} from 'node:url'
const require = __createRequire(import.meta.url), __filename = __pathOf(import.meta.url), __dirname = __directoryOf(__filename)`

rmSync(join(root, 'dist'), {recursive: true, force: true})
const {metafile} = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts', ...commands],
  outbase: 'src',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  chunkNames: 'chunks/[name]-[hash]',
  banner: {js: commonJs},
  external: ['@photostructure/sqlite', 'pg', 'typescript'],
  logLevel: 'warning',
  metafile: true,
})
// Which source is in which file: test/bundle.test.ts holds what a command may load.
writeFileSync(join(root, 'dist/meta.json'), JSON.stringify(metafile))
