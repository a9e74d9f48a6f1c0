import {spawnSync} from 'node:child_process'
import {chmodSync, chownSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openDatabase} from '../../src/lib/store/sqlite-binding.js'
import {temporaryFolder} from '../helpers/folder.js'
import {createProcesses, type Ended, type Processes} from '../helpers/process.js'

const words = (text: string) => text.replaceAll(/\s*\n\s*›?\s*/g, ' ').trim()

/** Checks that a command could not use the state file: in one sentence, and as an object with `--json`. */
async function expectFailure(run: (line: string) => Promise<Ended>, line: string, sentence: RegExp) {
  const {code, stdout, stderr} = await run(line)
  expect([code, stdout]).toEqual([9, ''])
  expect(words(stderr)).toMatch(sentence)
  expect(stderr).not.toMatch(/\bat .*[.](cjs|js|ts):\d/)
  const json = JSON.parse((await run(`${line} --json`)).stdout) as {error: {id: string; message: string; exit: number}}
  expect(json.error).toMatchObject({exit: 9, message: expect.stringMatching(sentence) as string})
  expect(json.error.id).toMatch(/^(store_failure|service_unavailable)$/)
}

let made: Processes

/** A world with one space in it, whose file may be spoilt. */
function copyOfWorld(): Processes {
  const processes = createProcesses()
  mkdirSync(join(processes.folder, 'data'), {mode: 0o700})
  copyFileSync(made.world, processes.world)
  return processes
}

const names = async (processes: Processes) => (JSON.parse((await processes.ok('spaces --json')).stdout) as {name: string}[]).map(({name}) => name)

beforeAll(async () => {
  made = createProcesses()
  await made.ok('control-plane:settings allocation=0 deletion=0')
  await made.ok('spaces:create my-space --team acme --wait')
})

it('nothing but the state file is left by a command, and it is the whole world', async () => {
  expect(readdirSync(join(made.folder, 'data'))).toEqual(['world.sqlite'])
  expect(await names(copyOfWorld())).toEqual(['my-space'])
})

describe('a state file that cannot be used is left as it is', () => {
  const sql = (statement: string) => (file: string) => {
    const database = openDatabase(file, 0)
    database.exec(statement)
    database.close()
  }
  const damaged = /The state file \S+ is damaged or not a spacedock state file\. Move it aside to start from a fresh world\./
  it.each<[string, (file: string) => void, RegExp]>([
    ['that is cut off in the middle', (file) => truncateSync(file, 100_000), damaged],
    ['that is cut off in its header', (file) => truncateSync(file, 60), damaged],
    ['of random bytes', (file) => writeFileSync(file, Buffer.from(Array.from({length: 50_000}, (_, index) => (index * 7919) % 251))), damaged],
    ['that is a text', (file) => writeFileSync(file, 'not a database at all, but long enough to be looked at as one, for its header\n'.repeat(9)), damaged],
    ['of a newer version', sql('pragma user_version = 99'), /was written by a newer version of spacedock \(schema 99, this one knows \d+\)\. Update spacedock to open it\./],
    ['of another program', sql('pragma application_id = 7'), /is the database of another program\. Nothing was changed; name another state file\./],
  ])('%s', async (_, spoil, sentence) => {
    const processes = copyOfWorld()
    spoil(processes.world)
    const before = readFileSync(processes.world)
    await expectFailure(processes.run, 'spaces', sentence)
    await expectFailure(processes.run, 'spaces:create a-space --team acme', sentence)
    expect(readFileSync(processes.world)).toEqual(before)
  })

  it('that is a folder', async () => {
    const processes = createProcesses()
    mkdirSync(processes.world, {recursive: true})
    await expectFailure(processes.run, 'spaces', /cannot be opened\. Check that its folder exists and may be written to\./)
  })

  it('in a folder that is a file', async () => {
    const processes = createProcesses()
    writeFileSync(join(processes.folder, 'data'), '')
    await expectFailure(processes.run, 'spaces', /cannot be opened\. Check that its folder exists and may be written to\./)
  })
})

