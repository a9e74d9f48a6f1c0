#!/usr/bin/env node
// What action.yml runs: starts a control plane in the background of a job, and hands its address and a token to the steps
// that follow. Node alone, so that it runs on any runner; of the network it needs npm's registry.
import {spawnSync} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {appendFileSync, existsSync, mkdirSync, symlinkSync} from 'node:fs'
import {get} from 'node:http'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'

/** The control plane answers when its command returns; its database may take longer. */
const tries = 60

const input = (name) => process.env[`SPACEDOCK_ACTION_${name}`]?.trim() ?? ''

function required(name) {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: this is for a step of a GitHub workflow.`)
  return value
}

function run(program, argv, options = {}) {
  const {status, stdout, error} = spawnSync(program, argv, {encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'], ...options})
  if (error) throw error
  if (status !== 0) throw new Error(`${argv.find((word) => word.includes(':')) ?? [program, argv[0]].join(' ')} ended with ${status}.`)
  return stdout
}

/** The folder of the package: the one this came with, built where it is not yet, or the one that is wanted, installed. */
function packageFolder(wanted, folder) {
  const own = fileURLToPath(new URL('..', import.meta.url))
  if (wanted === '') {
    if (!existsSync(join(own, 'dist/main.cjs'))) run('npm', ['ci'], {cwd: own, stdio: ['ignore', 'ignore', 'inherit']})
    return own
  }
  run('npm', ['install', '--no-save', '--no-package-lock', '--prefix', folder, /^[\w.^~-]+$/.test(wanted) ? `spacedock@${wanted}` : wanted], {stdio: ['ignore', 'ignore', 'inherit']})
  return join(folder, 'node_modules/spacedock')
}

/** Waits until it says that it is well. */
async function healthy(url) {
  for (let count = 1; ; count++) {
    const status = await new Promise((resolve) => {
      get(`${url}/health`, (response) => resolve(response.resume().statusCode)).on('error', ({code}) => resolve(code))
    })
    if (status === 200) return
    if (count === tries) throw new Error(`The control plane at ${url} is not well: /health says ${status}.`)
    await sleep(1000)
  }
}

/** A variable for the steps that follow, whatever is in its value. */
function hand(file, name, value) {
  const end = `end-${randomUUID()}`
  appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`)
}

async function start() {
  const [toEnvironment, toPath, toOutput, temporary] = ['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_OUTPUT', 'RUNNER_TEMP'].map(required)
  const folder = join(temporary, 'spacedock')
  const bin = join(folder, 'bin')
  mkdirSync(bin, {recursive: true})
  const program = join(packageFolder(input('VERSION'), folder), 'bin/run.js')
  const folders = {SPACEDOCK_DATA_DIR: join(folder, 'data'), SPACEDOCK_CONFIG_DIR: join(folder, 'config'), SPACEDOCK_CACHE_DIR: join(folder, 'cache')}
  // A URL may hold a password, and everybody on a machine can read the arguments of its processes.
  const database = input('DATABASE')
  const env = {...process.env, ...folders, DATABASE_URL: database}
  const spacedock = (...argv) => run(process.execPath, [program, ...argv], {env})
  if (database !== '' && (input('DATA') !== '' || input('WORLD') !== '')) throw new Error('database goes with neither data nor world: what is in a database stays there.')

  const data = input('DATA') === '' ? [] : ['--data', input('DATA')]
  const world = input('WORLD')
  const seed = input('SEED') === '' ? [] : ['--seed', input('SEED')]
  if (world !== '' && seed.length > 0) throw new Error('Name either a world or a seed: both say what there is.')
  if (world !== '') spacedock('control-plane:import', world, ...data, '--confirm', input('DATA').split('/').at(-1) || 'world.sqlite', '--json')
  spacedock('control-plane:start', '--detach', '--port', input('PORT') || '0', '--log-level', input('LOG_LEVEL') || 'info', '--log-format', 'json', ...data, ...seed)
  try {
    const {url} = JSON.parse(spacedock('control-plane:status', '--json'))
    await healthy(url)
    const settings = input('SETTINGS').split(/\s+/).filter(Boolean)
    if (settings.length > 0) spacedock('control-plane:settings', ...settings, '--json')
    const variables = JSON.parse(spacedock('control-plane:env', '--json', ...(input('AS') === '' ? [] : ['--as', input('AS')])))
    // Before anything else is said: from here on the runner hides it in every log.
    console.log(`::add-mask::${variables.HEROKU_API_KEY}`)
    if (!existsSync(join(bin, 'spacedock'))) symlinkSync(program, join(bin, 'spacedock'))
    for (const [name, value] of Object.entries({...folders, ...variables})) hand(toEnvironment, name, value)
    appendFileSync(toPath, `${bin}\n`)
    hand(toOutput, 'url', url)
    hand(toOutput, 'log', join(folders.SPACEDOCK_DATA_DIR, 'control-plane.log'))
    console.log(`Control plane listening on ${url}`)
  } catch (error) {
    spawnSync(process.execPath, [program, 'control-plane:stop'], {env, stdio: 'ignore'})
    throw error
  }
}

try {
  await start()
} catch (error) {
  console.log(`::error title=spacedock::${error.message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`)
  process.exitCode = 1
}
