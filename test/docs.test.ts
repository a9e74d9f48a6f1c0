import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {pages} from '../scripts/pages.js'
import type {GenericSchema} from 'valibot'
import {seedDocument} from '../src/lib/platform/seed/document.js'
import {root} from './helpers/cli.js'

describe('the generated pages', () => {
  it.each(Object.entries(pages()))('docs/%s says what the sources say (else: npm run docs)', (name, text) => {
    expect(readFileSync(join(root, 'docs', name), 'utf8')).toBe(text)
  })
})

/** Every key that a schema names, however deep. */
function keysOf(schema: GenericSchema): string[] {
  const {entries, getter, item, options, pipe, wrapped} = schema as {entries?: Record<string, GenericSchema>; getter?: (given: unknown) => GenericSchema; item?: GenericSchema; options?: unknown[]; pipe?: GenericSchema[]; wrapped?: GenericSchema}
  const parts = [...(pipe?.filter((part) => part !== schema && part.kind === 'schema') ?? []), item, wrapped, ...(getter ? [getter({}), getter('')] : []), ...(options ?? [])]
  const inside = parts.filter((part): part is GenericSchema => typeof part === 'object' && part !== null && 'kind' in part).flatMap(keysOf)
  return [...Object.entries(entries ?? {}).flatMap(([key, value]) => [key, ...keysOf(value)]), ...inside]
}

it('docs/seeds.md names every key of a seed', () => {
  const text = readFileSync(join(root, 'docs/seeds.md'), 'utf8')
  const keys = [...new Set(keysOf(seedDocument))]
  expect(keys.length).toBeGreaterThan(30)
  expect(keys.filter((key) => !text.includes(`\`${key}\``))).toEqual([])
})
