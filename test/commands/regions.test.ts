import {expect, it} from 'vitest'
import {createCli} from '../helpers/cli.js'

it.each([
  ['regions extra', 2, 'Unexpected argument: extra'],
  ['regions --as nobody@acme.example', 4, 'There is no account nobody@acme.example in this world.'],
])('%s ends with %i', async (line, code, message) => {
  const ran = await (await createCli()).run(line)
  expect(ran).toMatchObject({code, stdout: ''})
  expect(ran.stderr).toContain(message)
})

it('regions lists those of the common runtime first', async () => {
  const {stdout} = await (await createCli()).ok('regions')
  expect(stdout).toBe(`  ID          Location                  Runtime
 ──────────────────────────────────────────────────────
  eu          Europe                    Common Runtime
  us          United States             Common Runtime
  dublin      Dublin, Ireland           Private Spaces
  frankfurt   Frankfurt, Germany        Private Spaces
  london      London, United Kingdom    Private Spaces
  montreal    Montreal, Canada          Private Spaces
  mumbai      Mumbai, India             Private Spaces
  oregon      Oregon, United States     Private Spaces
  singapore   Singapore                 Private Spaces
  sydney      Sydney, Australia         Private Spaces
  tokyo       Tokyo, Japan              Private Spaces
  virginia    Virginia, United States   Private Spaces

`)
})

it('regions --common and --private list one kind each, and --private wins', async () => {
  const cli = await createCli()
  const names = async (line: string) => ((await cli.ok(`${line} --json`)).json() as {name: string}[]).map(({name}) => name)
  expect(await names('regions --common')).toEqual(['eu', 'us'])
  expect(await names('regions --private')).toHaveLength(10)
  expect(await names('regions --common --private')).toHaveLength(10)
})
