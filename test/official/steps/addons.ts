import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {text} from 'node:stream/consumers'
import {manifestOf} from '../../helpers/manifests.js'
import type {Stage} from '../stage.js'
import {both, check, given, mutation, refusal, type Scenario} from '../step.js'

const member = 'member@acme.example'
const stranger = 'admin@globex.example'
const unconfirmed = {differs: 'confirm-without-terminal'} as const

export const addons: Scenario = {
  'the add-on catalogue': [
    both('addons:services'),
    both('addons:services', {ci: true}),
    both('addons:services --json'),
    refusal('addons:services heroku-postgresql'),
    both('addons:plans heroku-postgresql'),
    both('addons:plans heroku-redis', {ci: true}),
    both('addons:plans newrelic --json'),
    refusal('addons:plans no-service'),
    refusal('addons:plans'),
    refusal('addons:open no-addon --show-url'),
    refusal('addons:open'),
    both('addons:docs heroku-postgresql --show-url'),
    both('addons:docs newrelic:wayne --show-url'),
    refusal('addons:docs no-service --show-url'),
    refusal('addons:docs'),
    both('addons'),
    both('addons --json'),
  ],
  'creating add-ons': [
    given('spaces:create my-space --team acme --region virginia'),
    given('apps:create app-% --space my-space'),
    given('apps:create outside-% --team acme'),
    both('addons --app app-one'),

    mutation('addons:create newrelic:wayne --app app-%'),
    mutation('addons:create heroku-postgresql -a app-% --name db-%'),
    mutation('addons:open db-% --show-url'),
    mutation('addons:open DATABASE --app app-% --show-url'),
    mutation('addons:create heroku-redis:private-7 -a app-% --as CACHE --wait'),
    mutation('addons:add papertrail --app app-% --name logs-% -- --retention 7 --archive --owner=me'),
    mutation('addons:create auth0 --app app-% --tenant=mine', {differs: 'options-without-dashes'}),
    refusal('config:set DATABASE_URL=mine --app app-%'),
    mutation('addons:create mailgun', {env: {HEROKU_APP: 'app-%'}}),
    mutation('addons:create rediscloud:30 --app app-% --confirm app-%'),
    mutation('addons:create heroku-postgresql:essential-0 --app outside-%'),
    mutation('addons:create scheduler:standard --app outside-%', {ci: true}),
    refusal('addons:create rediscloud:30 --app app-%', unconfirmed),
    refusal('addons:create rediscloud:30 --app app-% --confirm other'),
    refusal('addons:create adminium --app app-%'),
    refusal('addons:create no-service --app app-%'),
    refusal('addons:create heroku-postgresql:no-plan --app app-%'),
    refusal('addons:create heroku-postgresql:private-0 --app outside-%'),
    refusal('addons:create newrelic --app app-%'),
    refusal('addons:create honeybadger --app app-% --name db-%'),
    refusal('addons:create honeybadger --app no-app'),
    refusal('addons:create honeybadger'),
    refusal('addons:create --app app-%'),
    refusal('addons:create honeybadger --app app-one', {as: member}),
    refusal('addons:create honeybadger --app app-one', {as: stranger}),

    both('addons:wait --app app-one'),
    both('addons:wait'),
    refusal('addons:wait no-addon --app app-one'),
    both('addons --app app-one'),
    both('addons --app app-one', {ci: true}),
    both('addons --app app-one --no-wrap'),
    both('addons --app app-one --json'),
    both('addons --all'),
    both('addons'),
    both('addons --json'),
    both('addons', {as: stranger}),
    refusal('addons --app no-app'),
    refusal('addons --app app-one', {as: stranger}),

    both('addons:info db-one'),
    both('addons:info heroku-postgresql --app app-one'),
    both('addons:info CACHE --app app-one'),
    both('addons:info db-one', {ci: true}),
    both('addons:docs db-one --show-url'),
    both('addons:wait db-one'),
    both('addons:wait --app app-one'),
    both('addons:wait'),
    refusal('addons:info'),
    refusal('addons:info no-add-on'),
    refusal('addons:wait no-add-on'),
    refusal('addons:wait --app no-app'),
    refusal('addons:info no-add-on --app app-one'),
    refusal('addons:info heroku-postgresql'),
    refusal('addons:info db-one', {as: stranger}),
  ],
  'changing add-ons': [
    given('spaces:create my-space --team acme --region virginia'),
    given('apps:create app-% --space my-space'),
    given('apps:create other-% --space my-space'),
    given('addons:create heroku-postgresql --app app-% --name db-%'),
    given('addons:create newrelic --app app-% --name apm-%'),
    given('addons:create heroku-redis --app app-% --name cache-%'),

    mutation('addons:attach db-% --app other-%'),
    mutation('addons:attach db-% --app other-% --as REPLICA'),
    refusal('addons:attach cache-% --app other-% --as REPLICA', unconfirmed),
    mutation('addons:attach cache-% --app other-% --as REPLICA --confirm other-%'),
    refusal('addons:attach cache-% --app other-% --as replica'),
    refusal('addons:attach db-% --app other-% --credential readonly'),
    refusal('addons:attach no-add-on --app other-%'),
    refusal('addons:attach db-% --app no-app'),
    refusal('addons:attach db-%'),
    refusal('addons:attach --app other-%'),
    refusal('addons:attach db-one --app other-one', {as: member}),
    both('addons --app other-one'),
    both('addons --app app-one'),
    both('addons:info db-one'),

    mutation('addons:detach REPLICA --app other-%'),
    refusal('addons:detach REPLICA --app other-%'),
    refusal('addons:detach DATABASE --app no-app'),
    refusal('addons:detach DATABASE'),
    refusal('addons:detach --app other-%'),

    mutation('addons:rename apm-% renamed-%'),
    refusal('addons:rename no-add-on any-name'),
    refusal('addons:rename renamed-% db-%'),
    refusal('addons:rename renamed-%'),
    refusal('addons:rename renamed-one any-name', {as: stranger}),

    mutation('addons:upgrade db-% heroku-postgresql:private-2'),
    mutation('addons:upgrade heroku-redis:private-9 --app app-%'),
    mutation('addons:downgrade heroku-redis private-7 --app app-%'),
    refusal('addons:upgrade db-%'),
    refusal('addons:upgrade db-% heroku-postgresql:no-plan', {differs: 'upgrade-to-no-plan'}),
    refusal('addons:upgrade no-add-on heroku-postgresql:private-2'),
    refusal('addons:upgrade'),
    refusal('addons:upgrade db-one private-3', {as: stranger}),

    refusal('addons:destroy db-% --confirm app-%', {differs: 'add-on-not-destroyed'}),
    refusal('addons:destroy renamed-% --confirm other'),
    refusal('addons:destroy renamed-%', unconfirmed),
    refusal('addons:destroy renamed-% --app other-% --confirm other-%'),
    refusal('addons:destroy no-add-on --confirm app-%'),
    refusal('addons:destroy'),
    refusal('addons:destroy renamed-one --confirm app-one', {as: member, differs: 'add-on-not-destroyed'}),
    mutation('addons:destroy renamed-% --confirm app-%'),
    mutation('addons:destroy db-% cache-% --confirm app-% --force'),
    both('addons --all'),
  ],

  'add-ons that take their time': [
    given('apps:create app-% --team acme'),
    check('creating an add-on takes ten minutes from here', (stage) => stage.control('control-plane:settings provisioning=600')),
    mutation('addons:create newrelic --app app-% --name apm-%'),
    both('addons --app app-one'),
    both('addons --all'),
    both('addons:info apm-one'),
    check('and a second from here', (stage) => stage.control('control-plane:settings provisioning=1')),
    mutation('addons:create papertrail --app app-% --name logs-% --wait'),
    both('addons:info logs-one'),
  ],
  'add-ons of a partner': [
    check('a partner pushes a manifest', pushManifest),
    given('apps:create app-% --team acme'),
    both('addons:services'),
    both('addons:plans fast-db'),
    mutation('addons:create fast-db:test --app app-% --name quick-% -- --size big'),
    mutation('addons:info quick-%'),
    mutation('config --app app-%'),
    mutation('addons --app app-%'),
    mutation('drains --app app-%'),
    given('drains:add https://logs.example.com/mine --app app-%'),
    mutation('drains --app app-%'),
    both('drains --app app-one --extended'),
    mutation('drains --app app-%', {ci: true}),
    both('drains --app app-one --json'),
    refusal('drains:remove https://logs.fast.example.com/drain --app app-%'),
    mutation('addons:upgrade quick-% fast-db:basic --app app-%'),
    refusal('addons:upgrade quick-% fast-db:refused --app app-%', {differs: 'upgrade-to-no-plan'}),
    refusal('addons:create fast-db:refused --app app-% --name other-%'),
    refusal('addons:create fast-db:broken --app app-% --name other-%'),
    mutation('addons:destroy quick-% --app app-% --confirm app-%'),
    mutation('drains --app app-%'),
  ],
}

