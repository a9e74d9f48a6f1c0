import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {planConfig} from '../../src/lib/rules/config-vars.js'
import {allowed, refused} from './answers.js'

const none = new Set<string>()
const key = fc.constantFrom('A', 'B', 'C', '__proto__', 'constructor')
const config = fc.dictionary(key, fc.string({maxLength: 3}))
const change = fc.dictionary(key, fc.option(fc.string({maxLength: 3}), {nil: null}))

describe('a change of config vars', () => {
  test('sets what is a string, removes what is null, keeps what it does not name', () => {
    fc.assert(
      fc.property(config, change, (before, wanted) => {
        const after = new Map(Object.entries(before))
        for (const [name, value] of Object.entries(wanted)) {
          if (value === null) after.delete(name)
          else after.set(name, value)
        }
        expect(new Map(Object.entries(allowed(planConfig(before, wanted, none)).config))).toEqual(after)
      }),
    )
  })

  test('is described exactly when it changes something, and made twice changes nothing more', () => {
    fc.assert(
      fc.property(config, change, (before, wanted) => {
        const once = allowed(planConfig(before, wanted, none))
        const same = JSON.stringify(Object.entries(before).sort()) === JSON.stringify(Object.entries(once.config).sort())
        expect(once.description === undefined).toBe(same)
        expect(allowed(planConfig(once.config, wanted, none))).toEqual({config: once.config})
      }),
    )
  })

  test('may take away from config vars that are over the limit, and add nothing to them', () => {
    const before = {FROM_ADDON: 'x'.repeat(40_000), FOO: '1', BAR: '2'}
    expect(allowed(planConfig(before, {FOO: null}, new Set(['FROM_ADDON']))).config).not.toHaveProperty('FOO')
    expect(refused(planConfig(before, {FOO: ''}, none))).toContain('32 KiB')
  })

  test('names all the config vars that attachments set', () => {
    const before = {DATABASE_URL: '1', REDIS_URL: '2', FOO: '3'}
    const wanted = {DATABASE_URL: null, FOO: null, REDIS_URL: 'x'}
    expect(refused(planConfig(before, wanted, new Set(['DATABASE_URL', 'REDIS_URL'])))).toBe('Cannot overwrite attachment values DATABASE_URL, REDIS_URL.')
  })
})
