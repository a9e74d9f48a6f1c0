import fc from 'fast-check'
import {describe, expect, test} from 'vitest'

import {createColors} from '../../src/lib/render/color.js'
import {textWidth} from '../../src/lib/render/width.js'
import {truncateText, wrapText} from '../../src/lib/render/wrap.js'

const bold = (text: string) => `\u001B[1m${text}\u001B[22m`

describe('the width of a text', () => {
  test.each<[number, string]>([
    [0, ''],
    [4, 'acme'],
    [6, 'Zürich'],
    [5, 'cafe\u0301s'],
    [4, '東京'],
    [4, '한국'],
    [8, 'ｆｕｌｌ'],
    [2, '🚀'],
    [2, '✅'],
    [2, '❤️'],
    [2, '👩‍💻'],
    [2, '🇩🇪'],
    [2, '1️⃣'],
    [2, '1\u20E3'],
    [2, '❤\u200D🔥'],
    [6, '⬢ acme'],
    [3, '“x…'],
    [0, '\u200B\u200D\t'],
    [4, '\u001B[38;5;147macme\u001B[39m'],
  ])('is %i columns for %j', (width, text) => {
    expect(textWidth(text)).toBe(width)
  })
})

describe('wrapping', () => {
  test.each<[string, number, string[]]>([
    ['', 5, ['']],
    ['   ', 5, ['']],
    ['one two three', 7, ['one two', 'three']],
    ['one two three', 13, ['one two three']],
    ['  lead and tail  ', 8, ['lead and', 'tail']],
    ['a  b', 9, ['a  b']],
    ['abcdefgh', 3, ['abc', 'def', 'gh']],
    ['abcdef', 3, ['abc', 'def']],
    ['to abcdefgh', 4, ['to', 'abcd', 'efgh']],
    ['a abcdef', 4, ['a ab', 'cdef']],
    ['to abcdefgh', 8, ['to', 'abcdefgh']],
    ['one\r\ntwo\n\nthree', 9, ['one', 'two', '', 'three']],
    ['東京リージョン', 6, ['東京リ', 'ージョ', 'ン']],
    ['東京', 3, ['東', '京']],
    ['cafe\u0301 au lait', 7, ['caf\u00E9 au', 'lait']],
  ])('%j at %i', (text, columns, lines) => {
    expect(wrapText(text, columns)).toEqual(lines)
  })

  test('keeps the blanks at the edges when told to', () => {
    expect(wrapText('one two  ', 4, {trim: false})).toEqual(['one ', 'two ', ' '])
  })

  test('carries a basic colour to the next line', () => {
    expect(wrapText(bold('one two'), 3)).toEqual([bold('one'), bold('two')])
    expect(wrapText(bold('abcd'), 2)).toEqual([bold('ab'), bold('cd')])
  })

  test('never exceeds the width, and loses nothing but blanks', () => {
    const text = fc.string({unit: fc.constantFrom('a', 'b', ' ', '-', 'é', '\n')})
    fc.assert(
      fc.property(text, fc.integer({max: 12, min: 1}), (words, columns) => {
        const lines = wrapText(words, columns)
        expect(lines.every((line) => textWidth(line) <= columns)).toBe(true)
        expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(/[ \n]/g, ''))
      }),
    )
  })
})

describe('cutting', () => {
  test.each<[string, number, string]>([
    ['acme', 4, 'acme'],
    ['acme-web', 4, 'acm…'],
    ['acme', 1, '…'],
    ['東京リージョン', 6, '東京…'],
    ['🚀🚀🚀', 5, '🚀🚀…'],
    ['👩‍💻👩‍💻', 3, '👩‍💻…'],
  ])('%j to %i', (text, columns, cut) => {
    expect(truncateText(text, columns)).toBe(cut)
  })

  test('ends the colours that are cut in two, and begins none for nothing', () => {
    const {gray} = createColors(2)
    expect(truncateText(bold('acme-web'), 5)).toBe(`${bold('acme')}…`)
    expect(truncateText(`acme${bold('-web')}`, 5)).toBe('acme…')
    expect(truncateText(gray(`on ${bold('acme')} app`), 6)).toBe('\u001B[38;5;248mon \u001B[1mac\u001B[22m\u001B[39m…')
  })
})
