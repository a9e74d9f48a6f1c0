import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, expect, inject, it} from 'vitest'
import {createCli} from '../helpers/cli.js'
import {freshDatabase, statement} from '../helpers/postgres-schema.js'

const ending: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

const rowsOf = (file: string) => readFileSync(file, 'utf8').split('\n').slice(1).join('\n')

it('a world goes from a state file to PostgreSQL and back, row for row, and what was there before is gone', async () => {
  const {url, drop} = await freshDatabase(inject('database') ?? '')
  ending.push(drop)
  const cli = await createCli()
  const [before, there, back] = ['before', 'there', 'back'].map((name) => join(cli.folder, `${name}.jsonl`)) as [string, string, string]
  await cli.ok('spaces:create my-space --team acme --wait')
  await cli.ok('apps:create my-app --space my-space')
  await cli.ok(['config:set', '--app', 'my-app', 'GREETING=Grüße "Ω" \\ 💚'])
  await cli.ok('addons:create heroku-redis --app my-app --confirm my-app')
  await cli.ok('control-plane:settings boot=0.25')
  await cli.ok(['control-plane:export', before])

  const refused = await cli.run(['control-plane:import', before, '--database', url])
  expect([refused.code, refused.stderr]).toEqual([8, expect.stringContaining(`--confirm ${new URL(url).pathname.slice(1)}`)])
  await cli.ok(['control-plane:import', before, '--database', url, '--confirm', new URL(url).pathname.slice(1)])
  await cli.ok(['control-plane:export', there, '--database', url])
  expect(rowsOf(there)).toBe(rowsOf(before))

  await cli.ok('control-plane:reset')
  await cli.ok(['control-plane:import', there])
  await cli.ok(['control-plane:export', back])
  expect(rowsOf(back)).toBe(rowsOf(before))
})

it('an import that fails leaves the world in the database as it was', async () => {
  const {url, drop} = await freshDatabase(inject('database') ?? '')
  ending.push(drop)
  const cli = await createCli()
  const file = join(cli.folder, 'world.jsonl')
  await cli.ok(['control-plane:export', file])
  await cli.ok(['control-plane:import', file, '--database', url, '--confirm', new URL(url).pathname.slice(1)])
  await statement(url, 'create rule no_teams as on insert to spacedock.teams do instead nothing')
  const {code, stderr} = await cli.run(['control-plane:import', file, '--database', url, '--confirm', new URL(url).pathname.slice(1)])
  expect([code, stderr]).toEqual([2, expect.stringContaining('Rows of memberships do not belong there')])
  expect(await statement(url, 'select count(*)::int as teams from spacedock.teams')).toEqual([{teams: 3}])
})
