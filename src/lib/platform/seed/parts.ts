import * as v from 'valibot'
import {isRefusal, shown} from '../../rules/refusal.js'
import {didYouMean} from '../../rules/suggest.js'
import {expectedBy, type Issue, kindOf} from '../body.js'

/*
 * What the schema of a seed is made of. Everything that is wrong is found at once, at its own place, in sentences that are
 * whole: `sentenceOf` makes them of valibot's issues, and checks of our own bring theirs.
 */

/** Refuses something at a place below the one that is checked. */
type Refuse = (message: string, ...path: (number | string)[]) => void

/** A rule: a refusal, or anything else. */
type Rule = (text: string) => unknown

/** A key that may be left out, or written down with nothing after it. */
export const optional = <Schema extends v.GenericSchema>(schema: Schema) => v.nullish(schema)

/** A text that a rule allows. */
export const ruled = (rule: Rule) => checked(v.string(), (text, refuse) => refuseBy(rule(text), refuse))

/** Texts that a rule allows together. */
export const ruledList = (rule: (texts: string[]) => unknown) => checked(v.array(v.string()), (texts, refuse) => refuseBy(rule(texts), refuse))

/** Something with a check of what it is together, once it has all its keys and each the type it should have. */
export const checked = <Schema extends v.GenericSchema>(schema: Schema, check: (value: v.InferOutput<Schema>, refuse: Refuse) => void) =>
  v.pipe(
    schema,
    v.rawCheck(({dataset, addIssue}) => {
      if (dataset.typed) check(dataset.value as v.InferOutput<Schema>, (message, ...path) => addIssue({message, ...(path.length > 0 && {path: itemsOf(path)})}))
    }),
  )

/** Something with exactly these keys. */
export const thing = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(
    v.looseObject(entries),
    v.rawCheck(({dataset: {value}, addIssue}) => {
      const known = Object.keys(entries)
      for (const key of isMap(value) ? Object.keys(value) : [])
        if (!known.includes(key)) addIssue({message: `There is no key ${shown(key)} here.${didYouMean(key, known)} The keys are ${known.join(', ')}.`, path: itemsOf([key])})
    }),
  )

/** Values by keys that are somebody's own. `v.record` would drop some of them without a word, such as `constructor`. */
export const mapping = <Schema extends v.GenericSchema>(value: Schema, rule: Rule = () => undefined) =>
  v.pipe(
    v.custom<Record<string, v.InferOutput<Schema>>>(isMap),
    // A transformation: with an issue in it, whatever holds it is not of its type either.
    v.rawTransform(({dataset, addIssue}) => {
      for (const [key, item] of Object.entries(dataset.value)) {
        refuseBy(rule(key), (message) => addIssue({message, path: itemsOf([key])}))
        for (const issue of v.safeParse(value, item).issues ?? []) addIssue({message: sentenceOf(issue), path: [...itemsOf([key]), ...(issue.path ?? [])]})
      }
      return dataset.value
    }),
  )

function refuseBy(answer: unknown, refuse: Refuse) {
  if (isRefusal(answer)) refuse(answer.message)
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A path as valibot has it, where nobody looks at more than its keys. */
const itemsOf = (path: readonly (number | string)[]) =>
  path.map((key) => ({type: 'unknown', origin: 'value', input: undefined, key, value: undefined})) as [v.IssuePathItem, ...v.IssuePathItem[]] // of at least one key

/** What is wrong, as a person would say it. Repeats no text: it may be a secret. */
export function sentenceOf(issue: Issue): string {
  if (issue.type === 'raw_check' || issue.type === 'raw_transform') return issue.message
  if (issue.received === 'undefined') return `The key ${String(issue.path?.at(-1)?.key ?? '')} is missing.`
  if (issue.expected === 'string') {
    const quotes = typeof issue.input === 'number' || typeof issue.input === 'boolean' ? ' Put it in quotes.' : ''
    return `Expected text, got ${issue.input === null ? 'nothing' : typeof issue.input === 'object' ? kindOf(issue.input) : `a ${typeof issue.input}`}.${quotes}`
  }
  const given = typeof issue.input === 'string' && issue.type !== 'picklist' ? 'text' : issue.input === null ? 'nothing' : kindOf(issue.input)
  return `Expected ${expectedBy(issue).replace(/^an object$/, 'keys with values')}, got ${given}.`
}
