import {existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli, root} from '../helpers/cli.js'

let cli: Cli
let file: string

beforeEach(async () => {
  cli = await createCli()
  file = join(cli.folder, 'world.yml')
})

const spaces = async () => ((await cli.ok('spaces --json')).json() as {name: string}[]).map(({name}) => name)

describe('control-plane:reset --seed refuses, with the line, and the world stays:', () => {
  it.each<[what: string, lines: string[], ...said: string[]]>([
    ['what is no YAML', ['teams:', '  - name: acme', '   spaces: []'], 'world.yml:3:'],
    ['a key that is there twice', ['apps: []', 'apps: []'], 'world.yml:2:1: Map keys must be unique'],
    ['a second document', ['apps: []', '---', 'apps: []'], 'world.yml:2:1: A second document begins here. A seed is one.'],
    ['a tag that means nothing', ['apps: !many []'], 'world.yml:1:7: Unresolved tag: !many'],
    ['a list', ['- acme'], 'world.yml:1:1: A seed begins with keys such as teams and apps.'],
    ['nothing', ['# nothing'], 'world.yml is empty.'],
    ['an unknown key and a range, in the order of their lines', ['teams:', '  - name: acme', '    spaces:', '      - name: my-space', '        cidr: 10.0.0.0/24', '        regoin: oregon', '      - cidr: 10.1.0.0/16'],
      'world.yml:5:9: Cidr must be a /16', 'world.yml:6:9: There is no key regoin here. Did you mean region?', 'world.yml:7:9: The key name is missing.'],
    ['what the rules refuse', ['teams:', '  - name: acme', '    spaces:', '      - name: my-space', '        apps:', '          - name: my-app', '            addons:', '              - heroku-redis', '              - plan: heroku-postgresql:shield-0'], 'world.yml:9:17: '],
    ['a key in quotes', ['apps:', '  - name: my-app', '    config_vars:', '      "A B": x'], 'world.yml:4:7: Config var key'],
    ['what an alias stands for, where that is', ['teams:', '  - name: acme', '    members: &all', '      admin@acme.example: admin', '      eve@acme.example: viewer', '  - name: other', '    type: team', '    members: *all'], "world.yml:5:7: Couldn't find that role: viewer."],
    ['lines that end as on Windows', ['apps:\r', '  - name: my-app\r', '    regoin: eu\r'], 'world.yml:3:5: There is no key regoin here.'],
  ])('%s', async (_, lines, ...said) => {
    await cli.ok('spaces:create old-space --team acme')
    writeFileSync(file, `${lines.join('\n')}\n`)
    const {code, stdout, stderr} = await cli.run(['control-plane:reset', '--seed', file])
    expect([code, stdout]).toEqual([2, ''])
    let from = 0
    for (const text of said) {
      expect(stderr.slice(from)).toContain(text)
      from = stderr.indexOf(text)
    }
    expect(await spaces()).toEqual(['old-space'])
  })

  it('a file that is not there', async () => {
    const {code, stderr} = await cli.run(['control-plane:reset', '--seed', file])
    expect([code, stderr]).toEqual([3, expect.stringContaining('There is no file')])
  })

  it('what is larger than a request may be', async () => {
    writeFileSync(file, `apps: [{name: my-app, config_vars: {A: ${'x'.repeat(1024 * 1024)}}}]`)
    const {code, stderr} = await cli.run(['control-plane:reset', '--seed', file])
    expect([code, stderr]).toEqual([2, expect.stringContaining('larger than 1 MiB')])
  })

  it('together with --to', async () => {
    expect((await cli.run('control-plane:reset --seed x --to y')).code).toBe(2)
  })

  it('as JSON with lines and columns, for whoever shows them', async () => {
    writeFileSync(file, 'apps:\n  - name: x\n')
    const {code, json} = await cli.run(['control-plane:reset', '--seed', file, '--json'])
    expect(code).toBe(2)
    const message = 'Name is too short (minimum is 3 characters).'
    expect(json()).toEqual({error: {id: 'invalid_params', message: `${file}:2:5: ${message}`, findings: [{path: ['apps', 0, 'name'], message, line: 2, column: 5}], status: 422, exit: 2}})
  })
})

describe('control-plane:seed refuses', () => {
  it.each([
    ['', 2, 'control-plane:seed --export [FILE] writes the present world; spacedock control-plane:reset --seed FILE makes'],
    ['world.yml', 2, 'control-plane:reset --seed world.yml makes a world of a file.'],
    ['--export --json', 2, 'name the file to write'],
    ['--export nowhere/world.yml', 1, 'cannot be read or written'],
    ['--export --context heroku', 2, "Heroku's own control plane is run by Heroku."],
  ])('%s', async (typed, code, message) => {
    const ran = await cli.run(`control-plane:seed ${typed}`.trim())
    expect(ran.code).toBe(code)
    expect(ran.stderr + ran.stdout).toContain(message)
  })

  it('to replace a file, unless it is told to', async () => {
    writeFileSync(file, 'mine')
    const {code, stderr} = await cli.run(['control-plane:seed', '--export', file])
    expect([code, stderr]).toEqual([5, expect.stringContaining('is there already. Replace it with --force')])
    expect(readFileSync(file, 'utf8')).toBe('mine')
    await cli.ok(['control-plane:seed', '--export', file, '--force'])
    expect(readFileSync(file, 'utf8')).toContain('teams:')
  })
})

it('the example makes a world, which is written down the same on standard output and in a file of one’s own', async () => {
  await cli.ok(['control-plane:reset', '--seed', join(root, 'examples/world.yml')])
  expect(await spaces()).toEqual(['acme-lab', 'acme-next', 'acme-production'])
  const {stdout} = await cli.ok(['control-plane:seed', '--export', file])
  expect(stdout).toBe(`The world is in ${file}.\n`)
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  expect(readdirSync(cli.folder).filter((name) => name.includes('world.yml'))).toEqual(['world.yml'])
  const first = readFileSync(file, 'utf8')
  expect((await cli.ok('control-plane:seed --export')).stdout).toBe(first)
  await cli.ok(['control-plane:reset', '--seed', file])
  expect((await cli.ok('control-plane:seed --export')).stdout).toBe(first)
})

it('what it cannot write is told, and is no part of the file', async () => {
  await cli.ok('spaces:create my-space --team acme --wait')
  await cli.ok('control-plane:peerings:request --space my-space --vpc-id vpc-0a1b2c3d --account 210987654321 --cidr 10.20.0.0/16')
  const {stderr, json} = await cli.ok(['control-plane:seed', '--export', file, '--json'])
  expect(stderr.replaceAll(/\s+(›\s+)?/g, ' ')).toContain('Not written, as a seed has no words for it: peerings (1). control-plane:export writes everything.')
  expect(json()).toEqual({file, left_out: {peerings: 1}})
  expect(existsSync(file)).toBe(true)
})

it('a deterministic world of a file has the same ids each time', async () => {
  writeFileSync(file, 'teams: [{name: acme, spaces: [{name: my-space}]}]')
  const told = async () => {
    await cli.ok(['control-plane:reset', '--seed', file, '--deterministic', '42'])
    return (await cli.ok('spaces:info my-space --json')).stdout
  }
  expect(await told()).toBe(await told())
})
