import {expect, it} from 'vitest'
import {expectInOrder} from './transcript.js'

const shown = '=== acme-prod\n\nID:           0cd08bae-f931-4a96-a1ef-0b993c87c865\nTeam:         acme\nCreated at:   2026-11-21T01:08:42Z'

it.each([
  [['=== acme-prod', 'Team: acme']],
  [['ID: 12345678-ed4a-4e96-b998-3fcb499439e0', 'Created at:  2015-08-07T16:16:56Z']],
])('finds the lines of a document in order: %j', (shows) => {
  expectInOrder(shown, {line: '', shows}, [])
})

it.each([
  [['Team: acme', '=== acme-prod']],
  [['=== acme-prod', '=== acme-prod']],
  [['Team: globex']],
  [['ID: none']],
])('misses lines that are not there, or in another order: %j', (shows) => {
  expect(() => expectInOrder(shown, {line: '', shows}, [])).toThrow('is not shown')
})

it('reads a line as it is today', () => {
  const since = [{was: 'Organization: acme', today: 'Team: acme', why: 'a new name'}]
  expectInOrder(shown, {line: '', shows: ['Organization: acme', 'Created at: 2015-08-07T16:16:56Z']}, since)
})
