import {execFileSync} from 'node:child_process'
import {mkdtempSync, realpathSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

/** A world with a space, an app in it, one of the team's, and one of one's own. */
beforeAll(async () => {
  cli = await createCli()
  await cli.ok('spaces:create my-space --team acme')
  await cli.ok('apps:create my-app --region eu --no-remote')
  await cli.ok('apps:create team-app --team acme --no-remote')
  await cli.ok('apps:create space-app --space my-space --internal-routing --locked --no-remote')
})

/** Without what no two worlds have in common. */
const plain = (text: string) => text.replaceAll(/-[\da-f]{12}(?=\.herokuapp)/g, '-HEX').replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'ID').replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, 'DATE')
const names = (json: unknown) => (json as {name: string}[]).map(({name}) => name)

it.each([
  ['apps --space nope', 3, "Couldn't find that space."],
  ['apps --team acmee', 3, "Couldn't find that team."],
  ['apps:create my-app', 2, 'Name my-app is already taken'],
  ['apps:create My_App', 2, 'Name must start with a letter'],
  ['apps:create new-app --space nope', 3, "Couldn't find that space."],
  ['apps:create new-app --space my-space --region tokyo', 2, 'tokyo is not possible there'],
  ['apps:create new-app --region oregon', 2, 'Region oregon is only available in Private Spaces.'],
  ['apps:create new-app --stack heroku-1', 2, 'stack'],
  ['apps:create new-app --internal-routing', 2, 'USAGE: spacedock apps:create --space my-space --internal-routing'],
  ['apps:create new-app --manifest', 2, 'does not read heroku.yml'],
  ['apps:create new-app --space my-space --as member@acme.example', 4, 'You do not have access to the space my-space.'],
  ['apps:create new-app --team acme --as viewer@acme.example', 4, 'You do not have access to the team acme.'],
  ['apps:create one two', 2, 'Unexpected argument: two'],
  ['apps:info', 2, 'No app specified.\nUSAGE: spacedock apps:info --app my-app'],
  ['apps:info nope', 3, "Couldn't find that app."],
  ['apps:info my-app --as member@acme.example', 3, "Couldn't find that app."],
  ['apps:destroy', 2, 'No app specified.\nUSAGE: spacedock apps:destroy APPNAME'],
  ['apps:destroy my-app --app team-app --confirm my-app', 2, '--app names team-app, and the argument my-app. Name one of them.'],
  ['apps:destroy nope --confirm nope', 3, "Couldn't find that app."],
  ['apps:destroy my-app', 8, '--confirm my-app'],
  ['apps:destroy my-app --confirm team-app', 8, 'Confirmation team-app did not match my-app. Aborted.'],
  ['apps:destroy team-app --confirm team-app --as member@acme.example', 4, 'You do not have the required access to the app team-app'],
  ['apps:rename --app my-app', 2, 'Missing 1 required arg'],
  ['apps:rename new-app', 2, 'Missing required flag app'],
  ['apps:rename team-app --app my-app', 2, 'Name team-app is already taken'],
  ['apps:transfer --app my-app', 2, 'Missing 1 required arg'],
  ['apps:transfer acme', 2, 'Missing required flag app'],
  ['apps:transfer acmee --app my-app', 3, "Couldn't find that team."],
  ['apps:transfer member@acme.example --app team-app', 8, '--confirm team-app'],
  ['apps:transfer member@acme.example --app space-app --confirm space-app', 2, 'space'],
  ['apps:transfer acme --bulk', 2, '--bulk asks which apps are meant'],
  ['apps:lock --app my-app', 3, 'is a personal app'],
  ['apps:lock --app space-app', 2, 'This app is already locked.'],
  ['apps:unlock --app team-app', 2, 'This app is not locked.'],
  ['apps:join --app my-app', 3, 'is a personal app'],
  ['apps:join --app space-app --as member@acme.example', 4, 'App space-app is locked.'],
  ['apps:leave --app team-app --as member@acme.example', 3, "Couldn't find that collaborator."],
])('%s ends with %i and changes nothing', async (line, code, message) => {
  const before = (await cli.ok('apps --all --json')).stdout
  const ran = await cli.run(line)
  expect(ran).toMatchObject({code, stdout: ''})
  expect(ran.stderr).toContain(message)
  expect((await cli.ok('apps --all --json')).stdout).toBe(before)
})

