import * as v from 'valibot'
import type {Operation} from '../operations/operation.js'
import {oneOf} from '../rules/refusal.js'
import {badRequest, bodyTooLarge, invalid} from './errors.js'

/** Largest body that is read, in bytes. The platform's own limit is not documented; docs/limits.md. */
export const largestBody = 1024 * 1024

/**
 * Parses a request's body; none, or an empty one, is an empty object.
 *
 * @throws {ApiError} 400 for what is not a JSON object or holds what no store can keep, 413 for what is too large
 */
export function parseBody(text: string | undefined): Record<string, unknown> {
  if (text === undefined || text === '') return {}
  if (text.length > largestBody || Buffer.byteLength(text) > largestBody) throw bodyTooLarge(largestBody)
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw badRequest('The request body is not valid JSON.')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badRequest('The request body must be a JSON object.')
  if (nul.test(text)) throw badRequest('The request body holds a NUL character (\\u0000), which no text can have here.')
  return body as Record<string, unknown>
}

/** Written out with an odd number of backslashes; with an even one they stand for themselves. PostgreSQL cannot keep it. */
const nul = /(?<!\\)(?:\\\\)*\\u0000/

/** A form's fields, as OAuth clients send them (RFC 6749 4.1.3); what stands in the query counts as well. */
export const parseForm = (path: string, text = ''): Record<string, unknown> => ({
  ...Object.fromEntries(new URLSearchParams(path.split('?')[1])),
  ...(text.trimStart().startsWith('{') ? parseBody(text) : Object.fromEntries(new URLSearchParams(text))),
})

/**
 * What an operation may read of a body: checked, and without the keys it does not know, which clients send freely.
 *
 * @throws {ApiError} 422 naming the keys that are missing or wrong
 */
export function checkBody(operation: Operation, body: Record<string, unknown>): unknown {
  if (!operation.body) return undefined
  const result = v.safeParse(operation.body, body)
  if (result.success) return result.output
  const missing = result.issues.filter((issue) => isMissing(issue)).map((issue) => pathOf(issue))
  if (missing.length > 0) throw invalid(`Require params: ${missing.join(', ')}.`)
  const [first] = result.issues
  throw invalid(`Invalid ${pathOf(first)}: expected ${expectedBy(first)}, got ${kindOf(first.input)}.`)
}

export type Issue = v.BaseIssue<unknown>

const pathOf = (issue: Issue): string => v.getDotPath(issue) ?? 'body'

const isMissing = (issue: Issue): boolean => issue.received === 'undefined'

/** `a string`, `true or false`, one of several words: what a person would say for a schema's expectation. */
export function expectedBy({expected, requirement}: Issue): string {
  const words: Record<string, string> = {
    string: 'a string',
    boolean: 'true or false',
    number: 'a number',
    Object: 'an object',
    Array: 'a list',
    null: 'null',
    // What a check of our own is about: bodies that are any object.
    unknown: 'an object',
  }
  const kinds = (expected ?? '').replaceAll(/[()"]/g, '').split(' | ').map((kind) => words[kind] ?? kind)
  return kinds.join('') === '' ? `${String(requirement)}` : oneOf([...new Set(kinds)])
}

/** What was given instead, in short. */
export function kindOf(input: unknown): string {
  if (input === null) return 'null'
  if (Array.isArray(input)) return 'a list'
  return typeof input === 'object' ? 'an object' : `${JSON.stringify(input)}`.slice(0, 60)
}
