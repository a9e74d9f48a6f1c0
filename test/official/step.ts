import type {DifferenceId} from './differences.js'
import type {RunOptions, Stage} from './stage.js'

interface StepOptions extends RunOptions {
  /** The deliberate difference that shows here; what it does not name has to be equal. */
  differs?: DifferenceId
}

/** A line that is typed into both CLIs, and how it has to end. `%` in it is what tells a side's own thing from the other's; `$ID` is the id of what was given last with `--json`. */
export interface Step extends StepOptions {
  kind: 'both' | 'given' | 'mutation' | 'refusal'
  line: string
}

/** Something that no line can say: what it is, and how it is done or checked. */
export interface Check {
  kind: 'check'
  line: string
  work: (stage: Stage) => Promise<void>
}

/** Steps by what they are about. Each list runs on a control plane of its own, one step after the other. */
export type Scenario = Readonly<Record<string, readonly (Check | Step)[]>>

const step =
  (kind: Step['kind']) =>
  (line: string, options: StepOptions = {}): Step => ({...options, kind, line})

/** Something there has to be for what follows: typed into ours only, and where it has a `%`, once for each side. */
export const given = step('given')
/** Both show the same, byte for byte. */
export const both = step('both')
/** Both refuse in the same words. With a `%`, each side's own thing is what could not be done to. */
export const refusal = step('refusal')
/** Each changes a thing of its own, which a `%` in the line names, and tells the same of it. */
export const mutation = step('mutation')
/** Whatever else has to hold, or to be there. */
export const check = (line: string, work: Check['work']): Check => ({kind: 'check', line, work})

/** Words as a shell splits them, with double quotes. */
export const wordsOf = (line: string): string[] => (line.match(/(?:"[^"]*"|[^\s"])+/g) ?? []).map((word) => word.replaceAll('"', ''))
