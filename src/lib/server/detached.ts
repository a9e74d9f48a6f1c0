import {spawn} from 'node:child_process'
import {closeSync, mkdirSync, openSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {TimedOut} from '../client/failures.js'
import {openHttp} from '../client/http.js'
import {findRunning, type RunningControlPlane} from '../client/running.js'
import {sleep} from '../client/sleep.js'
import {firstToken, type ServerWanted, type Started} from './run.js'

/** How long a server may take until it answers, in milliseconds. */
const patience = 15_000
const interval = 25

/** The server in the background has ended before it answered; with the exit code it ended with. */
class NotStarted extends Error {
  override name = 'NotStarted'
  readonly oclif: {exit: number}

  constructor(message: string, exit: number | null) {
    super(message)
    this.oclif = {exit: exit || 1}
  }
}

/** Starts this same program as a server in the background, and returns when it answers. */
export async function startDetached(wanted: ServerWanted): Promise<Started> {
  const running = await startInBackground(wanted)
  // The server does not tell it: what that says goes into its log.
  return {running, first: wanted.first ? await firstTokenAt(running, wanted) : undefined}
}

async function firstTokenAt({url, token, certificate}: RunningControlPlane, {version}: ServerWanted): Promise<string | undefined> {
  const {send, close} = await openHttp({url, token, certificate: certificate?.pem, userAgent: `spacedock/${version}`})
  try {
    return await firstToken(send)
  } finally {
    close()
  }
}

async function startInBackground({data, host, port, names = [], tls, state, log: logWanted, stopDelay}: ServerWanted): Promise<RunningControlPlane> {
  const [, program = ''] = process.argv
  mkdirSync(state, {recursive: true, mode: 0o700})
  const log = join(state, 'control-plane.log')
  const output = openSync(log, 'a', 0o600)
  const already = statSync(log).size
  const place = 'file' in data ? ['--data', data.file] : data.connections === undefined ? [] : ['--database-connections', String(data.connections)]
  const args = [program, 'control-plane:start', ...place, '--host', host, '--port', String(port), ...names.flatMap((name) => ['--name', name]), ...(tls ? ['--tls-cert', tls.cert, '--tls-key', tls.key] : []), '--allow-remote', '--untold', '--json', '--log-level', logWanted.level, '--log-format', logWanted.format, '--stop-delay', String(stopDelay)]
  // A URL may hold a password, and everybody on a machine can read the arguments of its processes.
  const env = 'file' in data ? process.env : {...process.env, DATABASE_URL: data.database}
  const child = spawn(process.execPath, args, {detached: true, env, stdio: ['ignore', output, output]})
  closeSync(output)
  let ended: {code: number | null} | undefined
  child.once('exit', (code) => (ended = {code}))
  const deadline = performance.now() + patience
  while (performance.now() < deadline) {
    const running = findRunning(state)
    if (running && running.pid === child.pid) {
      child.unref()
      return running
    }
    if (ended) throw new NotStarted(lastWords(log, already) || 'The control plane ended before it answered.', ended.code)
    await sleep(interval)
  }
  child.kill()
  throw new TimedOut(`The control plane did not answer within ${patience / 1000} s. Its log is ${log}.`)
}

/** What it said before it ended: with `--json` the last thing is its error as an object. */
function lastWords(log: string, from: number): string {
  const said = readFileSync(log).subarray(from).toString().trim()
  try {
    const {error} = JSON.parse(said) as {error: {message: string}}
    return error.message
  } catch {
    return said.replaceAll(/\s+/g, ' ').slice(0, 500)
  }
}
