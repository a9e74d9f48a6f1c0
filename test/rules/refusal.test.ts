import fc from 'fast-check'
import {expect, test} from 'vitest'
import {isRefusal, oneOf, refuse, shown} from '../../src/lib/rules/refusal.js'

test('only a refusal is one', () => {
  expect(isRefusal(refuse('No.'))).toBe(true)
  for (const other of [undefined, null, 'No.', new Error('No.'), {message: 'No.'}]) expect(isRefusal(other)).toBe(false)
})

test('what is shown can do nothing to a terminal, and is short', () => {
  expect(shown('10.0.0.0/8')).toBe('10.0.0.0/8')
  expect(shown('')).toBe('""')
  expect(shown(' a ')).toBe('" a "')
  expect(shown('\u001b[2J')).toBe('\\u{1b}[2J')
  expect(shown('a\r\nb')).toBe('a\\u{d}\\u{a}b')
  fc.assert(
    fc.property(fc.oneof(fc.string({unit: 'binary'}), fc.string({unit: fc.constantFrom('\u001b', '\u0007', '\u009b', '\u202e', '\u2028', 'a')})), (text) => {
      expect(shown(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    }),
  )
  expect(shown('\ud83d')).toBe('\\u{d83d}')
  expect(shown(`${'x'.repeat(59)}🚀`)).toBe(`${'x'.repeat(59)}\\u{d83d}…`) // half a character is none
  expect(shown('x'.repeat(60))).toBe('x'.repeat(60))
  expect(shown('x'.repeat(61))).toBe(`${'x'.repeat(60)}…`)
})

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
])('one of %j reads %j', (names, text) => {
  expect(oneOf(names)).toBe(text)
})
