import {readFileSync} from 'node:fs'
import {afterEach, describe, expect, test, vi} from 'vitest'

import {type Colors, color, colorsOf, createColors} from '../../src/lib/render/color.js'
import {terminals} from './terminals.js'

// the file is written by fixtures/record.mjs in this shape
const recorded = JSON.parse(readFileSync(new URL('fixtures/colors.json', import.meta.url), 'utf8')) as Record<keyof typeof terminals, Record<string, string>>

afterEach(() => vi.unstubAllEnvs())

describe.each(Object.keys(recorded) as Array<keyof typeof terminals>)('colours are those of the official CLI: %s', (look) => {
  const colors = colorsOf(terminals[look])
  const {'one inside another': nested, ...roles} = recorded[look]

  test.each(Object.entries(roles))('%s', (role, official) => {
    expect(colors[role as keyof Colors]('text')).toBe(official)
  })

  test('one inside another', () => {
    expect(colors.gray(`(on ${colors.app('acme')} app)`)).toBe(nested)
  })

  test('none is missing', () => {
    expect(Object.keys(colors).toSorted()).toEqual(Object.keys(roles).toSorted())
  })
})

test('an empty text gets no codes', () => {
  expect(createColors(3).user('')).toBe('')
})

test('the colours of commands follow the environment of the moment', () => {
  vi.stubEnv('FORCE_COLOR', '0')
  const early = color.app('acme')
  vi.stubEnv('FORCE_COLOR', '2')
  expect([early, color.app('acme')]).toEqual(['acme', '\u001B[38;5;147m⬢ acme\u001B[39m'])
  vi.stubEnv('HEROKU_THEME', 'simple')
  expect(color.app('acme')).toBe('\u001B[35macme\u001B[39m')
})
