import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {checkManifest, regionsOf, regionsRequired} from '../../src/lib/rules/manifests.js'

const good = {
  id: 'fast-db',
  name: 'Fast DB',
  api: {
    version: '3',
    config_vars_prefix: 'FAST_DB',
    config_vars: ['FAST_DB_URL'],
    password: 'p'.repeat(32),
    sso_salt: 's'.repeat(32),
    regions: ['us', 'frankfurt'],
    requires: [],
    production: {base_url: 'https://fast.example.com/heroku/resources', sso_url: 'https://fast.example.com/sso'},
  },
}
type Edit = (manifest: any) => void // oxlint-disable-line typescript/no-explicit-any

const edited = (edit: Edit): string => {
  const manifest = structuredClone(good)
  edit(manifest)
  return JSON.stringify(manifest)
}
const found = (text: string) => checkManifest(text).findings.map(({path, severity, message}) => `${severity} ${path} ${message}`)

describe('a text is no manifest', () => {
  it.each([
    ['', 'error $ The manifest is empty.'],
    [' \n', 'error $ The manifest is empty.'],
    ['\uFEFF', 'error $ The manifest is empty.'],
    ['{"id": }', 'error $ The manifest is not JSON: line 1, column 8.'],
    ['{\n  "id": "a",\n  id\n}', 'error $ The manifest is not JSON: line 3, column 3.'],
    ['[]', 'error $ The manifest is not an object.'],
    ['"text"', 'error $ The manifest is not an object.'],
    ['null', 'error $ The manifest is not an object.'],
    [`{"id": "${'x'.repeat(5 * 1024 * 1024)}"}`, 'error $ The manifest is larger than 1024 KiB.'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'error $ The manifest is nested deeper than 50 levels.'],
    [`{"api": ${'{"api": '.repeat(100_000)}1${'}'.repeat(100_001)}`, 'error $ The manifest is nested deeper than 50 levels.'],
  ])('%.20j', (text, message) => {
    expect(found(text)).toEqual([message])
    expect(checkManifest(text).manifest).toBeUndefined()
  })

  it('where it is nested too deeply even to be read', () => {
    expect(found('['.repeat(400_000))).toEqual([expect.stringContaining('error $ The manifest is not JSON')])
  })

  it('when a key stands twice, on any level', () => {
    const text = JSON.stringify(good).replace('"id":"fast-db"', '"id":"fast-db","id":"fast-db"').replace('"version":"3"', '"version":"3","version":"3"')
    expect(found(text)).toEqual(['error $.id The key id stands twice.', 'error $.api.version The key version stands twice.'])
  })
})

