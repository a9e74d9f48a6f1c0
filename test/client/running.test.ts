import {spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {announceRunning, findRunning, withdrawRunning} from '../../src/lib/client/running.js'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'spacedock-test-'))))
afterEach(() => rmSync(folder, {recursive: true, force: true}))

const file = () => join(folder, 'control-plane.json')
const record = {pid: process.pid, url: 'http://127.0.0.1:5455', token: 'own-token', data: '/tmp/world.sqlite', started_at: '2026-01-01T00:00:00Z', version: '1.0.0'}

describe('the record of a control plane that is served', () => {
  it('is found, until it is taken away', () => {
    announceRunning(folder, record)
    expect(findRunning(folder)).toEqual(record)
    withdrawRunning(folder)
    expect(findRunning(folder)).toBeUndefined()
  })

  it("is the user's alone, as there is a token in it, and the only file left", () => {
    writeFileSync(file(), '{}', {mode: 0o644})
    announceRunning(folder, record)
    expect((statSync(file()).mode & 0o777).toString(8)).toBe('600')
    expect(readdirSync(folder)).toEqual(['control-plane.json'])
  })

  it('counts for nothing once its process is gone', () => {
    const {pid} = spawnSync(process.execPath, ['-e', ''])
    announceRunning(folder, {...record, pid})
    expect(findRunning(folder)).toBeUndefined()
  })

  it.skipIf(process.platform !== 'linux')('counts for nothing when its process has ended and only its id is left', async () => {
    // The child ends once its parent is no shell any more, which might ask what became of it.
    const shell = spawn('sh', ['-c', '(until grep -q sleep "/proc/$$/comm"; do :; done) & echo $!; exec sleep 60'], {stdio: ['ignore', 'pipe', 'ignore']})
    const [told] = (await once(shell.stdout, 'data')) as [Buffer]
    const pid = Number(String(told))
    await vi.waitUntil(() => /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')), {timeout: 20_000})
    announceRunning(folder, {...record, pid})
    expect(findRunning(folder)).toBeUndefined()
    shell.kill('SIGKILL')
  })

  it.each([
    ['a process id that means a whole group', {...record, pid: -1}],
    ['a process id that means our own group', {...record, pid: 0}],
    ['no process id', {...record, pid: undefined}],
    ['a process id that is a text', {...record, pid: '17'}],
    ['no URL', {...record, url: undefined}],
    ['a URL that is none', {...record, url: 'here'}],
    ['no token', {...record, token: undefined}],
    ['nothing', null],
  ])('with %s is none', (_, broken) => {
    writeFileSync(file(), JSON.stringify(broken))
    expect(findRunning(folder)).toBeUndefined()
  })

  it('that is half a file is none', () => {
    writeFileSync(file(), JSON.stringify(record).slice(0, 40))
    expect(findRunning(folder)).toBeUndefined()
  })
})
