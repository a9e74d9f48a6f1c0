import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {environment, program, removeFolder, root, run, sideBySide, temporaryFolder} from './measure.js'

const rounds = 15
const official = join(root, '.cache/official/11.10.0/node_modules/heroku/bin/run.js')

/** How long whole commands take, beside an empty Node process and beside the official CLI on the same control plane. */
export async function benchCommands(report) {
  const folder = temporaryFolder()
  const env = environment(folder)
  const spacedock = (...argv) => run([program, ...argv], env)
  try {
    await spacedock('control-plane:settings', 'allocation=0', 'trusted-ranges=1000')
    await spacedock('spaces:create', 'bench', '--team', 'acme', '--wait')
    await spacedock('apps:create', 'bench-app', '--space', 'bench')
    await embedded(report, spacedock, env)
    await served(report, spacedock, env, folder)
  } finally {
    await spacedock('control-plane:stop').catch(() => {})
    removeFolder(folder)
  }
}

async function embedded(report, spacedock, env) {
  const times = await sideBySide(
    {
      'node -e 0': () => run(['-e', '0'], env),
      'spaces:info': () => spacedock('spaces:info', 'bench'),
      'trusted-ips': () => spacedock('trusted-ips', '--space', 'bench'),
      'apps --space': () => spacedock('apps', '--space', 'bench'),
      'trusted-ips:add (a write)': (round) => spacedock('trusted-ips:add', `10.${round}.0.0/16`, '--space', 'bench'),
    },
    rounds,
  )
  const {'node -e 0': floor, ...commands} = times
  for (const [name, time] of Object.entries(commands)) {
    const limit = name.includes('write') ? 4.5 : 4
    report.ratio(`${name}, embedded`, `${time.toFixed(1)} ms to ${floor.toFixed(1)} ms of \`node -e 0\``, time / floor, {atMost: limit})
  }
}

async function served(report, spacedock, env, folder) {
  if (!existsSync(official)) return report.note('The official CLI is not in .cache/official (npm run test:official installs it): not compared.')
  await spacedock('control-plane:start', '--detach', '--port', '0')
  const exported = JSON.parse(await spacedock('control-plane:env', '--json'))
  const theirs = {...environment(folder), ...exported}
  const pairs = {
    'spaces:info': ['spaces:info', 'bench'],
    'trusted-ips': ['trusted-ips', '--space', 'bench'],
    'apps --space': ['apps', '--space', 'bench'],
  }
  for (const [name, argv] of Object.entries(pairs)) {
    const times = await sideBySide(
      {ours: () => run([program, ...argv, '--context', exported.HEROKU_HOST], env), official: () => run([official, ...argv], theirs)},
      7,
    )
    report.ratio(`${name}, served`, `official ${times.official.toFixed(0)} ms to ours ${times.ours.toFixed(0)} ms`, times.official / times.ours, {atLeast: 6})
  }
}
