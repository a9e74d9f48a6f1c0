import {describe, expect, test} from 'vitest'
import {regions} from '../../src/lib/rules/facts.js'
import {findRegion, requireCommonRegion, requirePrivateRegion} from '../../src/lib/rules/regions.js'
import {allowed, refused} from './answers.js'

const privateNames = 'dublin, frankfurt, london, montreal, mumbai, oregon, singapore, sydney, tokyo or virginia'

describe('a space cannot be in', () => {
  test.each([
    ['orgeon', ' Did you mean oregon?'],
    ['Virginia', ' Did you mean virginia?'],
    ['tokio', ' Did you mean tokyo?'],
    ['frank', ' Did you mean frankfurt?'],
    ['eu-central-1', ' Did you mean frankfurt?'],
    ['us-east-1', ' Did you mean virginia?'],
    ['Germany', ' Did you mean frankfurt?'],
    ['paris', ''],
    ['', ''],
    ['toString', ''],
  ])('%j: there is no such region', (name, suggestion) => {
    expect(refused(requirePrivateRegion(name))).toBe(`Couldn't find that region.${suggestion} Use one of ${privateNames}.`)
  })

  test.each([['us'], ['eu']])('%s: it belongs to the common runtime', (name) => {
    const sentence = `Region ${name} is not available for Private Spaces. Use one of ${privateNames}.`
    expect(refused(requirePrivateRegion(name))).toBe(sentence)
    expect(refused(requirePrivateRegion(findRegion(name)?.id ?? ''))).toBe(sentence)
  })
})

describe('an app outside spaces cannot be in', () => {
  test('a region that there is not', () => {
    expect(refused(requireCommonRegion('usa'))).toBe("Couldn't find that region. Did you mean us? Use one of us or eu.")
    expect(refused(requireCommonRegion('Ireland'))).toBe("Couldn't find that region. Did you mean eu? Use one of us or eu.")
  })

  test('a region of spaces', () => {
    expect(refused(requireCommonRegion('tokyo'))).toBe(
      'Region tokyo is only available in Private Spaces. Use us or eu, or create the app in a space there.',
    )
  })
})

describe('a region is found', () => {
  test('by name and by id, in its own runtime', () => {
    for (const region of regions) {
      const require = region.private_capable ? requirePrivateRegion : requireCommonRegion
      expect(require(region.name)).toBe(region)
      expect(require(region.id)).toBe(region)
    }
  })

  test('without a name: virginia for spaces, us for apps', () => {
    expect(allowed(requirePrivateRegion()).name).toBe('virginia')
    expect(allowed(requireCommonRegion()).name).toBe('us')
  })
})
