import {readdirSync} from 'node:fs'
import {expect, it} from 'vitest'
import {createProcesses} from '../helpers/process.js'

it('processes that name a world at the same moment make one, and what is deleted by one is gone for all', {timeout: 60_000}, async () => {
  const processes = createProcesses()
  await processes.ok('control-plane:settings allocation=0')
  const create = (name: string) => processes.run(`spaces:create ${name} --team acme --world ci`)
  const made = await Promise.all(['one', 'two', 'three', 'four'].map((name) => create(`space-${name}`)))
  expect(made.map(({code, stderr}) => [code, code === 0 ? '' : stderr])).toEqual(Array(4).fill([0, '']))
  const folders = () => readdirSync(`${processes.world}.worlds`).filter((name) => name !== 'lock')
  expect(folders()).toEqual([expect.stringMatching(/^ci\.\d+-[\da-f]{8}$/)])
  const [before] = folders()

  // A server that has it open, the embedded world, and whoever deletes it.
  await processes.ok('control-plane:start --detach --port 0')
  const env = JSON.parse((await processes.ok('control-plane:env --world ci --json')).stdout) as Record<string, string>
  const served = async (path: string) => {
    const answer = await fetch(`${env['HEROKU_HOST']}${path}`, {headers: {authorization: `Bearer ${env['HEROKU_API_KEY']}`, 'Spacedock-World': 'ci'}})
    return (await answer.json()) as {name: string}[]
  }
  expect(await served('/spaces')).toHaveLength(4)
  const stop = await processes.run('control-plane:stop --world ci')
  expect([stop.code, stop.stderr]).toEqual([2, expect.stringContaining('A control plane is stopped with all its worlds')])
  const [deleted, straggler] = await Promise.all([processes.run('control-plane:worlds:delete ci --context local'), create('straggler')])
  expect([deleted.code, deleted.stderr]).toEqual([0, expect.stringContaining('done')])
  // It came before the end, or begins anew.
  expect([0, 5], straggler.stderr).toContain(straggler.code)
  expect(folders()).not.toContain(before)
  expect((await served('/spaces')).map(({name}) => name).filter((name) => name !== 'straggler')).toEqual([])
  await processes.ok('spaces:create after --team acme --world ci')
  expect((await served('/spaces')).map(({name}) => name)).toContain('after')
  expect(folders()).toHaveLength(1)
})
