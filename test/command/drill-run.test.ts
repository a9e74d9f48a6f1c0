import {describe, expect, it} from 'vitest'
import {underFaults} from '../../src/lib/command/drill-run.js'
import {createPlatform} from '../../src/lib/client/platform.js'
import type {Fault} from '../../src/lib/operations/faults.js'
import {createWorld} from '../helpers/world.js'

async function operated() {
  const world = await createWorld()
  const told: string[] = []
  const unclearable = (_: Fault, error: Error) => void told.push(error.message)
  return {operator: createPlatform(world.send), left: async () => (await world.get('/control-plane/faults')).body as Fault[], told, unclearable, world}
}

describe('work under faults', () => {
  it('is not begun when one of them cannot be set, and the others are cleared', async () => {
    const {operator, left, unclearable} = await operated()
    const work = () => Promise.reject(new Error('was begun'))
    await expect(underFaults(operator, [{operation: '*'}, {operation: 'nothing'}], work, unclearable)).rejects.toThrow('There is no operation nothing here.')
    expect(await left()).toEqual([])
  })

  it('is not begun when somebody ends it before, and the faults are cleared', async () => {
    const {operator, left, unclearable} = await operated()
    const calls: string[] = []
    const interrupted: typeof operator = {...operator, call: async (id, args) => {
      calls.push(id)
      if (calls.length === 1) process.emit('SIGINT', 'SIGINT')
      return operator.call(id, args)
    }}
    await expect(underFaults(interrupted, [{operation: '*'}], () => Promise.reject(new Error('was begun')), unclearable)).rejects.toThrow('Stopped before the command was run.')
    expect([calls, await left()]).toEqual([['control-plane-fault.create', 'control-plane-fault.delete'], []])
  })

  it('that fails leaves no fault', async () => {
    const {operator, left, unclearable} = await operated()
    await expect(underFaults(operator, [{operation: '*'}], () => Promise.reject(new Error('failed')), unclearable)).rejects.toThrow('failed')
    expect(await left()).toEqual([])
  })

  it('tells what others have cleared, and what could not be', async () => {
    const {operator, told, unclearable, world} = await operated()
    const {faults} = await underFaults(operator, [{operation: '*'}], async () => void (await world.delete('/control-plane/faults')), unclearable)
    expect(faults).toMatchObject([{cleared_by_others: true, struck: 0}])
    const broken: typeof operator = {...operator, call: (id, args) => (id === 'control-plane-fault.delete' ? Promise.reject(new Error('is gone')) : operator.call(id, args))}
    await underFaults(broken, [{operation: '*'}], async () => {}, unclearable)
    expect(told).toEqual(['is gone'])
  })
})
