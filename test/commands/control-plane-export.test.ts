import {copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli
let file: string

beforeEach(async () => {
  cli = await createCli()
  file = join(cli.folder, 'world.jsonl')
})

const spaces = async (env = {}) => ((await cli.ok('spaces --json', env)).json() as {name: string}[]).map(({name}) => name)

/** A world with something in most of what a world can hold. */
async function furnished() {
  await cli.ok('spaces:create my-space --team acme --wait')
  await cli.ok('apps:create my-app --space my-space')
  await cli.ok('addons:create heroku-redis --app my-app --confirm my-app --name my-redis')
  await cli.ok(['config:set', '--app', 'my-app', 'GREETING=Grüße, "Welt"'])
  await cli.ok('trusted-ips:add 203.0.113.0/24 --space my-space')
}

describe('control-plane:export', () => {
  it.each([
    ['--json', 2, 'name the file to write'],
    ['world.jsonl --data nowhere.sqlite', 3, 'There is no state file nowhere.sqlite.'],
    ['world.jsonl --database mysql://x/y', 2, '--database must be a URL such as postgres://'],
    ['world.jsonl --data a --database postgres://x:hunter2@y/z', 2, 'Name either a state file with --data or a database with --database.'],
    ['world.jsonl --context ci', 2, '--context does not go with this command: it works on the state itself. Name that with --data or --database.'],
    ['world.jsonl --as admin@acme.example', 2, '--as does not go with this command'],
    ['nowhere/world.jsonl', 1, 'cannot be read or written'],
  ])('refuses %s', async (typed, code, message) => {
    const ran = await cli.run(`control-plane:export ${typed}`)
    expect(ran.code).toBe(code)
    expect(ran.stderr + ran.stdout).toContain(message)
    expect(ran.stderr + ran.stdout).not.toContain('hunter2')
    expect(existsSync(file)).toBe(false)
  })

  it('does not replace a file that is there unless it is told to', async () => {
    writeFileSync(file, 'mine')
    const {code, stderr} = await cli.run(['control-plane:export', file])
    expect(code).toBe(5)
    expect(stderr).toContain('is there already. Replace it with --force')
    expect(readFileSync(file, 'utf8')).toBe('mine')
    await cli.ok(['control-plane:export', file, '--force'])
    expect(readFileSync(file, 'utf8')).toContain('"spacedock_world":1')
  })

  it('is not about the account that is set for other commands', async () => {
    await cli.ok(['control-plane:export', file], {SPACEDOCK_AS: 'admin@acme.example'})
  })

  it('writes a file that is the user’s alone, and nothing beside it', async () => {
    await furnished()
    const {stdout} = await cli.ok(['control-plane:export', file])
    expect(stdout).toMatch(/^\d+ rows of \d+ tables in .*world\.jsonl, SHA-256 [0-9a-f]{64}\n$/)
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    expect(readdirSync(cli.folder).filter((name) => name.includes('world.jsonl'))).toEqual(['world.jsonl'])
  })
})

describe('control-plane:import', () => {
  const exported = async (): Promise<string[]> => {
    await cli.ok(['control-plane:export', file, '--force'])
    return readFileSync(file, 'utf8').trimEnd().split('\n')
  }

  it('brings back the world that was exported, and nothing of the one that was there', async () => {
    await furnished()
    const before = await exported()
    await cli.ok('spaces:create another --team acme')
    await cli.ok('apps:destroy my-app --confirm my-app')
    const {stdout} = await cli.ok(['control-plane:import', file])
    expect(stdout).toMatch(/^\d+ rows of \d+ tables imported, SHA-256 [0-9a-f]{64}\n$/)
    expect(await spaces()).toEqual(['my-space'])
    expect((await cli.ok('config:get GREETING --app my-app')).stdout).toBe('Grüße, "Welt"\n')
    expect((await exported()).slice(1)).toEqual(before.slice(1))
  })

  it('brings the tokens of the export, and no other', async () => {
    await cli.ok('tokens:create --account member@acme.example --description exported')
    await exported()
    const [{id}] = (await cli.ok('tokens --json')).json() as [{id: string}]
    await cli.ok(`tokens:revoke ${id}`)
    await cli.ok('tokens:create --account member@acme.example --description later')
    await cli.ok(['control-plane:import', file])
    expect((await cli.ok('tokens --json')).json()).toMatchObject([{id, description: 'exported'}])
  })

  it.each<[string, (lines: string[]) => string[], string]>([
    ['an empty file', () => [''], 'It is not a world that spacedock has exported.'],
    ['another file', () => ['hello'], 'It is not a world that spacedock has exported.'],
    ['other JSON', () => ['{}'], 'It is not a world that spacedock has exported.'],
    ['null', () => ['null'], 'It is not a world that spacedock has exported.'],
    ['one of a newer version', ([first = '', ...rest]) => [first.replace(/"schema_version":\d+/, '"schema_version":999'), ...rest], 'newer version of spacedock. Update'],
    ['one whose end is missing', (lines) => lines.slice(0, -1), 'before its own end.'],
    ['one in which a line is missing', (lines) => [...lines.slice(0, 5), ...lines.slice(6)], 'Its checksum is not that of its lines'],
    ['one in which a line was changed', (lines) => lines.map((line) => line.replace('my-space', 'no-space')), 'Its checksum is not that of its lines'],
    ['one that goes on after its end', (lines) => [...lines, lines[1] ?? ''], 'comes after the end.'],
    ['one with a line that is no row', (lines) => [...lines.slice(0, 3), '["sqlite_master",{}]', ...lines.slice(3)], 'Line 4 is not a row of a table.'],
    ['one with a line that is cut off', (lines) => [...lines.slice(0, 3), '["spaces",{', ...lines.slice(3)], 'Line 4 is not JSON.'],
  ])('refuses %s and changes nothing', async (_, spoil, message) => {
    await furnished()
    writeFileSync(file, spoil(await exported()).join('\n'))
    await cli.ok('spaces:create another --team acme')
    const {code, stderr} = await cli.run(['control-plane:import', file])
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
    expect(await spaces()).toEqual(['another', 'my-space'])
  })

  it('asks before it replaces what is in another state file', async () => {
    await exported()
    const other = join(cli.folder, 'other.sqlite')
    await cli.ok(['control-plane:import', file, '--data', other])
    const again = await cli.run(['control-plane:import', file, '--data', other])
    expect([again.code, again.stderr]).toEqual([8, expect.stringContaining('re-run this command with --confirm other.sqlite')])
    await cli.ok(['control-plane:import', file, '--data', other, '--confirm', 'other.sqlite'])
  })

  it('a file that is not there is named', async () => {
    expect(await cli.run('control-plane:import nowhere.jsonl')).toMatchObject({code: 3})
  })

  it('one of every earlier schema is brought to this one', async () => {
    const older = new URL('../fixtures/world-11.jsonl', import.meta.url).pathname
    copyFileSync(older, file)
    await cli.ok(['control-plane:import', file])
    expect(await spaces()).toEqual(['my-space'])
    expect((await cli.ok('addons --app my-app')).stdout).toContain('my-redis')
  })
})
