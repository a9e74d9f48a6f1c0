import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type DifferenceId, differences} from './differences.js'
import {outcome, ownName, withoutOwn} from './normalise.js'
import {type RunOptions, type Side, type Stage, openStage, sides} from './stage.js'
import {type Scenario, type Step, wordsOf} from './step.js'
import {notYet} from './surface.js'

/** Types every line of a scenario into both CLIs, and compares how they end. */
export function compare(scenario: Scenario): void {
  describe.each(Object.entries(scenario))('%s', (_, steps) => {
    let stage: Stage
    beforeAll(async () => {
      stage = await openStage()
    })
    afterAll(() => stage?.close())

    for (const step of steps) {
      if (step.kind === 'check') it(step.line, () => step.work(stage))
      else {
        const missing = notYet.some((command) => command === wordsOf(step.line)[0])
        it.skipIf(missing)(`${step.kind}: ${described(step)}${missing ? ' (ours is not there yet)' : ''}`, () => perform(stage, step))
      }
    }
  })
}

const described = ({line, as, ci, env}: Step) =>
  [...Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}`), line, as && `as ${as}`, ci && 'in CI'].filter(Boolean).join(' ')

async function perform(stage: Stage, step: Step): Promise<void> {
  if (step.kind === 'given') return prepare(stage, step)
  const [official, ours] = await Promise.all([ending(stage, 'official', step), ending(stage, 'ours', step)])
  expect(ours.exit, ours.stderr).toBe(step.kind === 'refusal' ? 'not zero' : 'zero')
  if (step.differs === undefined) expect(ours, 'ours, compared with the official').toEqual(official)
  else expectDifference(step.differs, official, ours)
}

/** The id of what was prepared last with `--json`, for which `$ID` stands in the lines that follow. */
const lastId = new WeakMap<Stage, string>()

async function prepare(stage: Stage, step: Step) {
  for (const side of step.line.includes('%') ? sides : (['ours'] as const)) {
    const {code, stdout, stderr} = await stage.run('ours', wordsOf(own(side, step.line)), ownOptions(side, step))
    expect(code, stderr).toBe(0)
    if (step.line.endsWith(' --json')) lastId.set(stage, (JSON.parse(stdout) as {id: string}).id)
  }
}

type Ending = ReturnType<typeof outcome>

/** What the difference names does differ (or its line is out of date), and nothing else does. */
function expectDifference(id: DifferenceId, official: Ending, ours: Ending) {
  for (const part of ['stdout', 'stderr', 'exit'] as const) {
    if (differences[id].parts.includes(part)) expect(ours[part], `${part} should differ: ${id}`).not.toEqual(official[part])
    else expect(ours[part], `${part} should not differ: ${id}`).toEqual(official[part])
  }
}

/** How a step ends on a side; where it is about the side's own thing, without what tells that from the other's. */
async function ending(stage: Stage, side: Side, step: Step): Promise<Ending> {
  const ended = outcome(await stage.run(side, wordsOf(own(side, step.line).replace('$ID', lastId.get(stage) ?? '$ID')), ownOptions(side, step)))
  if (!isOwn(step)) return ended
  return {...ended, stdout: withoutOwn(ended.stdout, ownName[side]), stderr: withoutOwn(ended.stderr, ownName[side])}
}

/** Whether each side has a thing of its own in it: what it changes, what a `%` names, or the repository it works in. */
const isOwn = ({kind, line, env, repository}: Step): boolean =>
  kind === 'mutation' || repository === true || [line, ...Object.values(env ?? {})].some((text) => text.includes('%'))

const own = (side: Side, text: string): string => text.replaceAll('%', ownName[side])

const ownOptions = (side: Side, {env, ...options}: Step): RunOptions => ({
  ...options,
  ...(env && {env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, own(side, value)]))}),
})
