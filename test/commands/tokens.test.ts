import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'
import {createFaultyServer} from '../helpers/faulty-server.js'
import {createWorld} from '../helpers/world.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
})

describe('refuses', () => {
  it.each([
    ['accounts:create', 2, 'Missing 1 required arg'],
    ['accounts:create ada', 2, 'ada is not a valid email address.'],
    ['accounts:create member@acme.example', 2, 'There is an account member@acme.example already.'],
    ['tokens:create', 2, 'Missing required flag account'],
    ['tokens:create --account nobody@acme.example', 3, "Couldn't find that account."],
    ['tokens:create --account member@acme.example --scope all', 2, "Couldn't find that scope: all."],
    ['tokens:create --account member@acme.example --expires-in 30', 2, '--expires-in takes a time such as 90s, 15m, 12h, 30d or 4w, of at most ten years, not 30.'],
    ['tokens:create --account member@acme.example --expires-in 0d', 2, '--expires-in takes a time'],
    ['tokens:create --account member@acme.example --expires-in 11000d', 2, '--expires-in takes a time'],
    ['tokens:create --account member@acme.example --database ./world.sqlite', 2, '--database must be a URL'],
    ['tokens --database postgres://x:hunter2@127.0.0.1:9/x --context local', 2, 'Name either a control plane with --context or a database with --database.'],
    ['tokens --database postgres://127.0.0.1:9/x', 9, 'The database postgres://127.0.0.1:9/x cannot be reached'],
    ['tokens:revoke 01234567-89ab-cdef-0123-456789abcdef', 3, "Couldn't find that token."],
    ['tokens:revoke', 2, 'Missing 1 required arg'],
  ])('%s', async (line, code, said) => {
    const ran = await cli.run(line)
    expect([ran.code, ran.stdout]).toEqual([code, ''])
    expect(ran.stderr).toContain(said)
    expect((await cli.ok('tokens --json')).json()).toEqual([])
    expect((await cli.ok('accounts --json')).json()).toHaveLength(5)
  })

  it('whoever does not run the control plane', async () => {
    const world = await createWorld({guarded: true})
    const {url} = await createFaultyServer(world.send)
    const env = {HEROKU_HOST: url, HEROKU_API_KEY: await world.tokenOf('admin@acme.example')}
    for (const line of ['accounts', 'accounts:create ada@acme.example', 'tokens', 'tokens:create --account admin@acme.example', 'tokens:revoke 1'])
      expect(await cli.run(line, env)).toMatchObject({code: 4, stderr: expect.stringContaining('Only whoever runs this control plane may do that.')})
  })
})

it('tokens:create prints the token and nothing else', async () => {
  const {stdout, stderr} = await cli.ok('tokens:create --account member@acme.example --description ci --expires-in 30d --scope read --scope write')
  expect(stdout).toMatch(/^SPCD-[\w-]{32}\n$/)
  expect(stderr).toContain('Creating token of member@acme.example... done')
  const [listed] = (await cli.ok('tokens --json')).json() as {description: string; scopes: string[]}[]
  expect(listed).toMatchObject({account: 'member@acme.example', description: 'ci', scopes: ['read', 'write']})
  const {stdout: table} = await cli.ok('tokens')
  expect(table).toMatch(/member@acme.example +ci +read, write +\d{4}-\S+ +\d{4}-/)
  expect(table).not.toContain(stdout.trim())
})

it('tokens:create --json is an object, with what the token may do', async () => {
  const made = (await cli.ok('tokens:create --account member@acme.example --operator --json')).json() as {id: string}
  expect(made).toMatchObject({account: 'member@acme.example', description: '', scopes: ['global', 'operator'], expires_at: null, token: expect.stringMatching(/^SPCD-/)})
  expect((await cli.ok('tokens')).stdout).toMatch(/global, operator .* never/)
  await cli.ok(`tokens:revoke ${made.id}`)
  expect((await cli.ok('tokens')).stdout).toBe('There are no tokens.\n')
})

it('accounts are made and listed, and a token of one acts as it', async () => {
  await cli.ok('accounts:create ada@acme.example --name "Ada Lovelace"')
  expect((await cli.ok('accounts')).stdout).toMatch(/ada@acme.example +Ada Lovelace +0 /)
  const world = await createWorld({guarded: true})
  const {url} = await createFaultyServer(world.send)
  const operator = {HEROKU_HOST: url, HEROKU_API_KEY: await world.tokenOf('admin@acme.example', undefined, ['operator', 'global'])}
  await cli.ok('accounts:create ada@acme.example', operator)
  const token = (await cli.ok('tokens:create --account ada@acme.example', operator)).stdout.trim()
  expect((await cli.ok('auth:whoami', {HEROKU_HOST: url, HEROKU_API_KEY: token})).stdout).toBe('ada@acme.example\n')
})
