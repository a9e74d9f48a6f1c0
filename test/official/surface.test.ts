import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Interfaces} from '@oclif/core'
import {expect, it} from 'vitest'
import {officialPackage, root} from './install.js'
import {namesakes, notYet, shared, surfaceOf} from './surface.js'

// The files are what their names say.
const manifest = (folder: string) => JSON.parse(readFileSync(join(folder, 'oclif.manifest.json'), 'utf8')) as Interfaces.Manifest
const official = manifest(officialPackage)
const ours = manifest(root)

it('the list of shared commands is what both CLIs have', () => {
  const both = Object.keys(ours.commands).filter((id) => official.commands[id] !== undefined && namesakes[id] === undefined)
  expect([...both, ...notYet].sort()).toEqual([...shared].sort())
})

it('no shared command is missing any more', () => {
  expect(notYet).toEqual([])
})

it('surface.json says what can be typed of them in the official CLI (else: add -u)', async () => {
  await expect(`${JSON.stringify(surfaceOf(official), null, 1)}\n`).toMatchFileSnapshot('surface.json')
})
