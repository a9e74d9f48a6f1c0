import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {type Change, planProcesses, type Process} from '../../src/lib/rules/rollout.js'

interface Dyno extends Process {
  release: number
  /** Whether a release has started it; else scaling has. */
  deployed: boolean
  /** How many there were when it was planned. */
  among: number
}

/** Every dyno that ever was, kept to look back at any moment. */
class History {
  dynos: Dyno[] = []
  release = 1
  quantity = 0

  change(now: number, boot: number, wanted: Pick<Change<Dyno>, 'quantity' | 'replace' | 'rolling'>) {
    const before = this.dynos.filter((dyno) => dyno.since <= now && (dyno.until === null || dyno.until > now))
    const {starts, ends, drops} = planProcesses({processes: this.dynos.filter(({until}) => until === null || until > now), now, boot, ...wanted})
    this.dynos = this.dynos
      .filter((dyno) => !drops.includes(dyno))
      .map((dyno) => ({...dyno, until: ends.find(({process}) => process === dyno)?.until ?? dyno.until}))
    const present = new Set(before.map(({number}) => number))
    const among = Math.min(before.length, wanted.quantity)
    for (const {number, since} of starts)
      this.dynos.push({number, since, upAt: since + boot, until: null, release: this.release, deployed: present.has(number), among})
    this.quantity = wanted.quantity
  }

  at = (moment: number) => this.dynos.filter(({since, until}) => since <= moment && (until === null || until > moment))
}

const boot = 1000

/** A settled formation of so many. */
function settled(quantity: number): History {
  const history = new History()
  history.change(0, boot, {quantity})
  return history
}

const release = (history: History, now: number) => {
  history.release++
  history.change(now, boot, {quantity: history.quantity, replace: () => true, rolling: true})
}

describe('a rolling deploy', () => {
  it.each([
    [1, 1],
    [2, 2],
    [4, 4],
    [5, 3],
    [8, 4],
    [10, 4],
  ])('of %i dynos takes %i batches', (quantity, batches) => {
    const history = settled(quantity)
    release(history, 10_000)
    const begun = new Set(history.dynos.filter((dyno) => dyno.release === 2).map(({since}) => since))
    expect([...begun].sort((a, b) => a - b)).toEqual(Array.from({length: batches}, (_, batch) => 10_000 + batch * boot))
    expect(history.at(10_000 + batches * boot).every((dyno) => dyno.release === 2 && dyno.upAt <= 10_000 + batches * boot)).toBe(true)
  })

  it('starts again with what is there when another release comes', () => {
    const history = settled(4)
    release(history, 10_000)
    release(history, 10_500)
    expect(history.dynos.filter((dyno) => dyno.release === 2)).toHaveLength(1)
    expect(history.at(10_500 + 4 * boot).map((dyno) => dyno.release)).toEqual([3, 3, 3, 3])
  })

  it('is over at once where dynos need no time to come up', () => {
    const history = settled(10)
    history.release = 2
    history.change(10_000, 0, {quantity: 10, replace: () => true, rolling: true})
    expect(history.at(10_000).map((dyno) => dyno.release)).toEqual(Array.from({length: 10}, () => 2))
  })
})

it('scaling down ends the highest numbers', () => {
  const history = settled(5)
  history.change(10_000, boot, {quantity: 2})
  expect(history.at(10_000).map(({number}) => number)).toEqual([1, 2])
})

const event = fc.record({
  after: fc.integer({min: 0, max: 3000}),
  /** Null is a release, a number the quantity to scale to. */
  quantity: fc.option(fc.integer({min: 2, max: 12}), {freq: 2}),
})

describe('any sequence of releases and scalings that keep two or more', () => {
  it('leaves no moment without a dyno that is up, nor with another number of them, nor with more than a quarter being replaced', () => {
    fc.assert(
      fc.property(fc.integer({min: 2, max: 12}), fc.array(event, {maxLength: 8}), (quantity, events) => {
        const history = settled(quantity)
        let now = 10_000
        const wanted: [moment: number, quantity: number][] = [[now, quantity]]
        for (const {after, quantity: scaled} of events) {
          now += after
          if (scaled === null) release(history, now)
          else history.change(now, boot, {quantity: scaled})
          wanted.push([now, history.quantity])
        }
        const moments = [...new Set([...history.dynos.flatMap(({since, upAt, until}) => [since, upAt, until ?? now]), now])].filter((moment) => moment >= 10_000)
        for (const moment of moments) {
          const there = history.at(moment)
          const expected = wanted.findLast(([from]) => from <= moment)?.[1] ?? quantity
          expect(there.map(({number}) => number).sort((a, b) => a - b)).toEqual(Array.from({length: expected}, (_, index) => index + 1))
          expect(there.some(({upAt}) => upAt <= moment)).toBe(true)
          const replaced = there.filter(({upAt, deployed}) => upAt > moment && deployed)
          expect(replaced.length).toBeLessThanOrEqual(Math.ceil(Math.max(...replaced.map(({among}) => among), 0) / 4))
        }
        const last = Math.max(...history.dynos.map(({upAt}) => upAt))
        expect(history.at(last).every((dyno) => dyno.release === history.release)).toBe(true)
      }),
      {numRuns: 2000},
    )
  })
})
