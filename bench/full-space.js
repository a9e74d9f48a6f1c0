import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {environment, program, removeFolder, run, sideBySide, temporaryFolder} from './measure.js'

/** What a Cedar space holds at most. */
const apps = 25
const dynosPerApp = 4
const rounds = 15

/** Whether what tells of a whole space, and scaling in it, cost the same when the space is full. Whole commands, embedded. */
export async function benchFullSpace(report) {
  const folder = temporaryFolder()
  const env = environment(folder)
  const spacedock = (...argv) => run([program, ...argv], env)
  const procfile = join(folder, 'Procfile')
  writeFileSync(procfile, 'web: npm start\n')
  const runningApp = async (name, space, web) => {
    await spacedock('apps:create', name, '--space', space)
    await spacedock('apps:deploy', '--app', name, '--procfile', procfile)
    await spacedock('ps:scale', `web=${web}`, '--app', name)
  }
  try {
    await spacedock('control-plane:settings', 'allocation=0', 'boot=0', 'dynos-per-space=101')
    for (const space of ['full', 'empty']) await spacedock('spaces:create', space, '--team', 'acme', '--wait')
    for (let app = 0; app < apps; app++) await runningApp(`app-${app}`, 'full', dynosPerApp)
    await runningApp('alone', 'empty', dynosPerApp)
    await tellingOfAll(report, spacedock)
    await scaling(report, spacedock)
  } finally {
    removeFolder(folder)
  }
}

async function tellingOfAll(report, spacedock) {
  const {'spaces:info': info, ...others} = await sideBySide(
    {
      'spaces:info': () => spacedock('spaces:info', 'full'),
      'spaces:topology': () => spacedock('spaces:topology', 'full'),
      'spaces:topology --json': () => spacedock('spaces:topology', 'full', '--json'),
      'spaces:ps': () => spacedock('spaces:ps', 'full'),
    },
    rounds,
  )
  for (const [name, time] of Object.entries(others))
    report.ratio(`${name} of ${apps} apps and ${apps * dynosPerApp} dynos to spaces:info, embedded`, `${time.toFixed(1)} ms to ${info.toFixed(1)} ms`, time / info, {atMost: 1.5})
}

/** Up and down again, so that every round finds the same. */
async function scaling(report, spacedock) {
  const scale = (app) => (round) => spacedock('ps:scale', round % 2 === 0 ? 'web+1' : 'web-1', '--app', app)
  const {full, empty} = await sideBySide({empty: scale('alone'), full: scale('app-0')}, rounds + 1)
  report.ratio('scaling an app in a full space to one that is alone, embedded', `${full.toFixed(1)} ms to ${empty.toFixed(1)} ms`, full / empty, {atMost: 1.5})
}
