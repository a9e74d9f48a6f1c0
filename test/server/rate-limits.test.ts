import {join} from 'node:path'
import {expect, it} from 'vitest'
import {createPlatform} from '../../src/lib/client/platform.js'
import {openControlPlane} from '../../src/lib/platform/open.js'
import {temporaryFolder} from '../helpers/folder.js'

it('what a server has taken and not spent comes back to the others when it stops', async () => {
  const file = join(temporaryFolder(), 'world.sqlite')
  const [one, other] = [await openControlPlane({file}), await openControlPlane({file})]
  const platform = createPlatform(one.trusted)
  // None comes back while this runs: 200 an hour are one in 18 seconds.
  await platform.call('control-plane-setting.update', {body: {'requests-per-hour': 200}})
  const {token} = await platform.call('control-plane-token.create', {body: {account: 'admin@acme.example', description: 'a test'}})
  const request = {method: 'GET', path: '/spaces', headers: {authorization: `Bearer ${token}`}} as const
  const left = async ({guarded}: typeof one) => Number((await guarded(request)).headers['ratelimit-remaining'])
  expect(await left(one)).toBe(199)
  await one.close()
  expect(await left(other)).toBe(198)
  await other.close()
})