/** A partner's server that agrees to every plan but two, and the control plane that is to call it. */
async function pushManifest(stage: Stage): Promise<void> {
  const server = createServer((request, response) => {
    void (async () => {
      const sent = await text(request)
      const {name = 'x', plan = '', uuid = ''} = (sent === '' ? {} : JSON.parse(sent)) as Record<string, string>
      const answer = plan === 'refused' ? [422, {message: 'Not for you.'}] : plan === 'broken' ? [200, {}] : [200, request.method === 'POST' ? {id: uuid, config: {FAST_DB_URL: `https://${name}.example.com`}, message: 'Welcome.', log_drain_url: 'https://logs.fast.example.com/drain'} : {}]
      response.writeHead(Number(answer[0]), {'content-type': 'application/json'}).end(JSON.stringify(answer[1]))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const file = join(mkdtempSync(join(tmpdir(), 'spacedock-manifest-')), 'addon-manifest.json')
  writeFileSync(file, JSON.stringify(manifestOf('fast-db', {requires: ['syslog_drain'], production: {base_url: url, sso_url: url}})))
  await stage.control('control-plane:settings private-partners=1')
  for (const line of [`addons:admin:manifest:push --manifest ${file}`, ...['basic', 'refused', 'broken'].map((plan) => `addons:admin:plans:set fast-db:${plan} --price 10`)]) {
    const {code, stderr} = await stage.run('ours', line.split(' '))
    if (code !== 0) throw new Error(`${line} ended with ${code}: ${stderr}`)
  }
  rmSync(dirname(file), {recursive: true})
}