describe('apps', () => {
  it('lists those of a space and of a team, with what is special about them', async () => {
    expect((await cli.ok('apps --space my-space')).stdout).toBe('=== Apps in space my-space\n\nspace-app [internal/locked] (virginia)\n')
    expect((await cli.ok('apps', {HEROKU_TEAM: 'acme'})).stdout).toBe('=== Apps in team acme\n\nspace-app [internal/locked] (virginia)\nteam-app\n')
    expect((await cli.ok('apps --internal-routing --team acme -j')).json()).toMatchObject([{name: 'space-app'}])
    expect((await cli.ok('apps --team acme-labs')).stdout).toBe('There are no apps in team acme-labs.\n')
  })

  it("lists one's own, with --all those of one's teams too", async () => {
    expect((await cli.ok('apps --personal', {HEROKU_TEAM: 'acme'})).stdout).toBe('=== admin@acme.example Apps\n\nmy-app (eu)\n')
    expect((await cli.ok('list --all')).stdout).toBe(`=== admin@acme.example Apps

my-app (eu)

Collaborated Apps

  Name                              Email
 ──────────────────────────────────────────────────────────
  space-app [internal] (virginia)   acme@herokumanager.com
  team-app                          acme@herokumanager.com

`)
    expect((await cli.ok('apps --as viewer@acme.example')).stdout).toBe('You have no apps.\n')
  })
})

describe('apps:create', () => {
  it('names what it was not told, and tells what was asked for', async () => {
    const ran = await cli.ok('create --region eu --stack heroku-24 --no-remote')
    expect(ran.stderr).toMatch(/^Creating app\.\.\. done, [a-z]+-[a-z]+-\d{5}, region is eu, stack is heroku-24\n$/)
    expect(ran.stdout).toMatch(/^https:\/\/(\S+)-[\da-f]{12}\.herokuapp\.com\/ \| https:\/\/git\.heroku\.com\/\1\.git\n$/)
  })

  it('creates in a space, by the name of HEROKU_APP when there is no other', async () => {
    const ran = await cli.ok('apps:create --space my-space --no-remote', {HEROKU_APP: 'env-app'})
    expect(ran.stderr).toBe('Creating env-app in space my-space... done\n')
    expect(plain(ran.stdout)).toBe('https://env-app-HEX.herokuapp.com/ | https://git.heroku.com/env-app.git\n')
    await cli.ok('destroy --app env-app -c env-app')
  })

  it('adds add-ons, and leaves the app when one is refused', async () => {
    const ran = await cli.ok('apps:create addon-app --addons papertrail,heroku-redis --no-remote')
    expect(ran.stderr).toBe('Creating addon-app... done\nAdding papertrail... done\nAdding heroku-redis... done\n')
    const refused = await cli.run('apps:create half-app --addons nope --no-remote')
    expect(refused).toMatchObject({code: 2, stdout: ''})
    expect(refused.stderr).toContain('Creating half-app... done\nAdding nope... !\n')
    await cli.ok('apps:info half-app')
  })

  it('says when a buildpack could not be set, after the app was created', async () => {
    const ran = await cli.run('apps:create build-app --buildpack heroku/nodejs --json --no-remote')
    expect(ran.code).toBe(2)
    expect(ran.json()).toMatchObject({error: {id: 'not_implemented', status: 501, message: expect.stringContaining('buildpack-installation.update') as string}})
    expect(ran.stderr).toBe('Creating build-app... done\nSetting buildpack to heroku/nodejs... !\n')
    await cli.ok('apps:info build-app')
  })
})

describe('apps:info', () => {
  it('shows an app of a space', async () => {
    const {stdout} = await cli.ok('apps:info space-app')
    expect(plain(stdout)).toBe(`=== space-app

Space:            my-space
Internal Routing: true
Auto Cert Mgmt:   false
Git URL:          https://git.heroku.com/space-app.git
Web URL:          https://space-app-HEX.herokuapp.com/
Repo Size:        0 B
Slug Size:        0 B
Owner:            acme@herokumanager.com
Region:           virginia
Dynos:            ${''}
Stack:            heroku-24
`)
  })

  it('--shell writes key=value', async () => {
    expect(plain((await cli.ok('info -s', {HEROKU_APP: 'my-app'})).stdout)).toBe(`auto_cert_mgmt=false
addons=
collaborators=
git_url=https://git.heroku.com/my-app.git
web_url=https://my-app-HEX.herokuapp.com/
repo_size=0 B
slug_size=0 B
owner=admin@acme.example
region=eu
dynos={}
stack=heroku-24
`)
  })

  it('--json has the shape of the official CLI', async () => {
    const details = (await cli.ok('apps:info my-app -j')).json() as object
    expect(Object.keys(details)).toEqual(['addons', 'app', 'collaborators', 'dynos', 'pipeline_coupling'])
    expect(details).toMatchObject({addons: [], app: {name: 'my-app'}, collaborators: [{role: 'owner'}], dynos: [], pipeline_coupling: null})
  })
})

