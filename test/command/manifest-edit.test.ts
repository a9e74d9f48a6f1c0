import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {withBase, withRegions} from '../../src/lib/command/manifest-edit.js'

const manifest = (regions: string) => `{\n  "id": "fast-db",\n  "api": {\n    "regions": ${regions},\n    "password":   "secret"\n  },\n  "name": "Fast DB"\n}\n`

describe('the regions of a manifest', () => {
  it.each([
    ['["us", "eu"]', '["us", "tokyo"]'],
    ['["us","eu"]', '["us", "tokyo"]'],
    ['[]', '["us", "tokyo"]'],
    ['[\n      "us",\n      "eu"\n    ]', '[\n      "us",\n      "tokyo"\n    ]'],
    ['[ "us",\n "eu" ]', '["us", "tokyo"]'],
    ['[\n\t\t\t"us"\n\t\t]', '[\n\t\t\t"us",\n\t\t\t"tokyo"\n\t\t]'],
  ])('%j keep their form', (before, after) => {
    expect(withRegions(manifest(before), ['us', 'tokyo'])).toBe(manifest(after))
  })

  it('keep line breaks of Windows, a byte order mark, and a missing last line break', () => {
    const windows = (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`.trimEnd()
    const before = manifest('[\n      "us"\n    ]')
    expect(withRegions(windows(before), ['us', 'eu'])).toBe(windows(manifest('[\n      "us",\n      "eu"\n    ]')))
  })

  it('change nothing else, whatever else there is', () => {
    const name = fc.constantFrom('us', 'eu', 'tokyo', 'oregon')
    fc.assert(
      fc.property(fc.json(), fc.array(name), fc.array(name), fc.constantFrom(undefined, 2, 4, '\t'), (rest, before, after, indent) => {
        const value = (regions: string[]) => ({rest: JSON.parse(rest) as unknown, api: {a: 1, regions, z: rest}, last: true})
        const text = JSON.stringify(value(before), null, indent)
        const edited = withRegions(text, after)
        expect(JSON.parse(edited)).toEqual(value(after))
        if (after.length > 0 && before.length > 0) expect(withRegions(edited, before)).toBe(indent === undefined ? text.replace(/"regions":\[[^\]]*\]/, `"regions":[${before.map((each) => JSON.stringify(each)).join(', ')}]`) : text)
      }),
    )
  })
})

it.each([
  ['{\n  "id": "a",\n  "$base": 1\n}\n', '{\n  "id": "a",\n  "$base": 2\n}\n'],
  ['{\n    "id": "a"\n}\n', '{\n    "id": "a",\n    "$base": 2\n}\n'],
  ['{\r\n\t"id": "a"\r\n}', '{\r\n\t"id": "a",\r\n\t"$base": 2\r\n}'],
])('the base of %j is set, and nothing else', (before, after) => {
  expect(withBase(before, 2)).toBe(after)
})
