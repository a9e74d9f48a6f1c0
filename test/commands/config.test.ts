import {beforeAll, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

/** A world with an app of one's own, and one of the team. */
beforeAll(async () => {
  cli = await createCli()
  await cli.ok('apps:create my-app')
  await cli.ok('apps:create team-app --team acme')
  await cli.ok(['config:set', '--app', 'my-app', 'RAILS_ENV=staging', 'EMPTY=', 'GREETING=hello world', "QUOTED=it's", 'URL=postgres://u:p@h/d?x=y', 'LINES=a\nb', 'FORMAT=100%s %%'])
})

it.each([
  ['config', 2, 'Missing required flag app'],
  ['config --app nope', 3, "Couldn't find that app."],
  ['config --app team-app --as viewer@acme.example', 4, 'You do not have the required access to the app team-app'],
  ['config:get --app my-app', 2, 'Missing 1 required arg'],
  ['config:set --app my-app', 2, 'Usage: spacedock config:set KEY1=VALUE1'],
  ['config:set FOO=1', 2, 'Missing required flag app'],
  ['config:set --app my-app RAILS_ENV=production FOO', 2, 'FOO is invalid. Must be in the format FOO=bar.'],
  ['config:set --app my-app RAILS_ENV=production 1-2=3', 2, 'Config var key 1-2 is not valid.'],
  ['config:set --app my-app =value', 2, 'too short'],
  ['config:set --app my-app RAILS_ENV=production --as member@acme.example', 3, "Couldn't find that app."],
  ['config:unset --app my-app', 2, 'Usage: spacedock config:unset KEY1 [KEY2 ...]'],
  ['config:unset RAILS_ENV', 2, 'Missing required flag app'],
  ['config:unset --app team-app RAILS_ENV --as member@acme.example', 4, 'You do not have the required access to the app team-app'],
])('%s ends with %i and changes nothing', async (line, code, message) => {
  const before = (await cli.ok('config --app my-app --json')).stdout
  const ran = await cli.run(line)
  expect(ran).toMatchObject({code, stdout: ''})
  expect(ran.stderr).toContain(message)
  expect((await cli.ok('config --app my-app --json')).stdout).toBe(before)
})

describe('config', () => {
  it('shows what is set', async () => {
    expect((await cli.ok('config --app my-app')).stdout).toBe(`=== my-app Config Vars

RAILS_ENV: staging
EMPTY:     ''
GREETING:  hello world
QUOTED:    it's
URL:       postgres://u:p@h/d?x=y
LINES:     a
b
FORMAT:    100%s %%
`)
  })

  it('shows an app without any', async () => {
    expect((await cli.ok('config --app team-app')).stdout).toBe('=== team-app Config Vars\n\n\n')
  })

  it('--shell quotes what a shell would not take as it is', async () => {
    expect((await cli.ok('config --app my-app -s')).stdout).toBe(`RAILS_ENV=staging
EMPTY=
GREETING='hello world'
QUOTED="it's"
URL='postgres://u:p@h/d?x=y'
LINES="a\\nb"
FORMAT='100%s %%'
`)
  })

  it('-j is --json, of errors too', async () => {
    expect((await cli.ok('config -j', {HEROKU_APP: 'my-app'})).json()).toMatchObject({RAILS_ENV: 'staging', EMPTY: ''})
    expect((await cli.run('config -j --nope')).json()).toMatchObject({error: {exit: 2}})
    expect((await cli.run('config -j --app nope')).json()).toMatchObject({error: {id: 'not_found', exit: 3}})
  })
})

describe('config:get', () => {
  it('shows a value a line, and an empty line for what is not set', async () => {
    expect((await cli.ok('config:get RAILS_ENV NOPE FORMAT --app my-app')).stdout).toBe('staging\n\n100%s %%\n')
    expect((await cli.ok('config:get GREETING NOPE --app my-app -s')).stdout).toBe("GREETING='hello world'\nNOPE=\n")
  })

  it('finds nothing that every object has', async () => {
    expect((await cli.ok('config:get constructor --app my-app')).stdout).toBe('\n')
  })

  it('--json gives one var as an object and several as a list', async () => {
    expect((await cli.ok('config:get EMPTY --app my-app --json')).json()).toEqual({key: 'EMPTY', value: ''})
    expect((await cli.ok('config:get EMPTY NOPE --app my-app -j')).json()).toEqual([
      {key: 'EMPTY', value: ''},
      {key: 'NOPE', value: null},
    ])
  })
})

describe('config:set and config:unset', () => {
  it('tell the release, and set shows what it set and no more', async () => {
    await cli.ok('apps:create other-app')
    const set = await cli.ok('config:set FOO=1 EMPTY= BAZ=x=y --app other-app')
    expect(set).toMatchObject({stdout: 'FOO: 1\nBAZ: x=y\n', stderr: 'Setting FOO, EMPTY, BAZ and restarting other-app... done, v3\n'})
    expect((await cli.ok('config:add FOO=2 --app other-app --json')).json()).toEqual({FOO: '2'})
    const unset = await cli.ok('config:unset FOO EMPTY --app other-app')
    expect(unset).toMatchObject({stdout: '', stderr: 'Unsetting FOO, EMPTY and restarting other-app... done, v5\n'})
    expect((await cli.ok('config:remove BAZ --app other-app --json')).json()).toEqual({BAZ: null})
    expect((await cli.ok('config --app other-app --json')).json()).toEqual({})
  })
})
