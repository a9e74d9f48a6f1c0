import {it} from 'vitest'
import {createWorld} from '../helpers/world.js'
it('x', async () => {
  const world = await createWorld()
  await world.space('my-space', {region: 'tokyo'})
  const p = async (m: string, path: string, body?: unknown, headers = {}) => {
    const a = await world.request(m as 'GET', path, {body, headers})
    console.log(m, path, JSON.stringify(body), '->', a.status, JSON.stringify(a.body, null, 1).slice(0, 1500), a.headers['x-confirmation-required'])
    return a
  }
  await world.post('/teams/apps', {name: 'my-app', team: 'acme', space: 'my-space'})
  await p('POST', '/apps/my-app/addons', {plan: {name: 'heroku-postgresql'}, attachment: {}, config: {}}, {'accept-expansion': 'plan'})
  await p('POST', '/apps/my-app/addons', {plan: 'heroku-postgresql:standard-0'})
  await p('POST', '/apps/my-app/addons', {plan: 'heroku-postgresql:standard-0', confirm: 'my-app'})
  await p('POST', '/apps/my-app/addons', {plan: 'newrelic:wayn'})
  await p('POST', '/apps/my-app/addons', {plan: 'newrelic:wayne'})
  await p('POST', '/apps/my-app/addons', {plan: 'sendgrid'})
  await p('POST', '/apps/my-app/addons', {plan: 'heroku-kafka'})
  await p('GET', '/apps/my-app/config-vars')
  await p('GET', '/apps/my-app/releases')
  await p('GET', '/addon-attachments')
  await p('POST', '/actions/addons/resolve', {addon: 'heroku-postgresql', app: 'my-app'})
  await p('POST', '/actions/addons/resolve', {addon: 'database', app: 'my-app'}, {'accept-expansion': 'addon_service,plan'})
  await p('POST', '/actions/addon-attachments/resolve', {addon_attachment: 'DATABASE', app: 'my-app'}, {'accept-inclusion': 'addon:plan,config_vars'})
  await p('DELETE', '/apps/my-app/addons/DATABASE')
  console.log(world.faults)
})
