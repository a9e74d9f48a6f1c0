import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {createProcesses, type Processes} from '../helpers/process.js'

const cacheOf = ({folder}: Processes) => join(folder, 'cache')
const files = (processes: Processes, ending: string) => readdirSync(cacheOf(processes)).filter((name) => name.endsWith(ending))

it('holds what each command compiled, and is written once for each', async () => {
  const processes = createProcesses()
  await processes.ok('regions')
  const [main = ''] = files(processes, '-main.bin')
  const first = readFileSync(join(cacheOf(processes), main))
  await processes.ok('regions')
  expect(readFileSync(join(cacheOf(processes), main)).equals(first)).toBe(true)
  await processes.ok('teams')
  expect(readFileSync(join(cacheOf(processes), main)).equals(first)).toBe(false)
  const [commands = ''] = files(processes, '-commands.txt')
  expect(readFileSync(join(cacheOf(processes), commands), 'utf8').trim().split('\n')).toEqual(['regions', 'teams'])
})

it('of another build goes, and one that is damaged is made anew', async () => {
  const processes = createProcesses()
  await processes.ok('regions')
  const [main = ''] = files(processes, '-main.bin')
  writeFileSync(join(cacheOf(processes), main), 'damaged')
  const old = main.replace(/-[0-9a-f]{16}-/, '-0000000000000000-')
  writeFileSync(join(cacheOf(processes), old), '')
  const {stdout} = await processes.ok('regions --json')
  expect(JSON.parse(stdout)).toHaveLength(12)
  expect(files(processes, '-main.bin')).toEqual([main])
  expect(readFileSync(join(cacheOf(processes), main)).length).toBeGreaterThan(100_000)
})

it('that cannot be written is none', async () => {
  const processes = createProcesses()
  writeFileSync(join(processes.folder, 'cache'), '')
  await processes.ok('regions')
})
