import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type DifferenceId, differences} from './differences.js'
import {outcome, ownName, withoutOwn} from './normalise.js'
import {type RunOptions, type Side, type Stage, openStage, sides} from './stage.js'
import {notYet} from './surface.js'

interface StepOptions extends RunOptions {
  /** The deliberate difference that shows here; what it does not name has to be equal. */
  differs?: DifferenceId
}

/** A line that is typed into both CLIs, and how it has to end. `%` in it is what tells a side's own thing from the other's. */
export interface Step extends StepOptions {
  kind: 'both' | 'given' | 'mutation' | 'refusal'
  line: string
}

/** Something that no line can say: what it is, and how it is checked. */
interface Check {
  kind: 'check'
  line: string
  work: (stage: Stage) => Promise<void>
}

const step =
  (kind: Step['kind']) =>
  (line: string, options: StepOptions = {}): Step => ({...options, kind, line})

/** Something there has to be for what follows: typed into ours only, and where it has a `%`, once for each side. */
export const given = step('given')
/** Both show the same, byte for byte. */
export const both = step('both')
/** Both refuse in the same words. With a `%`, each side's own thing is what could not be done to. */
export const refusal = step('refusal')
/** Whatever else has to hold, or to be there. */
export const check = (line: string, work: Check['work']): Check => ({kind: 'check', line, work})
/** Each changes a thing of its own, which a `%` in the line names, and tells the same of it. */
export const mutation = step('mutation')

/** Runs steps one after the other on one served control plane, each in both CLIs. */
export function compare(title: string, steps: readonly (Check | Step)[]): void {
  describe(title, () => {
    let stage: Stage
    beforeAll(async () => {
      stage = await openStage()
    })
    afterAll(() => stage?.close())

    for (const step of steps) {
      if (step.kind === 'check') it(step.line, () => step.work(stage))
      else {
        const missing = notYet.includes(commandOf(step.line))
        it.skipIf(missing)(`${step.kind}: ${describeStep(step)}${missing ? ' (ours is not there yet)' : ''}`, () => perform(stage, step))
      }
    }
  })
}

const describeStep = ({line, as, ci, env}: Step) =>
  [...Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}`), line, as && `as ${as}`, ci && 'in CI'].filter(Boolean).join(' ')

async function perform(stage: Stage, step: Step): Promise<void> {
  if (step.kind === 'given') return prepare(stage, step)
  const [official, ours] = await Promise.all(sides.map((side) => runStep(stage, side, step)))
  if (!official || !ours) throw new Error('There are two sides')
  const wanted = step.kind === 'refusal' ? 'not zero' : 'zero'
  expect(ours.exit, ours.stderr).toBe(wanted)
  if (step.differs === undefined) expect(ours, 'ours, compared with the official').toEqual(official)
  else expectDifference(step.differs, official, ours)
}

async function prepare(stage: Stage, step: Step) {
  for (const side of step.line.includes('%') ? sides : (['ours'] as const)) {
    const {code, stderr} = await stage.run('ours', wordsOf(own(side, step.line)), ownOptions(side, step))
    expect(code, stderr).toBe(0)
  }
}

type Outcome = ReturnType<typeof outcome>

/** What the difference names does differ (or its line is out of date), and nothing else does. */
function expectDifference(id: DifferenceId, official: Outcome, ours: Outcome) {
  for (const part of ['stdout', 'stderr', 'exit'] as const) {
    if (differences[id].parts.includes(part)) expect(ours[part], `${part} should differ: ${id}`).not.toEqual(official[part])
    else expect(ours[part], `${part} should not differ: ${id}`).toEqual(official[part])
  }
}

/** How a side ends; where it is about the side's own thing, without what tells that from the other's. */
async function runStep(stage: Stage, side: Side, step: Step): Promise<Outcome> {
  const {stdout, stderr, exit} = outcome(await stage.run(side, wordsOf(own(side, step.line)), ownOptions(side, step)))
  if (step.kind !== 'mutation' && !step.line.includes('%')) return {stdout, stderr, exit}
  return {stdout: withoutOwn(stdout, ownName[side]), stderr: withoutOwn(stderr, ownName[side]), exit}
}

const own = (side: Side, text: string): string => text.replaceAll('%', ownName[side])

const ownOptions = (side: Side, {env, ...options}: Step): RunOptions => ({
  ...options,
  ...(env && {env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, own(side, value)]))}),
})

/** The command of a line, as it is typed. */
const commandOf = (line: string): string => wordsOf(line)[0] ?? ''

/** Words as a shell splits them, with double quotes. */
const wordsOf = (line: string): string[] => (line.match(/(?:"[^"]*"|[^\s"])+/g) ?? []).map((word) => word.replaceAll('"', ''))
