import * as v from 'valibot'
import type {SeedDocument} from '../../operations/seeds.js'
import type {Finding} from '../../operations/wire.js'
import {ApiError} from '../errors.js'
import {type Seed, seedDocument} from './document.js'
import {sentenceOf} from './parts.js'

/** Findings that are told at most. */
const most = 20

/** @throws {ApiError} 422 with everything that is wrong with a seed by itself */
export function checkSeed(world: SeedDocument): Seed {
  const result = v.safeParse(seedDocument, world)
  if (result.success) return result.output
  throw invalidSeed(result.issues.map((issue) => ({path: (issue.path ?? []).map(({key}) => key as number | string), message: sentenceOf(issue)})))
}

/** What is wrong with a seed, with the places for whoever knows how it was written down. */
export function invalidSeed(all: readonly Finding[]): ApiError {
  const findings = all.slice(0, most)
  const lines = findings.map(({path, message}) => (path.length === 0 ? message : `${textOf(path)}: ${message}`))
  if (all.length > most) lines.push(`and ${all.length - most} more`)
  return new ApiError(422, {id: 'invalid_params', message: lines.join('\n'), findings})
}

/** Says of what work refuses that it is for what stands at a place of a seed. */
export async function at<T>(path: Finding['path'], work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof ApiError && error.status < 500 && error.body.findings === undefined ? invalidSeed([{path, message: error.message}]) : error
  }
}

/** `teams[0].spaces[1].cidr`; a key that is more than a word in quotes. */
const textOf = (path: Finding['path']): string =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : !/^\w+$/.test(key) ? `[${JSON.stringify(key)}]` : index === 0 ? key : `.${key}`)).join('')
