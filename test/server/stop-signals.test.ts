import {EventEmitter} from 'node:events'
import {beforeEach, describe, expect, it} from 'vitest'
import {type StopSignals, stopSignals} from '../../src/lib/server/stop-signals.js'

let from: EventEmitter
let time: number
let ended: number[]
let stop: StopSignals

const send = (signal: string) => from.emit(signal, signal)

beforeEach(() => {
  from = new EventEmitter()
  time = 0
  ended = []
  stop = stopSignals((exitCode) => ended.push(exitCode), from, () => time)
})

describe('a second signal', () => {
  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('%s ends at once, with %i, whatever the first was', (signal, exitCode) => {
    send('SIGTERM')
    time = 1000
    send(signal)
    expect(ended).toEqual([exitCode])
  })

  it('of the same key press is none: who runs the program has passed it on', async () => {
    send('SIGINT')
    time = 200
    send('SIGINT')
    expect(ended).toEqual([])
    expect(await stop.asked).toBe('SIGINT')
  })
})

it('the first signal asks to stop, also when it came before anybody waited', async () => {
  send('SIGTERM')
  expect(await stop.asked).toBe('SIGTERM')
  expect(ended).toEqual([])
})

it('nobody listens any more once it is released', () => {
  stop.release()
  expect(from.eventNames().flatMap((name) => from.listeners(name))).toEqual([])
})
