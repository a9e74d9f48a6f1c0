import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {mergedRules, sameRules} from '../../src/lib/client/ruleset-merge.js'

const allow = (...sources: string[]) => sources.map((source) => ({action: 'allow' as const, source}))
const sourcesOf = (rules: readonly {source: string}[]) => rules.map(({source}) => source)

/** What is in force after merging; every list is of sources. What was overwritten may have been made from the ancestor, or from what came before it. */
const merge = (current: string[], ancestor: string[], ...lost: string[][]) =>
  sourcesOf(
    mergedRules(
      allow(...current),
      allow(...ancestor),
      lost.map((sources, place) => ({rules: allow(...sources), bases: [ancestor, ...lost.slice(0, place)].map((base) => allow(...base))})),
    ),
  )

const [a, b, c, d] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '203.0.113.0/24'] as const

describe('what others changed and ours overwrote', () => {
  it('is added again', () => {
    expect(merge([a, b], [a], [a, c])).toEqual([a, b, c])
  })

  it('is removed again', () => {
    expect(merge([a, b, d], [a, b], [a])).toEqual([a, d])
  })

  it('is what each of several did, though they overwrote each other', () => {
    expect(merge([a, b], [a], [a, c], [a, d])).toEqual([a, b, c, d])
  })

  it('is not taken away by one who may not have known of it', () => {
    const unaware = {rules: allow(a, d), bases: [allow(a), allow(a, b)]}
    expect(sourcesOf(mergedRules(allow(a, b, c), allow(a, b), [unaware]))).toEqual([a, b, c, d])
  })

  it('is counted once, however it is written', () => {
    expect(merge([a, '10.0.0.1/8'], [], ['10.9.9.9/8', c])).toEqual(['10.0.0.1/8', c])
  })

  it('is nothing where they changed nothing', () => {
    expect(merge([a, b], [a], [a])).toEqual([a, b])
  })
})

it('whatever anybody added is there, and nothing that only one side removed', () => {
  const sources = fc.uniqueArray(fc.integer({min: 0, max: 40}).map((number) => `10.${number}.0.0/16`), {maxLength: 8})
  fc.assert(
    fc.property(sources, sources, fc.array(sources, {maxLength: 4}), (ancestor, ours, additions) => {
      const isNew = (source: string) => !ancestor.includes(source)
      const others = additions.map((added) => [...ancestor, ...added.filter(isNew)])
      const merged = merge([...ancestor, ...ours.filter(isNew)], ancestor, ...others)
      expect(new Set(merged)).toEqual(new Set([...ancestor, ...ours, ...additions.flat()]))
      expect(merged).toHaveLength(new Set(merged).size)
    }),
  )
})

it.each([
  [[a], [a], true],
  [['10.0.0.1/8'], [a], true],
  [[a, b], [b, a], false],
  [[a], [a, b], false],
  [[], [], true],
])('%j and %j are the same rules: %s', (one, other, same) => {
  expect(sameRules(allow(...one), allow(...other))).toBe(same)
})

it('a range that is denied is not the range that is allowed', () => {
  expect(sameRules([{action: 'deny', source: a}], allow(a))).toBe(false)
})
