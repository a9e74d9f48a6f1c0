import {mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {UsageFailure} from '../../src/lib/client/failures.js'
import {readPreferences, writePreferences} from '../../src/lib/client/preferences.js'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'spacedock-test-'))))
afterEach(() => rmSync(folder, {recursive: true, force: true}))

const file = () => join(folder, 'contexts.json')
const kept = {current: 'ci', contexts: {ci: {url: 'http://127.0.0.1:6000', token: 'ci-token', team: 'acme'}, 'a.b': {url: 'https://spaces.example.com'}}}

describe('preferences', () => {
  it('are none where nothing is kept', () => {
    expect(readPreferences(folder)).toEqual({contexts: {}})
  })

  it('are read as they were written', async () => {
    await writePreferences(folder, kept)
    expect(readPreferences(folder)).toEqual(kept)
    const {current: _, ...rest} = kept
    await writePreferences(folder, rest)
    expect(readPreferences(folder)).toEqual(rest)
  })

  it("are the user's alone, also where the file was not before, and leave no other file behind", async () => {
    writeFileSync(file(), '{"contexts":{}}', {mode: 0o644})
    await writePreferences(folder, kept)
    expect((statSync(file()).mode & 0o777).toString(8)).toBe('600')
    expect(readdirSync(folder)).toEqual(['contexts.json'])
  })

  it.each([
    ['no JSON', '{"contexts": {"ci": {"token": "ci-token"', 'it is not JSON'],
    ['nothing', '', 'it is not JSON'],
    ['a list', '[]', 'it is not an object'],
    ['contexts that are none', '{"contexts": 5}', 'contexts is not an object'],
    ['a context that is none', '{"contexts": {"ci": "ci-token"}}', 'ci is not an object'],
    ['a context without a URL', '{"contexts": {"ci": {"token": "ci-token"}}}', 'ci has no url'],
    ['a token that is no text', '{"contexts": {"ci": {"url": "http://127.0.0.1", "token": 5}}}', 'ci has no url, or a token or team that is no text'],
    ['a current context that is no name', '{"current": 5}', 'current is not a name'],
  ])('that are %s are refused, with the file to mend and no token', (_, text, reason) => {
    writeFileSync(file(), text)
    const read = () => readPreferences(folder)
    expect(read).toThrow(UsageFailure)
    expect(read).toThrow(`The preferences in ${file()} cannot be read: ${reason}`)
    expect(read).not.toThrow('ci-token')
  })
})
