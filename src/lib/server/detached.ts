import {spawn} from 'node:child_process'
import {mkdirSync, openSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {TimedOut, Unreachable} from '../client/failures.js'
import {findRunning, type RunningControlPlane} from '../client/running.js'
import type {ServerWanted} from './run.js'

/** How long a server may take until it answers, in milliseconds. */
const patience = 15_000
const interval = 25

/** Starts this same program as a server in the background, and returns when it answers. */
export async function startDetached({data, host, port, state}: ServerWanted): Promise<RunningControlPlane> {
  const [, program = ''] = process.argv
  mkdirSync(state, {recursive: true, mode: 0o700})
  const log = join(state, 'control-plane.log')
  const output = openSync(log, 'w', 0o600)
  const args = [program, 'control-plane:start', '--data', data, '--host', host, '--port', String(port), '--allow-remote']
  const child = spawn(process.execPath, args, {detached: true, stdio: ['ignore', output, output]})
  let ended = false
  child.once('exit', () => {
    ended = true
  })
  const deadline = Date.now() + patience
  while (Date.now() < deadline) {
    const running = findRunning(state)
    if (running?.pid === child.pid && running) {
      child.unref()
      return running
    }
    if (ended) throw new Unreachable(`The control plane did not start. ${lastWords(log)}`)
    await new Promise((resolve) => setTimeout(resolve, interval))
  }
  child.kill()
  throw new TimedOut(`The control plane did not answer within ${patience / 1000} s. Its log is ${log}.`)
}

/** What it said before it ended, without oclif's decoration. */
const lastWords = (log: string): string =>
  readFileSync(log, 'utf8')
    .replaceAll(/^ › +/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 500)
