import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, inject, it} from 'vitest'
import {earlierCommits, programOf} from '../helpers/earlier.js'
import {freshDatabase} from '../helpers/postgres-schema.js'
import {createProcesses} from '../helpers/process.js'

const commits = earlierCommits()
if (commits.length === 0) console.warn('Skipped: what an earlier commit has written, as its history is not here.')

const removals: (() => Promise<void> | void)[] = []
afterAll(async () => {
  for (const remove of removals.reverse()) await remove()
})

/** Makes something in most of what a world can hold. */
const furnish = [
  'spaces:create my-space --team acme --wait',
  'apps:create my-app --space my-space',
  'config:set GREETING=hello --app my-app',
  'addons:create heroku-redis --app my-app --confirm my-app --name my-redis',
  'trusted-ips:add 203.0.113.0/24 --space my-space',
  'pipelines:create my-pipeline --app my-app --stage production --team acme',
  'domains:add www.example.com --app my-app --wait',
]
const looks = ['spaces', 'spaces:info my-space', 'apps:info my-app', 'config --app my-app', 'releases --app my-app', 'addons --app my-app', 'trusted-ips --space my-space', 'pipelines', 'domains --app my-app', 'members --team acme']

describe.each(commits)('a world of commit %s', (commit) => {
  let program = ''
  beforeAll(() => {
    const built = programOf(commit)
    removals.push(built.remove)
    program = built.program
  }, 60_000)

  /** What is seen of a world. */
  const seen = async (ok: (line: string) => Promise<{stdout: string}>) => {
    const answers: Record<string, unknown> = {}
    for (const look of looks) answers[look] = JSON.parse((await ok(`${look} --json`)).stdout)
    return answers
  }

  it('opens, from its state file and from what it has exported', {timeout: 120_000}, async () => {
    const [before, now] = [createProcesses({program}), createProcesses()]
    for (const line of furnish) await before.ok(line)
    const there = await seen((line) => before.ok(line))
    const file = join(before.folder, 'world.jsonl')
    await before.ok(`control-plane:export ${file}`)
    const inItsPlace = {SPACEDOCK_DATA_DIR: join(before.folder, 'data')}
    expect(await seen((line) => now.ok(line, inItsPlace))).toMatchObject(there)
    await now.ok(`control-plane:import ${file}`)
    expect(await seen((line) => now.ok(line))).toMatchObject(there)
  })

  it('opens on PostgreSQL, and its tokens are good', {timeout: 120_000}, async () => {
    const {url, drop} = await freshDatabase(inject('database') ?? '')
    removals.push(drop)
    const [before, now] = [createProcesses({program}), createProcesses()]
    const served = async ({ok}: ReturnType<typeof createProcesses>) => JSON.parse((await ok(`control-plane:start --detach --port 0 --database ${url} --json`)).stdout) as {url: string; operator_token?: string}
    const first = await served(before)
    const env = {SPACEDOCK_TOKEN: first.operator_token ?? '', SPACEDOCK_CONTEXT: first.url}
    for (const line of furnish) await before.ok(line, env)
    const there = await seen((line) => before.ok(line, env))
    await before.ok('control-plane:stop')
    const second = await served(now)
    expect(second.operator_token).toBeUndefined()
    expect(await seen((line) => now.ok(line, {...env, SPACEDOCK_CONTEXT: second.url}))).toMatchObject(there)
  })
})