describe('what happens to an app', () => {
  it('is renamed', async () => {
    await cli.ok('apps:create old-name --no-remote')
    const ran = await cli.ok('rename new-name --app old-name')
    expect(plain(ran.stdout)).toBe('https://new-name-HEX.herokuapp.com/ | https://git.heroku.com/new-name.git\n')
    expect(ran.stderr).toContain('Renaming old-name to new-name... done\n')
    expect(ran.stderr).toContain("Don't forget to update git remotes")
  })

  it('is locked, joined and left', async () => {
    expect((await cli.ok('lock --app team-app')).stderr).toBe('Locking team-app... done\n')
    expect((await cli.ok('unlock --app team-app --json')).json()).toMatchObject({name: 'team-app', locked: false})
    expect((await cli.ok('join --app team-app --as member@acme.example')).stderr).toBe('Joining team-app... done\n')
    expect((await cli.ok('leave --app team-app --as member@acme.example')).stderr).toBe('Leaving team-app... done\n')
  })

  it('is transferred to a team, locked on the way, and to a person who confirms for its collaborators', async () => {
    await cli.ok('apps:create gift --no-remote')
    const given = await cli.ok('apps:transfer acme --app gift --locked')
    expect(given).toMatchObject({stdout: '', stderr: 'Transferring gift to acme... done\nLocking gift... done\n'})
    const taken = await cli.ok('apps:transfer member@acme.example --app gift --confirm gift')
    expect(taken.stderr).toBe('Transferring gift to member@acme.example... done\n')
    expect(names((await cli.ok('apps --as member@acme.example --json')).json())).toEqual(['gift'])
  })

  it('is offered to another person, when it is personal', async () => {
    await cli.ok('apps:create offer --no-remote')
    const ran = await cli.ok('apps:transfer member@acme.example --app offer')
    expect(ran.stderr).toBe('Initiating transfer of offer to member@acme.example... email sent\n')
  })

  it('is destroyed', async () => {
    await cli.ok('apps:create doomed --no-remote')
    const ran = await cli.ok('apps:delete doomed --confirm doomed')
    expect(ran).toMatchObject({stdout: '', stderr: 'Destroying doomed (including all add-ons)... done\n'})
    expect((await cli.run('apps:info doomed')).code).toBe(3)
  })
})

describe('in a git repository', () => {
  const git = (...args: string[]) => execFileSync('git', args, {encoding: 'utf8'})
  const before = process.cwd()

  beforeEach(() => {
    process.chdir(mkdtempSync(join(realpathSync(tmpdir()), 'spacedock-git-')))
    git('init', '--quiet')
  })
  afterEach(() => process.chdir(before))

  it('apps:create adds a remote, by which commands then know the app', async () => {
    await cli.ok('apps:create git-app')
    expect(git('remote', '-v')).toContain('heroku\thttps://git.heroku.com/git-app.git (fetch)')
    expect((await cli.ok('config')).stdout).toContain('git-app Config Vars')
    expect((await cli.ok('config', {HEROKU_APP: 'my-app'})).stdout).toContain('my-app Config Vars')
    await cli.ok('apps:destroy --confirm git-app')
    expect(git('remote')).toBe('')
  })

  it('an app named by an empty text is a mistake, and no reason to take that of the remote', async () => {
    await cli.ok('apps:create empty-app')
    expect(await cli.run(['config', '--app', ''])).toMatchObject({code: 2, stdout: ''})
    expect(await cli.run(['apps:info', ''])).toMatchObject({code: 2, stdout: ''})
  })

  it('apps:create leaves a remote of that name as it is, and adds none with --no-remote', async () => {
    git('remote', 'add', 'heroku', 'https://git.heroku.com/another.git')
    await cli.ok('apps:create second-app')
    await cli.ok('apps:create third-app --remote third --no-remote')
    expect(git('remote', '-v')).toBe('heroku\thttps://git.heroku.com/another.git (fetch)\nheroku\thttps://git.heroku.com/another.git (push)\n')
  })

  it('several apps have to be told apart', async () => {
    await cli.ok('apps:create app-one')
    await cli.ok('apps:create app-two --remote staging')
    const ran = await cli.run('config')
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain('Multiple apps in git remotes\n  Usage: --remote staging\n     or: --app app-two')
    expect((await cli.ok('config --remote staging')).stdout).toContain('app-two Config Vars')
    git('config', 'heroku.remote', 'heroku')
    expect((await cli.ok('config')).stdout).toContain('app-one Config Vars')
    expect((await cli.run('config --remote nope')).stderr).toContain('remote nope not found in git remotes')
  })

  it('apps:rename leads the remotes of the app, and no others, to its new name', async () => {
    await cli.ok('apps:create app-three')
    git('remote', 'add', 'ssh', 'git@git.heroku.com:app-three.git')
    git('remote', 'add', 'origin', 'https://example.com/app-three.git')
    const ran = await cli.ok('apps:rename app-four --remote ssh', {HEROKU_GIT_HOST: 'git.heroku.com'})
    expect(ran.stdout).toContain('Git remote heroku updated\nGit remote ssh updated\n')
    expect(git('remote', 'get-url', 'heroku').trim()).toBe('https://git.heroku.com/app-four.git')
    expect(git('remote', 'get-url', 'ssh').trim()).toBe('git@git.heroku.com:app-four.git')
    expect(git('remote', 'get-url', 'origin').trim()).toBe('https://example.com/app-three.git')
  })
})
