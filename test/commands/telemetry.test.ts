import {beforeEach, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
  await cli.ok('spaces:create fir-space --team acme --generation fir --wait')
  await cli.ok('apps:create fir-app --space fir-space')
})

it.each([
  ['telemetry', 'Exactly one of the following must be provided: --app, --space'],
  ['telemetry:add --app fir-app', 'Missing 1 required arg'],
  ['telemetry:add https://otel.example.com --app fir-app --transport pigeon', 'Expected --transport=pigeon to be one of: http, grpc'],
  ['telemetry:add https://otel.example.com --app fir-app --signals smoke', 'Invalid signal option: smoke. Run spacedock telemetry:add --help to see signal options.'],
  ['telemetry:add https://otel.example.com --app fir-app --headers {secret', '--headers takes a JSON object of texts'],
  ['telemetry:add https://otel.example.com --app fir-app --headers ["secret"]', '--headers takes a JSON object of texts'],
  ['telemetry:add http://otel.example.com --app fir-app', 'Exporter endpoint must be a URL that begins with https://'],
  ['telemetry:update 00000000-0000-4000-8000-000000000000', 'Requires either --signals, --endpoint, --transport or HEADERS'],
  ['telemetry:remove', 'Requires either --app or --space or a TELEMETRY_DRAIN_ID'],
])('%s is refused', async (line, message) => {
  const {code, stdout, stderr} = await cli.run(line.split(' '), {HEROKU_APP: 'fir-app'})
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
  expect(stderr).not.toContain('secret')
  expect((await cli.ok('telemetry --app fir-app')).stdout).toBe('There are no telemetry drains in fir-app\n')
})

it('telemetry drains are added, listed, shown, changed and removed', async () => {
  const added = await cli.ok(['telemetry:add', 'https://otel.example.com', '--app', 'fir-app', '--signals', 'logs,traces', '--headers', '{"x-api-key": "secret"}'])
  expect(added.stdout).toBe('successfully added drain https://otel.example.com\n')
  const [{id}] = (await cli.ok('telemetry --app fir-app --json')).json() as [{id: string}]
  const listed = (await cli.ok('telemetry --app fir-app')).stdout
  expect(listed).toContain('=== fir-app Telemetry Drains')
  expect(listed).toContain(id)
  expect(listed).not.toContain('secret')
  const info = (await cli.ok(`telemetry:info ${id}`)).stdout
  expect(info).toMatch(/App: +fir-app\nSignals: +logs, traces\nEndpoint: +https:\/\/otel\.example\.com\nTransport: +HTTP\nHeaders: +\{"x-api-key":"secret"\}/)
  expect((await cli.ok(`telemetry:update ${id} --transport grpc --signals all`)).stdout).toMatch(/Signals: +traces, metrics, logs\n[^]*Transport: +gRPC\nHeaders: +\{"x-api-key":"secret"\}/)
  await cli.ok('telemetry:add https://otel.example.com --space fir-space')
  await cli.ok('telemetry:remove --app fir-app')
  expect((await cli.ok('telemetry --app fir-app')).stdout).toBe('There are no telemetry drains in fir-app\n')
  const [{id: other}] = (await cli.ok('telemetry --space fir-space --json')).json() as [{id: string}]
  await cli.ok(`telemetry:remove ${other}`)
  expect((await cli.ok('telemetry --space fir-space')).stdout).toBe('There are no telemetry drains in fir-space\n')
})
