import {spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {readdirSync, readFileSync, realpathSync, statSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {openHttp} from '../../src/lib/client/http.js'
import {createPair} from '../helpers/certificates.js'
import {createProcesses, type Processes} from '../helpers/process.js'

const words = (text: string) => text.replaceAll(/\s*\n\s*›?\s*/g, ' ').trim()
const json = async (processes: Processes, line: string, env?: Record<string, string>) => JSON.parse((await processes.ok(`${line} --json`, env)).stdout) as Record<string, string>
const recordOf = (processes: Processes) => join(processes.folder, 'data/control-plane.json')

const ending: (() => void)[] = []
afterEach(() => {
  for (const end of ending.splice(0)) end()
})

async function started(line = 'control-plane:start --detach --port 0') {
  const processes = createProcesses()
  await processes.ok(line)
  const {pid, url} = await json(processes, 'control-plane:status')
  return {processes, pid: Number(pid), url: String(url)}
}

describe('control-plane:start --detach', () => {
  it('returns when the server answers, and status, env and stop find it', async () => {
    const {processes, pid, url} = await started()
    const {HEROKU_HOST, HEROKU_API_KEY = ''} = await json(processes, 'control-plane:env')
    expect(HEROKU_HOST).toBe(url)
    await processes.ok('spaces --json', {HEROKU_HOST: url, HEROKU_API_KEY})
    expect(await json(processes, 'control-plane:stop')).toEqual({pid, url})
    expect(await processes.run('spaces', {HEROKU_HOST: url, HEROKU_API_KEY})).toMatchObject({code: 9})
    for (const line of ['control-plane:stop', 'control-plane:env']) expect(await processes.run(line)).toMatchObject({code: 3})
    expect(await json(processes, 'control-plane:status')).toMatchObject({url: null})
  })

  it("keeps its token for the user alone, never shows it, and takes it back when it ends", async () => {
    const {processes, url} = await started()
    const {token} = JSON.parse(readFileSync(recordOf(processes), 'utf8')) as {token: string}
    expect((statSync(recordOf(processes)).mode & 0o777).toString(8)).toBe('600')
    const {stdout, stderr} = await processes.ok('control-plane:status --json')
    expect(stdout + stderr).not.toContain(token)
    await processes.ok('control-plane:stop')
    const {port} = new URL(url)
    await processes.ok(`control-plane:start --detach --port ${port}`)
    expect(await processes.run('spaces', {HEROKU_HOST: url, HEROKU_API_KEY: token})).toMatchObject({code: 4})
  })

  it("on an address that others reach shows an operator's token once, and writes it nowhere", async () => {
    const processes = createProcesses()
    const line = 'control-plane:start --detach --port 0 --host 0.0.0.0 --allow-remote --json'
    const {operator_token: token = '', url = ''} = JSON.parse((await processes.ok(line)).stdout) as Record<string, string>
    expect(token).toMatch(/^SPCD-/)
    const told = {HEROKU_HOST: url, HEROKU_API_KEY: token}
    await processes.ok('control-plane:settings', told)
    for (const file of readdirSync(join(processes.folder, 'data'))) expect(readFileSync(join(processes.folder, 'data', file)).includes(token)).toBe(false)
    await processes.ok('control-plane:stop')
    const {stdout} = await processes.ok('control-plane:start --detach --port 0 --host 0.0.0.0 --allow-remote')
    expect(stdout).not.toContain('SPCD-')
    await processes.ok('control-plane:settings', {...told, HEROKU_HOST: (await json(processes, 'control-plane:status')).url ?? ''})
  })

  it('for this machine alone makes no token', async () => {
    const {processes} = await started()
    expect(await json(processes, 'control-plane:status')).toMatchObject({counts: {accounts: 5}})
    await processes.ok('control-plane:stop')
    expect(readFileSync(processes.world).includes('the first')).toBe(false)
  })

  it('by five at once starts one, and the others say so', async () => {
    const processes = createProcesses()
    const all = await Promise.all(Array.from({length: 5}, () => processes.run('control-plane:start --detach --port 0')))
    expect(all.map(({code}) => code).sort()).toEqual([0, 5, 5, 5, 5])
    for (const {code, stderr} of all) if (code !== 0) expect(words(stderr)).toContain('A control plane is already running')
    const {url} = await json(processes, 'control-plane:status')
    await processes.ok(`spaces --json --context ${url}`)
  })

  it('serves the state file that is named, to who asks it; the embedded world stays another', async () => {
    const {processes, url} = await started('control-plane:start --detach --port 0 --data ./ci.sqlite')
    await processes.ok(`spaces:create ci-space --team acme --context ${url}`)
    expect(await json(processes, `spaces --context ${url}`)).toHaveLength(1)
    expect(await json(processes, 'spaces')).toHaveLength(0)
    expect(await processes.run('control-plane:reset')).toMatchObject({code: 8, stderr: expect.stringContaining('ci.sqlite')})
    expect(await json(processes, `spaces --context ${url}`)).toHaveLength(1)
    await processes.ok(`control-plane:reset --confirm ${url}`)
    expect(await json(processes, `spaces --context ${url}`)).toHaveLength(0)
  })
})

describe('control-plane:start --tls-cert --tls-key', () => {
  it('serves HTTPS, which the commands of this machine and whoever is given the certificate trust', async () => {
    const processes = createProcesses()
    const {certificate, key} = await createPair({hostnames: ['localhost']})
    writeFileSync(join(processes.folder, 'cert.pem'), certificate)
    writeFileSync(join(processes.folder, 'key.pem'), key)
    const {stderr} = await processes.ok('control-plane:start --detach --port 0 --tls-cert cert.pem --tls-key key.pem')
    expect(stderr).not.toContain('Warning')
    const {url = ''} = await json(processes, 'control-plane:status')
    expect(url).toMatch(/^https:\/\/localhost:/)
    await processes.ok(`spaces --json --context ${url}`)
    const env = await json(processes, 'control-plane:env')
    expect(env['NODE_EXTRA_CA_CERTS']).toBe(join(realpathSync(processes.folder), 'cert.pem'))
    const elsewhere = createProcesses()
    await elsewhere.ok('spaces --json', env)
    const {code, stderr: said} = await elsewhere.run('spaces --json', {...env, NODE_EXTRA_CA_CERTS: ''})
    expect([code, words(said)]).toEqual([9, ''])
    await processes.ok('control-plane:stop')
  })

  it('warns of a certificate that has expired, and of one that heroku would refuse', async () => {
    const processes = createProcesses()
    const {certificate, key} = await createPair({to: '2020-01-02'})
    writeFileSync(join(processes.folder, 'cert.pem'), certificate)
    writeFileSync(join(processes.folder, 'key.pem'), key)
    const {stderr} = await processes.ok('control-plane:start --detach --port 0 --tls-cert cert.pem --tls-key key.pem')
    expect(words(stderr)).toContain('The certificate in cert.pem expired on')
    expect(words((await processes.ok('control-plane:env')).stderr)).toContain('is not for 127.0.0.1: heroku will refuse it')
  })
})

it('control-plane:start on an address that others reach warns that nothing is encrypted', async () => {
  const processes = createProcesses()
  const {stderr} = await processes.ok('control-plane:start --detach --port 0 --host 0.0.0.0 --allow-remote')
  expect(words(stderr)).toContain('0.0.0.0 can be reached by other machines, and the traffic is not encrypted')
})

describe('a server that was killed', () => {
  it('is neither found nor in the way, and its token is worth nothing', async () => {
    const {processes, pid, url} = await started()
    const {token} = JSON.parse(readFileSync(recordOf(processes), 'utf8')) as {token: string}
    process.kill(pid, 'SIGKILL')
    const {port} = new URL(url)
    await until(() => !isAlive(pid))
    expect(await json(processes, 'control-plane:status')).toMatchObject({url: null})
    expect(await processes.run('control-plane:stop')).toMatchObject({code: 3})
    await processes.ok(`control-plane:start --detach --port ${port}`)
    expect(await json(processes, 'control-plane:status')).toMatchObject({url})
    expect(await processes.run('spaces', {HEROKU_HOST: url, HEROKU_API_KEY: token})).toMatchObject({code: 4})
  })

  it('is not confused with whatever has got its process id since', async () => {
    const {processes, pid} = await started()
    process.kill(pid, 'SIGKILL')
    await until(() => !isAlive(pid))
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    ending.push(() => bystander.kill())
    const record = JSON.parse(readFileSync(recordOf(processes), 'utf8')) as object
    writeFileSync(recordOf(processes), JSON.stringify({...record, pid: bystander.pid}))
    expect(await processes.run('control-plane:stop')).toMatchObject({code: 3})
    expect(bystander.exitCode).toBeNull()
    expect(isAlive(bystander.pid ?? 0)).toBe(true)
    await processes.ok('control-plane:start --detach --port 0')
  })
})

describe('control-plane:start refuses', () => {
  it.each(['', ' --detach'])('a port that is in use%s', async (how) => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    ending.push(() => taken.close())
    const {port} = taken.address() as AddressInfo
    const processes = createProcesses()
    const {code, stderr} = await processes.run(`control-plane:start --port ${port}${how}`)
    expect(code).toBe(5)
    expect(words(stderr)).toContain(`Port ${port} of 127.0.0.1 is in use. Give another with --port, or 0 for any that is free.`)
    expect(await processes.run('control-plane:stop')).toMatchObject({code: 3})
  })

  it.each([
    ['--host 0.0.0.0', '0.0.0.0 can be reached by other machines, and the traffic is not encrypted. Add --allow-remote if that is meant.'],
    ['--port 0 --host 192.0.2.1 --allow-remote', '192.0.2.1 is not an address of this machine.'],
    ['--port 0 --host 192.0.2.1 --allow-remote --detach', '192.0.2.1 is not an address of this machine.'],
    ['--host 0.0.0.0 --tls-cert no.pem --tls-key no.pem', '0.0.0.0 can be reached by other machines. Add --allow-remote if that is meant.'],
    ['--port 0 --tls-cert no.pem', 'All of the following must be provided when using --tls-cert: --tls-key'],
    ['--port 0 --tls-cert no.pem --tls-key no.pem', '--tls-cert: no.pem cannot be read (ENOENT).'],
    ['--port 0 --tls-cert no.pem --tls-key no.pem --detach', '--tls-cert: no.pem cannot be read (ENOENT).'],
    ['--port 0 --world ci-1', '--world does not go with this command: it works on the state itself.'],
    ['--port 0 --context ci', '--context does not go with this command'],
    ['--port 65536', 'Expected an integer less than or equal to 65535'],
    ['--port abc', 'Expected an integer'],
  ])('%s', async (flags, message) => {
    const {code, stderr} = await createProcesses().run(`control-plane:start ${flags}`)
    expect(code).toBe(2)
    expect(words(stderr)).toContain(message)
  })

  it('a state file that it cannot use', async () => {
    const processes = createProcesses()
    writeFileSync(join(processes.folder, 'bad.sqlite'), 'not a database at all, but long enough to be looked at as one, for its header\n'.repeat(9))
    for (const how of ['', ' --detach']) {
      const {code, stderr} = await processes.run(`control-plane:start --port 0 --data bad.sqlite${how}`)
      expect(code).toBe(9)
      expect(words(stderr)).toContain('is damaged or not a spacedock state file.')
    }
  })
})

it('a server that is stopped under load has done everything it said it had', async () => {
  const {processes, url} = await started()
  const {HEROKU_API_KEY: token = ''} = await json(processes, 'control-plane:env')
  const made: string[] = []
  let stopping: Promise<unknown> | undefined
  await Promise.all(
    Array.from({length: 20}, async (_, client) => {
      const {send, close} = await openHttp({url, token, userAgent: 'test'})
      for (let number = 0; ; number++) {
        const name = `team-${client}-${number}`
        const answer = await send({method: 'POST', path: '/teams', headers: {}, body: JSON.stringify({name})}).catch(() => undefined)
        if (!answer) break
        expect(answer.status).toBe(201)
        if (made.push(name) === 200) stopping = processes.ok('control-plane:stop')
      }
      close()
    }),
  )
  await stopping
  const teams = (JSON.parse((await processes.ok('teams --json')).stdout) as {name: string}[]).map(({name}) => name)
  expect(made.filter((name) => !teams.includes(name))).toEqual([])
  // At most one request of each client was under way without an answer.
  expect(teams.length - 2 - made.length).toBeLessThanOrEqual(20)
})

describe('control-plane:relay', () => {
  it.each([
    ['', 'A relay leads to a control plane that is served. Name it with --url or --context.'],
    ['--url shared', 'shared is not a URL. Give one like https://spaces.example.com'],
    ['--url http://spaces.example.com', 'over http everybody on the way could read the token. Use https.'],
    ['--url https://me:hunter2@spaces.example.com --context ci', 'Name the control plane either with --url or with --context.'],
    ['--url https://api.heroku.com', 'https://api.heroku.com is Heroku itself.'],
    ['--url https://spaces.example.com', 'There is no token for https://spaces.example.com. Give one with --token-stdin or SPACEDOCK_TOKEN'],
  ])('refuses "%s"', async (flags, message) => {
    const {code, stderr} = await createProcesses().run(`control-plane:relay ${flags}`.trim())
    expect(code).toBe(2)
    expect(stderr).not.toContain('hunter2')
    expect(words(stderr)).toContain(message)
  })

  it('refuses a port that is in use', async () => {
    const {processes, url} = await started()
    const {code, stderr} = await processes.run(`control-plane:relay --url ${url} --port ${new URL(url).port}`)
    expect([code, words(stderr)]).toEqual([5, expect.stringContaining('is in use. Give another with --port')])
  })

  it('leads there until it is stopped, and prints what leads to it', async () => {
    const {processes, url} = await started()
    const {token} = await json(processes, 'tokens:create --account viewer@acme.example')
    const elsewhere = createProcesses()
    const {child, ended} = elsewhere.start(['control-plane:relay', '--url', url, '--port', '0', '--json'], {env: {SPACEDOCK_TOKEN: String(token)}})
    const [said] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
    const env = JSON.parse(String(said)) as Record<string, string>
    expect(env['HEROKU_HOST']).not.toBe(url)
    expect((await elsewhere.ok('auth:whoami', env)).stdout).toBe('viewer@acme.example\n')
    expect(await elsewhere.run('spaces', {...env, HEROKU_API_KEY: 'wrong'})).toMatchObject({code: 4})
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({code: 0})
    expect(await elsewhere.run('spaces', env)).toMatchObject({code: 9})
  })
})

describe('control-plane:env', () => {
  it('is evaluated by bash, and leads there whoever is started from it', async () => {
    const {processes, url} = await started()
    await processes.ok(`spaces:create my-space --team acme --context ${url}`)
    const script = 'eval "$("$0" "$1" control-plane:env --shell bash)" && env | grep ^HEROKU_ && "$0" "$1" spaces --json'
    const {stdout, status} = spawnSync('bash', ['-euc', script, process.execPath, program], {encoding: 'utf8', env: processes.env})
    expect(status).toBe(0)
    expect(stdout).toContain(`HEROKU_HOST=${url}\n`)
    expect(stdout).toMatch(/HEROKU_API_KEY=SPCD-[\w-]+\n/)
    expect(stdout).toContain('"name": "my-space"')
  })

  it('gives the token of another account', async () => {
    const {processes} = await started()
    const env = await json(processes, 'control-plane:env --as viewer@acme.example')
    expect(words((await processes.ok('auth:whoami', env)).stdout)).toBe('viewer@acme.example')
    expect(await processes.run('control-plane:env --as nobody@acme.example')).toMatchObject({code: 3})
  })

  it.each([
    ['bash', "export HEROKU_HOST='URL'"],
    ['fish', "set -gx HEROKU_HOST 'URL'"],
    ['powershell', "$env:HEROKU_HOST = 'URL'"],
  ])('speaks %s', async (shell, line) => {
    const {processes, url} = await started()
    expect((await processes.ok(`control-plane:env --shell ${shell}`)).stdout.split('\n')[0]).toBe(line.replace('URL', url))
  })
})

const program = join(import.meta.dirname, '../../bin/run.js')

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate)
}
