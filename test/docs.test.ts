import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {pages} from '../scripts/pages.js'
import {root} from './helpers/cli.js'

describe('the generated pages', () => {
  it.each(Object.entries(pages()))('docs/%s says what the sources say (else: npm run docs)', (name, text) => {
    expect(readFileSync(join(root, 'docs', name), 'utf8')).toBe(text)
  })
})
