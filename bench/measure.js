import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const program = join(root, 'bin/run.js')

/** What every measured process gets: a folder of its own, and nothing that slows Node's start on this machine only or leads to another world. */
export function environment(folder, extra = {}) {
  const {NODE_EXTRA_CA_CERTS: _, CI: __, DATABASE_URL: ___, ...env} = process.env
  return {
    ...env,
    HOME: folder,
    NO_COLOR: '1',
    SPACEDOCK_CONFIG_DIR: join(folder, 'config'),
    SPACEDOCK_DATA_DIR: join(folder, 'data'),
    SPACEDOCK_LOOPBACK_ONLY: '1',
    ...extra,
  }
}

export const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'spacedock-bench-'))
export const removeFolder = (folder) => rmSync(folder, {recursive: true, force: true})

/** Runs a program to its end; throws with what it said when it fails. Gives its output. */
export async function run(argv, env) {
  const child = spawn(process.execPath, argv, {env, stdio: ['ignore', 'pipe', 'pipe']})
  let [output, errors] = ['', '']
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (errors += chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${errors}`)
  return output
}

export const median = (values) => {
  const sorted = values.toSorted ? values.toSorted((a, b) => a - b) : [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * Median wall time in milliseconds of each contender, which take turns, so that what else the machine does falls on all
 * of them alike.
 *
 * @param contenders functions by name; each is given the number of the round
 */
export async function sideBySide(contenders, rounds) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, contender] of Object.entries(contenders)) {
      const start = process.hrtime.bigint()
      await contender(round)
      times[name].push(Number(process.hrtime.bigint() - start) / 1e6)
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]))
}
