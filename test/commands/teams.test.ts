import {expect, it} from 'vitest'
import {createCli} from '../helpers/cli.js'

it.each([
  ['teams:create', 2, 'Missing 1 required arg'],
  ['teams:create Acme', 2, 'lowercase letters'],
  ['teams:create ab', 2, 'Name is too short'],
  ['teams:create acme', 2, 'Name acme is already taken'],
  ['teams:create my-team --enterprise-account acme-holdin', 3, "Couldn't find that enterprise account."],
  ['teams:create my-team --enterprise-account acme-holding --as member@acme.example', 4, 'You do not have access to the enterprise account acme-holding.'],
])('%s ends with %i', async (line, code, message) => {
  const cli = await createCli()
  const ran = await cli.run(line)
  expect(ran).toMatchObject({code, stdout: ''})
  expect(ran.stderr).toContain(message)
  expect((await cli.ok('teams --json')).json()).toHaveLength(2)
})

it('teams lists the teams one belongs to by name, with the role there', async () => {
  const cli = await createCli()
  await cli.ok('teams:create aardvark')
  expect((await cli.ok('teams')).stdout).toBe(`  Team        Role
 ───────────────────
  aardvark    admin
  acme        admin
  acme-labs   admin

`)
  expect((await cli.ok('teams --as admin@globex.example')).stdout).toContain('globex')
})

it('teams:create makes a team in an enterprise account', async () => {
  const cli = await createCli()
  const {stdout, stderr} = await cli.ok('teams:create my-team --enterprise-account acme-holding')
  expect(stdout.replace(/[\da-f-]{36}/, 'ID').replace(/\d{4}-\S+Z/, 'DATE')).toBe(`=== my-team

ID:                 ID
Type:               enterprise
Enterprise Account: acme-holding
Role:               admin
Created at:         DATE
`)
  expect(stderr).toBe('Creating team my-team in enterprise account acme-holding... done\n')
})

it('teams:create makes a team of its own', async () => {
  const ran = await (await createCli()).ok('teams:create my-team --json')
  expect(ran.json()).toMatchObject({name: 'my-team', type: 'team', enterprise_account: null, role: 'admin'})
})
