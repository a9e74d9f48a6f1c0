import {beforeAll, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

beforeAll(async () => {
  cli = await createCli()
})

interface Row {
  service: string
  region: string
  available: boolean
  installable: boolean
}

const rowsOf = async (line: string) => (await cli.ok(`addons:availability ${line} --json`)).json() as Row[]

it.each([
  ['addons:availability no-service', 3, "Couldn't find that add-on service."],
  ['addons:availability newrelic papertrail', 2, 'Unexpected argument: papertrail'],
])('%s ends with %i', async (line, code, message) => {
  const ran = await cli.run(line)
  expect(ran).toMatchObject({code, stdout: ''})
  expect(ran.stderr).toContain(message)
})

it('shows every add-on by name, and what it is in the regions of private spaces', async () => {
  const {stdout} = await cli.ok('addons:availability')
  const [head = '', , ...lines] = stdout.split('\n')
  expect(head.trim().split(/\s+/)).toEqual(['ADD-ON', 'DUBLIN', 'FRANKFURT', 'LONDON', 'MONTREAL', 'MUMBAI', 'OREGON', 'SINGAPORE', 'SYDNEY', 'TOKYO', 'VIRGINIA'])
  const table = lines.slice(0, lines.indexOf(''))
  const cells = table.map((line) => line.trim().split(/\s{2,}/))
  const names = cells.map(([name = '']) => name)
  expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')))
  expect(cells.find(([name]) => name === 'Heroku Postgres')?.slice(1)).toEqual(Array.from({length: 10}, () => '◆ installable'))
  expect(cells.find(([name]) => name === 'Mailgun')?.slice(1)).toEqual(['● available', '● available', '– not', '– not', '– not', '● available', '– not', '– not', '– not', '● available'])
  expect(stdout).toMatch(/\n● available .*\n◆ installable .*\n– not .*\n$/)
})

it('shows the regions of the common runtime, where nothing is inside a space', async () => {
  const {stdout} = await cli.ok('addons:availability --common')
  expect(stdout).toContain('  ADD-ON                   EU            US\n')
  expect(stdout).toContain('  SendGrid                 – not         ● available\n')
  expect((await rowsOf('--common')).some(({installable}) => installable)).toBe(false)
})

it('shows one add-on region by region', async () => {
  expect((await cli.ok('addons:availability rediscloud')).stdout).toBe(`  REGION      AVAILABLE   INSTALLABLE IN SPACE
 ──────────────────────────────────────────────
  dublin      ● yes       – no
  frankfurt   ● yes       – no
  london      – no        – no
  montreal    – no        – no
  mumbai      – no        – no
  oregon      ● yes       – no
  singapore   – no        – no
  sydney      ● yes       – no
  tokyo       ● yes       – no
  virginia    ● yes       – no

`)
  expect((await cli.ok('addons:availability heroku-redis --common --spaces')).stdout).toContain('\n  eu          ● yes       – no\n  frankfurt   ● yes       ◆ yes\n')
})

it('fits a terminal of 80 columns, with signs alone and what they mean', async () => {
  const {stdout} = await cli.ok('addons:availability', {OCLIF_TABLE_COLUMN_OVERRIDE: '80'})
  expect(stdout).toContain('  ADD-ON             DUB   FRA   LON   MON   MUM   ORE   SIN   SYD   TOK   VIR\n')
  expect(stdout).toContain('  Mailgun            ●     ●     –     –     –     ●     –     –     –     ●\n')
  expect(stdout).toContain('\n– not available in the region\n')
})

it('is a list of rows as JSON', async () => {
  expect(await rowsOf('newrelic --common')).toEqual([
    {service: 'newrelic', region: 'eu', available: true, installable: false},
    {service: 'newrelic', region: 'us', available: true, installable: false},
  ])
  const all = await rowsOf('--common --spaces')
  const services = new Set(all.map(({service}) => service))
  expect(all).toHaveLength(services.size * 12)
  expect(all.filter(({available, installable}) => installable && !available)).toEqual([])
})

it('--csv has a line for each service and region', async () => {
  const lines = (await cli.ok('addons:availability newrelic --csv --common')).stdout.split('\n')
  expect(lines).toEqual(['service,region,available,installable', 'newrelic,eu,true,false', 'newrelic,us,true,false', ''])
})
