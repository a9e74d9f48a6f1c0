import {describe, expect, it} from 'vitest'
import {createCli} from '../helpers/cli.js'

it.each([
  ['members', 2, 'Missing required flag team'],
  ['members --team acmee', 3, "Couldn't find that team."],
  ['members --team acme --as collaborator@acme.example', 4, 'You do not have access to the team acme.'],
  ['members --team acme --as admin@globex.example', 3, "Couldn't find that team."],
  ['members:add --team acme --role member', 2, 'Missing 1 required arg'],
  ['members:add new@acme.example --team acme', 2, 'Missing required flag role'],
  ['members:add new@acme.example --role member', 2, 'Missing required flag team'],
  ['members:add new@acme.example --team acme --role membr', 2, 'Did you mean member?'],
  ['members:add new --team acme --role member', 2, 'new is not a valid email address.'],
  ['members:add new@acme.example --team acme --role member --as member@acme.example', 4, 'You do not have access to the team acme.'],
  ['members:set --team acme --role viewer', 2, 'Missing 1 required arg'],
  ['members:set new@acme.example --team acme --role viewer', 3, "Couldn't find that team member."],
  ['members:set admin@acme.example --team acme --role viewer', 2, 'is the only admin of the team acme'],
  ['members:remove --team acme', 2, 'Missing 1 required arg'],
  ['members:remove new@acme.example --team acme', 3, "Couldn't find that"],
  ['members:remove admin@acme.example --team acme', 2, 'is the only admin of the team acme'],
  ['members:remove member@acme.example viewer@acme.example --team acme', 2, 'Unexpected argument: viewer@acme.example'],
])('%s ends with %i and changes nothing', async (line, code, message) => {
  const cli = await createCli()
  const before = (await cli.ok('members --team acme --json')).stdout
  const ran = await cli.run(line)
  expect(ran).toMatchObject({code, stdout: ''})
  expect(ran.stderr).toContain(message)
  expect((await cli.ok('members --team acme --json')).stdout).toBe(before)
})

describe('members', () => {
  it('lists by email address', async () => {
    expect((await (await createCli()).ok('members --team acme')).stdout).toBe(`  email                       role
 ──────────────────────────────────────────
  admin@acme.example          admin
  collaborator@acme.example   collaborator
  member@acme.example         member
  viewer@acme.example         viewer

`)
  })

  it('filters by role, and says so where nobody is left', async () => {
    const cli = await createCli()
    expect((await cli.ok('members --role viewer', {HEROKU_TEAM: 'acme'})).stdout).toContain('viewer@acme.example')
    expect((await cli.ok('members --role owner --team acme')).stdout).toBe('No members in acme with role owner\n')
    expect((await cli.ok('members --pending --team acme')).stdout).toBe('No members in acme\n')
  })

  it('writes JSON with three spaces a level, as the official CLI', async () => {
    const {stdout} = await (await createCli()).ok('members --team globex --json --as admin@globex.example')
    expect(stdout.replaceAll(/[\da-f-]{36}/g, 'ID')).toBe(`[
   {
      "created_at": "2016-01-01T00:00:00Z",
      "email": "admin@globex.example",
      "federated": false,
      "id": "ID",
      "identity_provider": null,
      "role": "admin",
      "two_factor_authentication": false,
      "updated_at": "2016-01-01T00:00:00Z",
      "user": {
         "email": "admin@globex.example",
         "id": "ID",
         "name": null
      },
      "status": ""
   }
]
`)
  })
})

it('members are added, given another role and removed', async () => {
  const cli = await createCli()
  const added = await cli.ok('members:add new@acme.example --team acme --role member')
  expect(added).toMatchObject({stdout: '', stderr: 'Adding new@acme.example to acme as member... done\n'})
  const set = await cli.ok('members:set new@acme.example --team acme --role viewer --json')
  expect(set.json()).toMatchObject({email: 'new@acme.example', role: 'viewer'})
  const removed = await cli.ok('members:remove new@acme.example --team acme')
  expect(removed.stderr).toBe('Removing new@acme.example from acme... done\n')
  expect((await cli.ok('members --team acme')).stdout).not.toContain('new@acme.example')
})