describe('of a manifest is said what is wrong, and where', () => {
  it.each<[string, Edit, string]>([
    ['no id', (m) => delete m.id, 'error $.id The id is missing'],
    ['an id with punctuation', (m) => (m.id = 'fast_db!'), 'error $.id The id "fast_db!" is not a slug.'],
    ['an id in upper case', (m) => (m.id = 'FastDB'), 'error $.id'],
    ['an id that is a number', (m) => (m.id = 7), 'error $.id The id is missing or no text.'],
    ['no name', (m) => (m.name = ' '), 'error $.name'],
    ['what is no web address, without its credentials', (m) => (m.api.production.base_url = 'ftp://me:hunter2@fast.example.com'), 'error $.api.production.base_url "ftp://[redacted]@fast.example.com" is not a URL.'],
    ['a name that moves the cursor', (m) => (m.name = 'Fast\u001B[2J DB'), 'error $.name The name has a control character in it.'],
    ['a plugin that is no text', (m) => (m.cli_plugin_name = []), 'error $.cli_plugin_name'],
    ['a base that is an object', (m) => (m.$base = {}), 'error $.$base'],
    ['an unknown key', (m) => (m.nmae = 'x'), 'warning $.nmae nmae is no key that is known.'],
    ['no api', (m) => delete m.api, 'error $.api api is missing'],
    ['an api that is a list', (m) => (m.api = []), 'error $.api'],
    ['no version', (m) => delete m.api.version, 'error $.api.version'],
    ['version 1', (m) => (m.api.version = '1'), 'error $.api.version version is "1"'],
    ['a version that is a number', (m) => (m.api.version = 3), 'error $.api.version version is 3'],
    ['no password', (m) => delete m.api.password, 'error $.api.password password is missing'],
    ['an empty password', (m) => (m.api.password = ''), 'error $.api.password'],
    ['a password to change', (m) => (m.api.password = 'CHANGEME'), 'warning $.api.password password is still CHANGEME.'],
    ['a short password', (m) => (m.api.password = 'short'), 'warning $.api.password password has only 5 characters.'],
    ['no salt', (m) => delete m.api.sso_salt, 'warning $.api.sso_salt'],
    ['a username', (m) => (m.api.username = 'me'), 'error $.api.username username is deprecated'],
    ['a prefix in lower case', (m) => (m.api.config_vars_prefix = 'fast'), 'error $.api.config_vars_prefix'],
    ['config vars that are text', (m) => (m.api.config_vars = 'FAST_DB_URL'), 'error $.api.config_vars config_vars is not a list.'],
    ['a config var in lower case', (m) => m.api.config_vars.push('fast_db_key'), 'error $.api.config_vars[1]'],
    ['a config var without the prefix', (m) => m.api.config_vars.push('SLOW_DB_URL'), 'error $.api.config_vars[1] SLOW_DB_URL does not begin with FAST_DB_.'],
    ['a config var twice', (m) => m.api.config_vars.push('FAST_DB_URL'), 'error $.api.config_vars[1] FAST_DB_URL stands twice.'],
    ['no regions', (m) => delete m.api.regions, `error $.api.regions ${regionsRequired}`],
    ['an empty list of regions', (m) => (m.api.regions = []), `error $.api.regions ${regionsRequired}`],
    ['regions that are text', (m) => (m.api.regions = 'us'), `error $.api.regions ${regionsRequired}`],
    ['an unknown region', (m) => m.api.regions.push('oregno'), 'error $.api.regions[2] There is no region "oregno".'],
    ['a region that is a number', (m) => m.api.regions.push(7), 'error $.api.regions[2] There is no region 7.'],
    ['a region twice', (m) => m.api.regions.push('us'), 'error $.api.regions[2] The region us stands twice.'],
    ['* beside others', (m) => m.api.regions.push('*'), 'warning $.api.regions[2] * stands for every region'],
    ['requires that is text', (m) => (m.api.requires = 'log_input'), 'error $.api.requires'],
    ['an unknown capability', (m) => (m.api.requires = ['fly']), 'warning $.api.requires[0]'],
    ['no production', (m) => delete m.api.production, 'error $.api.production'],
    ['production as one URL', (m) => (m.api.production = 'https://x.example'), 'error $.api.production production is one URL'],
    ['no base URL', (m) => delete m.api.production.base_url, 'error $.api.production.base_url'],
    ['a base URL over http', (m) => (m.api.production.base_url = 'http://fast.example.com'), 'error $.api.production.base_url The URL is http'],
    ['a base URL on this machine', (m) => (m.api.production.base_url = 'http://localhost:4567/heroku/resources'), 'warning $.api.production.base_url'],
    ['a base URL with credentials', (m) => (m.api.production.base_url = 'https://a:b@fast.example.com'), 'error $.api.production.base_url The URL holds credentials.'],
    ['a base URL that is none', (m) => (m.api.production.base_url = 'fast'), 'error $.api.production.base_url "fast" is not a URL.'],
    ['an sso URL of another kind', (m) => (m.api.production.sso_url = 'ftp://fast.example.com'), 'error $.api.production.sso_url'],
    ['a test URL that is none', (m) => (m.api.test = {base_url: 7}), 'error $.api.test.base_url'],
  ])('%s', (_, edit, message) => {
    const findings = found(edited(edit))
    expect(findings.some((each) => each.startsWith(message)), findings.join('\n')).toBe(true)
    expect(checkManifest(edited(edit)).manifest !== undefined).toBe(message.startsWith('warning'))
  })

  it('nothing where nothing is, and with a byte order mark and line breaks of Windows neither', () => {
    expect(found(JSON.stringify(good))).toEqual([])
    expect(found(`\uFEFF${JSON.stringify(good, null, 2).replaceAll('\n', '\r\n')}`)).toEqual([])
  })

  it('whatever is written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.jsonValue().map((value) => JSON.stringify({...good, api: value}))), (text) => {
        const {findings, manifest} = checkManifest(text)
        expect(manifest === undefined).toBe(findings.some(({severity}) => severity === 'error'))
        for (const {message, fix, path} of findings) expect([message, fix, path.startsWith('$')]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/), true])
      }),
    )
  })
})

it('* is every region', () => {
  expect(regionsOf({...good, api: {...good.api, regions: ['*']}})).toHaveLength(12)
})
