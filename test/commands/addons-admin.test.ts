import {chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'
import {manifestOf} from '../helpers/manifests.js'

let cli: Cli
let file: string

beforeEach(async () => {
  cli = await createCli()
  file = join(cli.folder, 'addon-manifest.json')
})

const text = `${JSON.stringify(manifestOf('fast-db'), null, 2)}\n`
const write = (contents = text) => writeFileSync(file, contents)
const contents = () => readFileSync(file, 'utf8')
const secrets = /manifest-(password|sso-salt)-of-32-characters/

describe('refused, and nothing written', () => {
  it.each([
    ['addons:admin:manifest:push', 3, 'There is no addon-manifest.json here.'],
    ['addons:admin:manifest:diff', 3, 'There is no addon-manifest.json here.'],
    ['addons:admin:manifest:validate nope.json', 3, 'There is no nope.json here.'],
    ['addons:admin:manifest:pull', 2, 'Missing 1 required arg'],
    ['addons:admin:manifest:pull fast-db', 3, "Couldn't find that add-on service."],
    ['addons:admin:manifest:pull heroku-postgresql', 4, 'belongs to somebody else'],
    ['addons:admin:manifests fast-db', 3, "Couldn't find that add-on service."],
    ['addons:admin:manifests:info fast-db', 2, 'Missing required flag manifest'],
    ['addons:admin:regions', 3, 'There is no addon-manifest.json here.'],
    ['addons:admin:regions:add', 2, 'Name the regions, or give --space-regions or --all.'],
    ['addons:admin:regions:add oregno', 2, 'Did you mean oregon?'],
    ['addons:admin:manifest:generate', 2, 'Nobody is there to answer.'],
    ['addons:admin:manifest:generate --yes', 2, 'give the slug with --slug'],
    ['addons:admin:manifest:generate --yes --slug Fast_DB', 2, 'is not a slug'],
    ['addons:admin:manifest:generate --yes --slug fast-db --regions us,mars', 2, 'There is no region mars.'],
    ['addons:admin:plans fast-db', 3, "Couldn't find that add-on service."],
    ['addons:admin:plans:set fast-db', 2, 'Say what to set'],
    ['addons:admin:plans:set fast-db --price 5', 2, 'name it, as in fast-db:basic'],
    ['addons:admin:plans:set fast-db:basic:premium --price 5', 2, 'fast-db:basic:premium is not a plan.'],
    ['addons:admin:plans:set fast-db:basic --price free', 2, '--price takes US dollars a month'],
    ['addons:admin:plans:set fast-db:basic --generations birch', 2, 'takes cedar, fir or both'],
    ['addons:admin:plans:set fast-db:basic --state open', 2, 'to be one of: hidden, invite-only, public'],
    ['addons:admin:plans:set fast-db --from nope.yml', 2, 'nope.yml cannot be read'],
  ])('%s ends with %i', async (line, exit, message) => {
    const {code, stderr, stdout} = await cli.run(line)
    expect([code, stdout], stderr).toEqual([exit, ''])
    expect(stderr.replaceAll(/\s+›?\s*/g, ' ')).toContain(message)
    expect(existsSync(file)).toBe(false)
  })

  it('regions of a file that is no manifest, and a removal that leaves none', async () => {
    write('{"id": }')
    expect((await cli.run('addons:admin:regions:add tokyo')).stderr).toContain('The manifest is not JSON: line 1')
    write()
    const {code, stderr} = await cli.run('addons:admin:regions:remove us virginia eu')
    expect([code, stderr]).toEqual([2, expect.stringContaining('No region would be left')])
    expect(contents()).toBe(text)
  })
})

describe('a file that is odd', () => {
  it.each(['addons:admin:manifest:push', 'addons:admin:manifest:validate', 'addons:admin:regions:add tokyo', 'addons:admin:test'])('%s refuses a folder', async (line) => {
    mkdirSync(file)
    expect(await cli.run(line)).toMatchObject({code: 2, stderr: expect.stringContaining('addon-manifest.json cannot be read (EISDIR).')})
  })

  it.each(['addons:admin:manifest:push', 'addons:admin:manifest:validate', 'addons:admin:regions:add tokyo'])('%s refuses what is not UTF-8, as it would be written back as something else', async (line) => {
    const latin = Buffer.from(text.replace('Fast DB', 'Café'), 'latin1')
    writeFileSync(file, latin)
    expect(await cli.run(line)).toMatchObject({code: 2, stderr: expect.stringContaining('addon-manifest.json is not UTF-8 text.')})
    expect(readFileSync(file).equals(latin)).toBe(true)
  })

  it('that is a link stays one, and what it leads to is written', async () => {
    const place = join(cli.folder, 'elsewhere.json')
    writeFileSync(place, text)
    symlinkSync(place, file)
    await cli.ok('addons:admin:regions:add tokyo')
    expect(lstatSync(file).isSymbolicLink()).toBe(true)
    expect(readFileSync(place, 'utf8')).toContain('tokyo')
  })

  it('that cannot be written is told of, and no half of it stays', async () => {
    write()
    await cli.ok('addons:admin:manifest:push')
    mkdirSync(join(cli.folder, 'taken'))
    const before = readdirSync(cli.folder)
    expect(await cli.run('addons:admin:manifest:pull fast-db --manifest nowhere/addon-manifest.json')).toMatchObject({code: 2, stderr: expect.stringContaining('nowhere/addon-manifest.json cannot be written (ENOENT).')})
    expect(await cli.run('addons:admin:manifest:pull fast-db --manifest taken')).toMatchObject({code: 2, stderr: expect.stringContaining('taken cannot be read (EISDIR).')})
    expect(readdirSync(cli.folder)).toEqual(before)
  })

  it('that begins with a byte order mark can be tested with', async () => {
    write(`\uFEFF${text}`)
    expect((await cli.run('addons:admin:test --only manifest --port 0')).stdout).toContain('ok')
  })
})

describe('regions', () => {
  it('are added and removed, and nothing else in the file is touched', async () => {
    const odd = text.replace('"name": "Fast DB"', '"name":    "Fast DB"').replaceAll('\n', '\r\n').trimEnd()
    write(odd)
    const {stdout} = await cli.ok('addons:admin:regions:add tokyo us tokyo')
    expect(stdout).toBe('Regions of addon-manifest.json: us, virginia, tokyo\n')
    expect(contents()).toBe(odd.replace('"virginia"', '"virginia",\r\n      "tokyo"'))
    await cli.ok('addons:admin:regions:remove tokyo eu')
    expect(contents()).toBe(odd)
    expect((await cli.ok('addons:admin:regions:remove eu')).stdout).toBe('Nothing to change in addon-manifest.json: us, virginia\n')
  })

  it('in bulk, and * written out when one goes', async () => {
    write()
    expect((await cli.ok('addons:admin:regions:add --space-regions --json')).json()).toMatchObject({changed: true, regions: expect.arrayContaining(['us', 'mumbai'])})
    expect((await cli.ok('addons:admin:regions:add --all --json')).json()).toMatchObject({regions: expect.arrayContaining(['eu'])})
    write(`${JSON.stringify(manifestOf('fast-db', {regions: ['*']}))}\n`)
    expect((await cli.ok('addons:admin:regions:add tokyo --json')).json()).toMatchObject({changed: false, regions: ['*']})
    const {regions} = (await cli.ok('addons:admin:regions:remove tokyo --json')).json() as {regions: string[]}
    expect([regions.length, regions.includes('tokyo')]).toEqual([11, false])
  })

  it('are pushed when it is asked for, and shown', async () => {
    write()
    await cli.ok('addons:admin:manifest:push')
    await cli.ok('addons:admin:regions:add tokyo --push')
    expect((await cli.ok('addons:admin:regions fast-db')).stdout).toMatch(/tokyo +Private Spaces +yes/)
    expect((await cli.ok('addons:availability fast-db --json')).json()).toContainEqual({service: 'fast-db', region: 'tokyo', available: true, installable: false})
  })
})

describe('a manifest', () => {
  it('is generated, valid, for its owner alone; what was there is kept', async () => {
    write('old')
    await cli.ok(['addons:admin:manifest:generate', '--slug', 'fast-db', '--addon', 'Fast DB', '--regions', 'us,frankfurt', '--yes'])
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe('old')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await cli.ok('addons:admin:manifest:validate')).stdout).toBe('addon-manifest.json is valid.\n')
    expect(Object.keys(JSON.parse(contents()) as object)).toEqual(['api', 'id', 'name'])
  })

  it('is validated: each finding with its place, and the exit code by severity', async () => {
    write(JSON.stringify(manifestOf('fast-db', {regions: ['us', 'mars'], password: 'CHANGEME'})))
    const {code, stdout} = await cli.run('addons:admin:manifest:validate')
    expect(code).toBe(2)
    expect(stdout).toContain('error $.api.regions[1]\n  There is no region "mars".\n')
    expect(stdout).toContain('warning $.api.password\n')
    expect(stdout).toContain('addon-manifest.json has 1 error and 1 warning.\n')
    write(JSON.stringify(manifestOf('fast-db', {password: 'CHANGEME'})))
    expect((await cli.ok('addons:admin:manifest:validate --json')).json()).toMatchObject({findings: [{severity: 'warning', path: '$.api.password'}]})
  })

  it('is pushed, compared and pulled, and its secrets are not shown unless they are asked for', async () => {
    write()
    const pushed = await cli.ok('addons:admin:manifest:push')
    expect(pushed.stdout).not.toMatch(secrets)
    expect(pushed.stderr).toContain('Pushing manifest... done\nUpdating addon-manifest.json... done\n')
    expect(contents()).toBe(text.replace(/\n}\n$/, ',\n  "$base": 1\n}\n'))
    expect((await cli.ok('addons:admin:manifest:push --show-secrets')).stdout).toMatch(secrets)
    expect((await cli.ok('addons:admin:manifest:diff')).stdout).toBe('addon-manifest.json says what was pushed last.\n')

    write(JSON.stringify({...(JSON.parse(contents()) as object), ...manifestOf('fast-db', {regions: ['us'], password: 'another-password-of-32-characters'})}))
    const diff = await cli.run('addons:admin:manifest:diff')
    expect([diff.code, diff.stdout]).toEqual([2, 'api.password\n- "********"\n+ "********"\napi.regions[1]\n- "virginia"\n'])
    expect((await cli.run('addons:admin:manifest:diff --show-secrets')).stdout).toMatch(secrets)

    const local = contents()
    const pulled = await cli.ok('addons:admin:manifest:pull fast-db')
    expect([pulled.stdout.match(secrets), pulled.stderr]).toEqual([null, expect.stringContaining('is in addon-manifest.json.bak')])
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(local)
    expect(contents()).toMatch(secrets)
    chmodSync(file, 0o644)
    expect((await cli.ok('addons:admin:manifest:pull fast-db')).stderr).not.toContain('.bak')
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('is compared without showing secrets, whatever else is missing or is another thing', async () => {
    write()
    await cli.ok('addons:admin:manifest:push')
    for (const local of [{id: 'fast-db'}, {id: 'fast-db', api: 'x'}, {id: 'fast-db', api: {password: {old: 'manifest-password-of-32-characters'}}, more: {password: 'manifest-password-of-32-characters'}}]) {
      write(JSON.stringify(local))
      for (const how of ['', ' --json']) {
        const {code, stderr, stdout} = await cli.run(`addons:admin:manifest:diff${how}`)
        expect(code).toBe(2)
        expect(stdout + stderr).not.toMatch(secrets)
      }
    }
    expect((await cli.run('addons:admin:manifest:diff --show-secrets')).stdout).toMatch(secrets)
  })

  it('that is pulled over others keeps each of them, for its owner alone', async () => {
    write()
    await cli.ok('addons:admin:manifest:push')
    chmodSync(file, 0o644)
    for (const own of ['{"mine": 1}', '{"mine": 2}']) {
      write(own)
      await cli.ok('addons:admin:manifest:pull fast-db')
    }
    expect([`${file}.bak`, `${file}.2.bak`].map((copy) => readFileSync(copy, 'utf8'))).toEqual(['{"mine": 1}', '{"mine": 2}'])
    expect([`${file}.bak`, `${file}.2.bak`].map((copy) => (statSync(copy).mode & 0o777).toString(8))).toEqual(['600', '600'])
  })

  it('that is stale is a conflict, and nothing is overwritten', async () => {
    write()
    await cli.ok('addons:admin:manifest:push')
    const mine = contents()
    await cli.ok('addons:admin:regions:add tokyo --push')
    write(mine)
    const {code, stderr} = await cli.run('addons:admin:manifest:push')
    expect([code, stderr]).toEqual([5, expect.stringContaining('Pull it again')])
    expect(contents()).toBe(mine)
  })

  it('under the old name of the file is found, with a warning', async () => {
    writeFileSync(join(cli.folder, 'addon_manifest.json'), text)
    const {stderr} = await cli.ok('addons:admin:manifest:push')
    expect(stderr).toContain('Using addon_manifest.json was a bug')
    expect(existsSync(file)).toBe(false)
  })

  it('has a history', async () => {
    write()
    await cli.ok('addons:admin:manifest:push')
    await cli.ok('addons:admin:manifest:push')
    const history = (await cli.ok('addons:admin:manifests --json')).json() as {id: string}[]
    expect(history).toHaveLength(2)
    const {stdout} = await cli.ok(`addons:admin:manifests:info fast-db -m ${history[1]?.id}`)
    expect(JSON.parse(stdout)).toMatchObject({id: 'fast-db', $base: 1, api: {password: '********'}})
    expect((await cli.run('addons:admin:manifests:info fast-db -m nope')).code).toBe(3)
  })
})

