import {expect} from 'vitest'
import {isRefusal, type Refusal} from '../../src/lib/rules/refusal.js'

/** The sentence of a refusal; fails when the rule said yes. */
export function refused(answer: unknown): string {
  expect(isRefusal(answer), `expected a refusal, got ${show(answer)}`).toBe(true)
  return (answer as Refusal).message // just seen to be one
}

/** What a rule allowed; fails when it said no. */
export function allowed<T>(answer: Refusal | T): T {
  if (isRefusal(answer)) throw new Error(`expected no refusal, got: ${answer.message}`)
  return answer as T // TypeScript does not narrow an open T
}

const show = (answer: unknown) =>
  JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)) ?? 'nothing'
