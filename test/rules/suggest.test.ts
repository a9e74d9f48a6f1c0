import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {closest, didYouMean} from '../../src/lib/rules/suggest.js'

const regions = ['us', 'eu', 'dublin', 'frankfurt', 'london', 'montreal', 'mumbai', 'oregon', 'singapore', 'sydney', 'tokyo', 'virginia']

describe('nothing is suggested', () => {
  test.each([['paris'], ['uk'], ['u'], [''], ['melbourne'], ['lo'], ['m'.repeat(5000)]])('for %j among the regions', (word) => {
    expect(closest(word, regions)).toBeUndefined()
    expect(didYouMean(word, regions)).toBe('')
  })

  test('where there is nothing', () => {
    expect(closest('oregon', [])).toBeUndefined()
  })

  test('when several begin alike', () => {
    expect(closest('heroku', ['heroku-redis', 'heroku-kafka'])).toBeUndefined()
  })
})

describe('is suggested', () => {
  test.each([
    ['orgeon', 'oregon'],
    ['OREGON', 'oregon'],
    ['virgina', 'virginia'],
    ['frankfort', 'frankfurt'],
    ['singapur', 'singapore'],
    ['tokio', 'tokyo'],
    ['usa', 'us'],
    ['virg', 'virginia'],
    ['MONT', 'montreal'],
  ])('for %s: %s', (word, meant) => {
    expect(closest(word, regions)).toBe(meant)
    expect(didYouMean(word, regions)).toBe(` Did you mean ${meant}?`)
  })

  test('however the candidates are written', () => {
    expect(closest('databse_url', ['REDIS_URL', 'DATABASE_URL'])).toBe('DATABASE_URL')
  })

  test('the nearest, and the first of those equally near', () => {
    expect(closest('private-1', ['standard-1', 'private-10', 'private-0', 'private-2'])).toBe('private-10')
    expect(closest('privat-0', ['private-2', 'private-0'])).toBe('private-0')
  })

  test('what a word of four letters and more becomes by one slip', () => {
    const long = fc.constantFrom(...regions.filter(({length}) => length > 3))
    fc.assert(
      fc.property(long, fc.nat(), fc.constantFrom('drop', 'double', 'change'), (word, where, slip) => {
        const at = where % word.length
        const instead = {drop: '', double: word.slice(at, at + 1).repeat(2), change: 'z'}[slip]
        expect(closest(word.slice(0, at) + instead + word.slice(at + 1), regions)).toBe(word)
      }),
    )
  })
})

test('a suggestion is always one of the candidates', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string(), {maxLength: 6}), (word, candidates) => {
      const near = closest(word, candidates)
      if (near !== undefined) expect(candidates).toContain(near)
    }),
  )
})
