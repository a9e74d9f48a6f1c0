import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {createTestPartner} from '../helpers/partner.js'
import {createProcesses} from '../helpers/process.js'

it.each(['SIGINT', 'SIGTERM'] as const)('addons:admin:test deprovisions what it has provisioned when it is told to stop by %s', {timeout: 30_000}, async (signal) => {
  const {folder, start} = createProcesses()
  let stop = () => {}
  const partner = await createTestPartner({
    fault(asked, pass) {
      if (asked.method !== 'PUT') return pass()
      stop()
      // In the middle of a request that would be answered after a long time.
      return new Promise(() => {})
    },
  })
  writeFileSync(join(folder, 'addon-manifest.json'), JSON.stringify(partner.manifest))
  const {child, ended} = start(['addons:admin:test', '--port', '0'])
  stop = () => child.kill(signal)
  const {code, stdout, stderr} = await ended
  expect(code).toBe(130)
  expect(stdout).toContain('gives two add-ons two ids')
  expect(stderr).toMatch(/^Testing acme-cache at .*\.\.\. stopped$/m)
  expect(stderr).toContain('Stopped before all checks were made.')
  expect(partner.requests.filter(({method}) => method === 'DELETE').length).toBeGreaterThan(1)
  expect([...partner.alive]).toEqual([])
})
