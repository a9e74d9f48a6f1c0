import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {root} from './helpers/cli.js'

it('oclif.manifest.json says what the built commands say (else: npm run build)', async () => {
  const {manifestText} = (await import(join(root, 'scripts/manifest.js'))) as {manifestText(): Promise<string>}
  expect(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')).toBe(await manifestText())
})
