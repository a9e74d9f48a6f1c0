import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {runChecks} from '../../src/lib/partner/conformance/run.js'
import {root} from '../helpers/cli.js'
import {createTestHeroku, exampleManifest, planFor} from '../helpers/partner.js'

it('examples/partner serves as its README says', {timeout: 30_000}, async () => {
  const played = await createTestHeroku()
  const child = spawn(process.execPath, [join(root, 'examples/partner/server.mjs')], {env: {PORT: '0', HEROKU_TOKEN_URL: `${played.url}/oauth/token`, HEROKU_CLIENT_SECRET: 'client-secret'}})
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const url = /^Acme Cache listens on (http:\S+)$/m.exec(line.toString())?.[1] ?? ''
    const manifest = exampleManifest()
    manifest.api.test = {base_url: `${url}/heroku/resources`, sso_url: `${url}/sso/login`}
    const {checks, leftover} = await runChecks(planFor(manifest, played))
    expect(checks.filter(({result}) => result === 'failed' || result === 'warned')).toEqual([])
    expect(checks.filter(({result}) => result === 'ok').length).toBeGreaterThan(50)
    expect(leftover).toEqual([])
  } finally {
    child.kill()
  }
})
