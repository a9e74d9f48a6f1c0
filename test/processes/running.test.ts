import type {ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, readFileSync} from 'node:fs'
import {connect} from 'node:net'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {createProcesses, type Ended, type Processes} from '../helpers/process.js'

const ending: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

interface Served {
  processes: Processes
  child: ChildProcess
  ended: Promise<Ended>
  url: string
  /** Resolves when the log has said something. */
  logged: (text: string) => Promise<void>
}

async function serve(flags = '', env: Record<string, string> = {}): Promise<Served> {
  const processes = createProcesses()
  const {child, ended} = processes.start(['control-plane:start', '--port', '0', ...flags.split(' ').filter(Boolean)], {env})
  ending.push(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const said = (stream: 'stderr' | 'stdout', pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      let text = ''
      child[stream]?.on('data', (chunk: Buffer) => {
        text += String(chunk)
        const [, found] = pattern.exec(text) ?? []
        if (found !== undefined) resolve(found)
      })
      void ended.then(({stderr}) => reject(new Error(`It has ended: ${stderr}`)))
    })
  const url = await said('stdout', /listening on (\S+)\nState file: .*\n/)
  return {processes, child, ended, url, logged: async (text) => void (await said('stderr', new RegExp(`(${text})`)))}
}

const linesOf = (text: string) => text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)

/** A request that never ends, and keeps the server from stopping for as long as it waits for clients. */
async function hang(url: string): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {})
  await once(socket, 'connect')
  socket.write('POST /spaces HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n')
  // The server is waiting for the body.
  await once(socket, 'data')
}

describe('control-plane:start refuses', () => {
  it.each(['--log-level loud', '--log-format xml', '--stop-delay -1', '--stop-delay 601'])('%s', async (flags) => {
    expect(await createProcesses().run(`control-plane:start --port 0 ${flags}`)).toMatchObject({code: 2, stdout: ''})
  })

  it('a level in the environment that is none', async () => {
    expect(await createProcesses().run('control-plane:start --port 0', {SPACEDOCK_LOG_LEVEL: 'loud'})).toMatchObject({code: 2, stdout: ''})
  })
})

describe('a server that is told to stop', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('again, with %s, ends at once with %i, though somebody keeps it; the next one is not in anybody\'s way', async (signal, exitCode) => {
    const {processes, child, ended, url, logged} = await serve('--log-level info --stop-delay 600')
    await hang(url)
    const stopping = logged('"stopping"')
    child.kill('SIGTERM')
    await stopping
    let isOver = false
    void ended.then(() => (isOver = true))
    // Within a moment of the first it is still the same key press.
    while (!isOver) {
      child.kill(signal)
      await new Promise(setImmediate)
    }
    const {code, stderr} = await ended
    expect(code).toBe(exitCode)
    expect(linesOf(stderr).map(({msg}) => msg)).toEqual(['listening', 'stopping'])
    expect(existsSync(join(processes.folder, 'data/control-plane.json'))).toBe(false)
    await processes.ok('control-plane:start --port 0 --detach')
  })

  it('and to go on for a while meanwhile says so to load balancers, and answers everybody else', async () => {
    const {processes, child, url, logged} = await serve('--log-level info --stop-delay 600')
    const {HEROKU_API_KEY: token} = JSON.parse((await processes.ok('control-plane:env --json')).stdout) as Record<string, string>
    expect((await fetch(`${url}/health`)).status).toBe(200)
    const stopping = logged('"stopping"')
    child.kill('SIGTERM')
    await stopping
    const health = await fetch(`${url}/health`)
    expect({status: health.status, again: health.headers.get('retry-after'), ...((await health.json()) as object)}).toMatchObject({status: 'stopping', again: '1'})
    expect(health.status).toBe(503)
    expect((await fetch(`${url}/spaces`, {headers: {authorization: `Bearer ${token}`}})).status).toBe(200)
    // Commands of this machine no longer find it.
    expect(await processes.run('control-plane:stop')).toMatchObject({code: 3})
  })

  it('ends with 0, and has told what it did on stderr, in JSON, and on stdout what it always does', async () => {
    const {processes, child, ended, url} = await serve('--log-level info')
    const {HEROKU_API_KEY: token = ''} = JSON.parse((await processes.ok('control-plane:env --json')).stdout) as Record<string, string>
    await processes.ok('spaces --json', {HEROKU_HOST: url, HEROKU_API_KEY: token})
    child.kill('SIGTERM')
    const {code, stdout, stderr} = await ended
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Control plane listening on \S+\nState file: .*\n$/)
    expect(linesOf(stderr).map(({msg, operation, status}) => [msg, operation, status])).toEqual([
      ['listening', undefined, undefined],
      ['request', 'space.list', 200],
      ['stopping', undefined, undefined],
      ['stopped', undefined, undefined],
    ])
    expect(stdout + stderr).not.toContain(token)
  })
})

describe('the log of a server', () => {
  it('is empty unless something goes wrong or more is asked for', async () => {
    const {child, ended, url} = await serve()
    expect((await fetch(`${url}/spaces`)).status).toBe(401)
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({code: 0, stderr: ''})
  })

  it('follows the environment, and a flag more', async () => {
    const {child, ended} = await serve('--log-format json', {SPACEDOCK_LOG_LEVEL: 'info', SPACEDOCK_LOG_FORMAT: 'text'})
    child.kill('SIGTERM')
    expect(linesOf((await ended).stderr).map(({msg}) => msg)).toEqual(['listening', 'stopping', 'stopped'])
  })

  it('of one in the background is in the file beside its state', async () => {
    const processes = createProcesses()
    await processes.ok('control-plane:start --port 0 --detach --log-level info --log-format text --stop-delay 1')
    expect(JSON.parse(readFileSync(join(processes.folder, 'data/control-plane.json'), 'utf8'))).toMatchObject({stop_delay: 1})
    await processes.ok('control-plane:stop')
    expect(readFileSync(join(processes.folder, 'data/control-plane.log'), 'utf8')).toMatch(/Z info listening url=\S+ version=\S+\n[^]*Z info stopped\n/)
  })

  it('that nobody reads any more does not end it', async () => {
    const {child, ended, url} = await serve('--log-level info')
    child.stderr?.destroy()
    for (let i = 0; i < 5; i++) expect((await fetch(`${url}/spaces`)).status).toBe(401)
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({code: 0})
  })
  it.each([
    ['finishes', 1, 0],
    ['ends at once', 2, 143],
  ])('that somebody has stopped reading keeps nobody: a server told to stop %s', async (_, times, exitCode) => {
    const {child, ended, url} = await serve('--log-level debug')
    child.stderr?.pause()
    // More than pipes hold, in lines of some hundred bytes.
    const headers = {'user-agent': 'x'.repeat(200)}
    for (let round = 0; round < 20; round++) await Promise.all(Array.from({length: 50}, () => fetch(`${url}/spaces`, {headers})))
    let isOver = false
    child.once('exit', () => {
      isOver = true
      child.stderr?.resume()
    })
    child.kill('SIGTERM')
    while (!isOver) {
      if (times > 1) child.kill('SIGTERM')
      await new Promise(setImmediate)
    }
    expect((await ended).code).toBe(exitCode)
  })
})
