import {existsSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {root} from '../helpers/cli.js'
import {createProcesses, type Processes} from '../helpers/process.js'

const example = join(root, 'examples/world.yml')

const spacesOf = async (processes: Processes) => (JSON.parse((await processes.ok('spaces --json --as admin@acme.example')).stdout) as {name: string}[]).map(({name}) => name)

it('a control plane that starts without a world makes that of a file, and leaves it as it is the next time', {timeout: 60_000}, async () => {
  const processes = createProcesses()
  const start = `control-plane:start --detach --port 0 --seed ${example} --json`
  const first = await processes.ok(start)
  expect(JSON.parse(first.stdout)).toMatchObject({seeded: true, data: processes.world})
  expect(first.stderr).not.toContain('already')
  await processes.ok('control-plane:stop')
  await processes.ok('spaces:create later-space --team acme')
  const second = await processes.ok(start)
  expect(JSON.parse(second.stdout)).toMatchObject({seeded: false})
  expect(second.stderr.replaceAll(/\s+(›\s+)?/g, ' ')).toContain(`There is a world in ${processes.world} already, which stays as it is. To put that of ${example} in its place: spacedock control-plane:reset --seed ${example}`)
  await processes.ok('control-plane:stop')
  expect(await spacesOf(processes)).toContain('later-space')
})

it('a file that is refused starts nothing and makes nothing', {timeout: 60_000}, async () => {
  const processes = createProcesses()
  const bad = join(processes.folder, 'bad.yml')
  writeFileSync(bad, 'teams:\n  - name: acme\n    apps:\n      - name: my-app\n        addons: [heroku-postgresql:private-0]\n')
  for (const flags of ['', ' --detach']) {
    const {code, stdout, stderr} = await processes.run(`control-plane:start --port 0 --seed ${bad}${flags}`)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.replaceAll(/\s+(›\s+)?/g, '')).toContain('bad.yml:5:18:')
  }
  expect(existsSync(join(processes.folder, 'data/control-plane.json'))).toBe(false)
  // What is started without it next is a world like any other.
  expect(await spacesOf(processes)).toEqual([])
  expect((await processes.run(`control-plane:start --port 0 --seed ${join(processes.folder, 'no.yml')}`)).code).toBe(3)
})

it('of several that make the same world at once one does, and all go on', {timeout: 60_000}, async () => {
  const processes = createProcesses()
  const data = join(processes.folder, 'shared.sqlite')
  // Each is at home elsewhere, as two containers are on one volume.
  const starts = await Promise.all(
    [1, 2, 3].map(async (number) => {
      const own = {SPACEDOCK_DATA_DIR: join(processes.folder, `home-${number}`)}
      const started = await processes.run(`control-plane:start --detach --port 0 --data ${data} --seed ${example} --json`, own)
      await processes.run('control-plane:stop', own)
      expect(started).toMatchObject({code: 0})
      return (JSON.parse(started.stdout) as {seeded: boolean}).seeded
    }),
  )
  expect(starts.filter(Boolean)).toHaveLength(1)
})
