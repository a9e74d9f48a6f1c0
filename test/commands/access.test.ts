import {beforeAll, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

/** A world with an app of one's own, and one of the team. */
beforeAll(async () => {
  cli = await createCli()
  await cli.ok('apps:create my-app')
  await cli.ok('apps:create team-app --team acme')
})

it.each([
  ['access', 2, 'Missing required flag app'],
  ['access --app nope', 3, "Couldn't find that app."],
  ['access --app my-app --as admin@globex.example', 3, "Couldn't find that app."],
  ['access:add --app team-app', 2, 'Missing 1 required arg'],
  ['access:add new@acme.example', 2, 'Missing required flag app'],
  ['access:add new@acme.example --app team-app', 2, 'Missing argument: permissions'],
  ['access:add new@acme.example --app team-app --permissions deplo', 2, 'Did you mean deploy?'],
  ['access:add new --app team-app --permissions deploy', 2, 'new is not a valid email address.'],
  ['access:add new@acme.example --app team-app -p view --as member@acme.example', 4, 'You do not have the required access to the app team-app'],
  ['access:update new@acme.example --app team-app', 2, 'Missing required flag permissions'],
  ['access:update new@acme.example --app team-app -p deploy', 3, "Couldn't find that collaborator."],
  ['access:update new@acme.example --app my-app -p deploy', 2, 'cannot update permissions. The app my-app is not owned by a team'],
  ['access:remove --app team-app', 2, 'Missing 1 required arg'],
  ['access:remove new@acme.example --app team-app', 3, "Couldn't find that collaborator."],
  ['access:remove a@acme.example b@acme.example --app team-app', 2, 'Unexpected argument: b@acme.example'],
  ['access:remove admin@acme.example --app my-app', 2, 'owns the app my-app'],
])('%s ends with %i and changes nothing', async (line, code, message) => {
  const before = (await cli.ok('access --app team-app --json')).stdout
  const ran = await cli.run(line)
  expect(ran).toMatchObject({code, stdout: ''})
  expect(ran.stderr).toContain(message)
  expect((await cli.ok('access --app team-app --json')).stdout).toBe(before)
})

describe('on an app of a team that grants permissions one by one', () => {
  it('collaborators are added, changed, listed among the admins, and removed', async () => {
    const added = await cli.ok('access:add new@acme.example --app team-app --permissions operate,deploy')
    expect(added).toMatchObject({stdout: '', stderr: 'Adding new@acme.example access to the app team-app with deploy, operate, view permissions... done\n'})
    const updated = await cli.ok('access:update new@acme.example --app team-app -p manage,deploy')
    expect(updated.stderr).toBe('Updating new@acme.example in application team-app with deploy,manage,view permissions... done\n')
    expect((await cli.ok('access --app team-app')).stdout).toBe(`  email                role           permissions
 ───────────────────────────────────────────────────────────────────
  admin@acme.example   admin          deploy, manage, operate, view
  new@acme.example     collaborator   deploy, manage, view

`)
    const removed = await cli.ok('access:remove new@acme.example --app team-app --json')
    expect(removed.json()).toMatchObject({user: {email: 'new@acme.example'}, app: {name: 'team-app'}})
    expect((await cli.ok('access --app team-app')).stdout).not.toContain('new@acme.example')
  })

  it('who may not see the admins sees the collaborators', async () => {
    await cli.ok('access:add collaborator@acme.example --app team-app -p view')
    const {stdout} = await cli.ok('access --app team-app --as collaborator@acme.example')
    expect(stdout).toContain('collaborator@acme.example   collaborator   view')
    expect(stdout).not.toContain('admin@acme.example')
    await cli.ok('access:remove collaborator@acme.example --app team-app')
  })
})

it('on an app of nobody but its owner all collaborators have the same permissions, and it is said', async () => {
  const added = await cli.ok('access:add member@acme.example --app my-app --permissions view')
  expect(added.stderr).toContain('--permissions is not used')
  expect(added.stderr).toContain('Adding member@acme.example access to the app my-app... done')
  expect((await cli.ok('access --app my-app')).stdout).toBe(`  email                 role           permissions
 ────────────────────────────────────────────────────────────────────
  admin@acme.example    owner          deploy, manage, operate, view
  member@acme.example   collaborator   deploy, operate, view

`)
})
