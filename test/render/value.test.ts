import {describe, expect, test} from 'vitest'

import {createColors} from '../../src/lib/render/color.js'
import {renderHeader} from '../../src/lib/render/header.js'
import {renderJson} from '../../src/lib/render/json.js'
import {renderObject} from '../../src/lib/render/object.js'
import {type Price, formatPrice, formatPriceText} from '../../src/lib/render/price.js'

// every expected value was printed by the official CLI's own functions
const plain = createColors(0)
const colored = createColors(2)

describe('a header', () => {
  test('stands above an empty line', () => {
    expect(renderHeader('acme-space', plain)).toBe('=== acme-space\n')
  })

  test('is bold', () => {
    expect(renderHeader(colored.space('x'), colored)).toBe('\u001B[1m=== \u001B[22m\u001B[1m\u001B[38;5;117m⬡ x\u001B[39m\u001B[22m\n')
  })
})

describe('an object', () => {
  const space = {ID: 'b1c2', Team: 'acme', 'Outbound IPs': ['1.1.1.1', '2.2.2.2'], Shield: false}

  test('aligns its values and lists one item a line', () => {
    expect(renderObject(space, undefined, plain)).toBe(
      ['ID:           b1c2', 'Team:         acme', 'Outbound IPs: 1.1.1.1', '              2.2.2.2', 'Shield:       false'].join('\n'),
    )
  })

  test('shows the keys asked for, in that order, as wide as these need', () => {
    expect(renderObject(space, ['Team', 'Missing key', 'ID'], plain)).toBe('Team: acme\nID:   b1c2')
  })

  test('leaves null, undefined and empty lists out, and shows other empty values', () => {
    const odd = {a: null, b: undefined, c: [], d: '', e: 0, f: Number.NaN}
    expect(renderObject(odd, undefined, plain)).toBe("d: ''\ne: 0\nf: NaN")
  })

  test('shows objects on one line, in lists too', () => {
    const nested = {items: [{cidr: '10.0.0.0/16', tags: ['x', {y: 1}]}, null, 3], none: {}}
    expect(renderObject(nested, undefined, plain)).toBe("items: cidr: '10.0.0.0/16', tags: [ 'x', { y: 1 } ]\n       null\n       3\nnone:  ")
  })

  test('has bold labels', () => {
    expect(renderObject({Name: 'x', ID: 1}, undefined, colored)).toBe('\u001B[1mName\u001B[22m: x\n\u001B[1mID\u001B[22m:   1')
  })

  test('of nothing is nothing', () => {
    expect(renderObject({}, undefined, plain)).toBe('')
  })
})

test('JSON is indented by two and never coloured', () => {
  expect(renderJson({a: [1, null, {b: 'x'}], c: undefined})).toBe('{\n  "a": [\n    1,\n    null,\n    {\n      "b": "x"\n    }\n  ]\n}')
})

describe('a price', () => {
  const month = (cents: number): Price => ({cents, unit: 'month'})

  test.each<[string, string, Price]>([
    ['$5/month', '~$0.007/hour', month(500)],
    ['$12.50/month', '~$0.017/hour', month(1250)],
    ['$0.01/month', '~$0.000/hour', month(1)],
    ['$1000/month', '~$1.389/hour', month(100_000)],
    ['free', 'free', month(0)],
    ['contract', 'contract', {...month(500), contract: true}],
    ['metered', 'metered', {...month(0), metered: true}],
  ])('of %s is %s', (monthly, hourly, price) => {
    expect(formatPrice(price)).toBe(monthly)
    expect(formatPrice(price, {hourly: true})).toBe(hourly)
  })

  test('that nobody knows is nothing', () => {
    expect(formatPrice(undefined)).toBeUndefined()
    expect(formatPrice(null, {hourly: true})).toBeUndefined()
    expect(formatPriceText(undefined, plain)).toBe('')
  })

  test('without an amount is nothing, where the official CLI shows $NaN', () => {
    expect(formatPrice({cents: undefined, unit: 'month'})).toBeUndefined()
  })

  test('as text tells the hourly price and the most it comes to', () => {
    expect(formatPriceText(month(500), plain)).toBe('~$0.007/hour (max $5/month)')
    expect(formatPriceText(month(500), colored)).toBe('\u001B[38;5;43m~$0.007/hour\u001B[39m (max $5/month)')
    expect(formatPriceText(month(0), colored)).toBe('\u001B[38;5;43mfree\u001B[39m')
  })
})