describe('a state file that is locked for longer than the time-out', () => {
  it('is not changed, and can be read meanwhile', async () => {
    const processes = copyOfWorld()
    const other = openDatabase(processes.world, 0)
    other.exec('begin immediate')
    const impatient = (line: string) => processes.run(line, {SPACEDOCK_LOCK_TIMEOUT: '0.2'})
    await expectFailure(impatient, 'spaces:create a-space --team acme', /is in use and stayed locked\. Nothing was changed; try again in a moment\./)
    expect(await names(processes)).toEqual(['my-space'])
    other.exec('rollback')
    other.close()
    await processes.ok('spaces:create a-space --team acme')
  })

  it.each(['soon', '-1', '1e3'])('that is %s is refused', async (timeout) => {
    const {code, stderr} = await made.run('spaces', {SPACEDOCK_LOCK_TIMEOUT: timeout})
    expect(code).toBe(2)
    expect(stderr).toContain(`SPACEDOCK_LOCK_TIMEOUT is a number of seconds, not ${timeout}.`)
  })
})

describe('somebody who may not write', () => {
  // Root may do everything, so there the commands are run as nobody.
  const uid = process.getuid?.() === 0 ? 65_534 : undefined
  const own = (path: string) => uid !== undefined && chownSync(path, uid, uid)

  function given(): {processes: Processes; run: (line: string) => Promise<Ended>} {
    const processes = copyOfWorld()
    for (const path of [processes.folder, join(processes.folder, 'data'), processes.world]) own(path)
    return {processes, run: (line) => processes.start(line.split(' '), {uid}).ended}
  }

  it('the state file changes nothing', async () => {
    const {processes, run} = given()
    chmodSync(processes.world, 0o400)
    const before = readFileSync(processes.world)
    await expectFailure(run, 'spaces:create a-space --team acme', /cannot be written to\. Nothing was changed; check its permissions\./)
    expect(readFileSync(processes.world)).toEqual(before)
  })

  it('to the folder of the state file changes nothing', async () => {
    const {processes, run} = given()
    chmodSync(join(processes.folder, 'data'), 0o500)
    const before = readFileSync(processes.world)
    await expectFailure(run, 'spaces:create a-space --team acme', /cannot be (opened|written to)\. /)
    expect(readFileSync(processes.world)).toEqual(before)
    chmodSync(join(processes.folder, 'data'), 0o700)
  })

  it('where the folder is to be gets none', async () => {
    const {processes, run} = given()
    rmSync(join(processes.folder, 'data'), {recursive: true})
    chmodSync(processes.folder, 0o500)
    await expectFailure(run, 'spaces', /cannot be (opened|written to)\. /)
    chmodSync(processes.folder, 0o700)
  })
})

/** A file system of its own, with so much room; undefined where this user may not mount one. */
function smallDisk(size: string): string | undefined {
  const folder = temporaryFolder()
  const {status} = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  if (status !== 0) return undefined
  mounted.push(folder)
  return folder
}

const mounted: string[] = []
const disk = process.platform === 'linux' ? smallDisk('4m') : undefined

afterAll(() => {
  for (const folder of mounted.splice(0)) spawnSync('umount', [folder])
})

describe.skipIf(!disk)('a disk that is full (skipped where this user may not mount a small one)', () => {
  const full = /There is no room left on the disk that holds \S+\. Nothing was changed; free some space and try again\./
  const fill = (folder: string) => {
    const room = Buffer.alloc(4096)
    for (const size of [room, room.subarray(0, 1)]) {
      try {
        for (;;) writeFileSync(join(folder, 'filler'), size, {flag: 'a'})
      } catch {
        // Until nothing fits any more.
      }
    }
  }

  it('loses nothing, and goes on once there is room', async () => {
    const folder = disk ?? ''
    const processes = createProcesses()
    const env = {SPACEDOCK_DATA_DIR: join(folder, 'data')}
    const run = (line: string) => processes.run(line, env)
    await processes.ok('control-plane:settings allocation=0', env)
    await processes.ok('spaces:create my-space --team acme --wait', env)
    fill(folder)
    await expectFailure(run, 'spaces:create a-space --team acme', full)
    rmSync(join(folder, 'filler'))
    expect((JSON.parse((await processes.ok('spaces --json', env)).stdout) as {name: string}[]).map(({name}) => name)).toEqual(['my-space'])
    await processes.ok('spaces:create a-space --team acme', env)
  })

  it('when the world is to be made leaves none that is half made', async () => {
    const folder = disk ?? ''
    const processes = createProcesses()
    const env = {SPACEDOCK_DATA_DIR: join(folder, 'other')}
    fill(folder)
    truncateSync(join(folder, 'filler'), 3_500_000)
    const {code} = await processes.run('spaces --json', env)
    expect(code).toBe(9)
    rmSync(join(folder, 'filler'))
    expect(JSON.parse((await processes.ok('teams --json', env)).stdout)).toHaveLength(2)
  })
})