describe('plans', () => {
  beforeEach(async () => {
    write()
    await cli.ok('addons:admin:manifest:push')
  })

  it('are set up one by one', async () => {
    const {stdout} = await cli.ok('addons:admin:plans:set fast-db:basic --price 12.50 --no-private-spaces --state hidden --default --generations cedar,fir')
    expect(stdout).toMatch(/Generations: cedar, fir[^]*basic +basic +\$12\.50\/month +hidden +no +yes/)
    expect((await cli.ok('addons:admin:plans')).stdout).toBe(stdout)
  })

  it('are set up from a file, all or none', async () => {
    const plans = (lines: string) => writeFileSync(join(cli.folder, 'plans.yml'), lines)
    plans('generations: [cedar, fir]\nplans:\n  basic: {price: 25, private-spaces: true, default: true}\n  huge:\n    price: 1000\n    name: Huge\n')
    expect((await cli.ok('addons:admin:plans:set fast-db --from plans.yml --json')).json()).toMatchObject({generations: ['cedar', 'fir'], plans: [{name: 'test'}, {name: 'basic', cents: 2500}, {human_name: 'Huge'}]})
    for (const [lines, message] of [
      ['plans: [', 'plans.yml is not YAML'],
      ['plans: 7', 'no list of keys and values'],
      ['prices: {}', 'plans.yml has the key prices'],
      ['plans: {basic: {cost: 5}}', 'The plan basic of plans.yml has the key cost'],
      ['plans: {basic: {price: -5}}', 'takes US dollars a month'],
      ['plans: {basic: {default: "yes"}}', 'takes true or false'],
      ['plans: {basic: {state: open}}', 'takes one of hidden, invite-only, public'],
      ['plans: {small: {price: 1}, Wrong: {price: 1}}', 'Plan name'],
    ] as const) {
      plans(lines)
      expect(await cli.run('addons:admin:plans:set fast-db --from plans.yml'), lines).toMatchObject({code: 2, stderr: expect.stringContaining(message)})
    }
    expect(((await cli.ok('addons:admin:plans --json')).json() as {plans: unknown[]}).plans).toHaveLength(3)
    expect((await cli.run('addons:admin:plans:set fast-db:basic --from plans.yml --price 5')).stderr).toContain('--from says it all')
  })
})
