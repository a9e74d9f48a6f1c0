import {existsSync, readFileSync} from 'node:fs'
import {isDeepStrictEqual} from 'node:util'
import {withoutBom} from '../rules/manifests.js'

/** What a manifest's file says, or nothing where it is none. */
export function contentsIn(path: string): unknown {
  if (!existsSync(path)) return undefined
  try {
    return JSON.parse(withoutBom(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** A value that differs between two manifests, by its place: `api.regions[1]`; undefined where there is none. */
export interface Difference {
  path: string
  remote: unknown
  local: unknown
}

/** Where two manifests say something different, whatever the order of their keys. */
export function differencesBetween(remote: unknown, local: unknown, path = ''): Difference[] {
  if (isDeepStrictEqual(remote, local)) return []
  if (isObject(remote) && isObject(local)) {
    const keys = [...new Set([...Object.keys(remote), ...Object.keys(local)])].sort()
    return keys.flatMap((key) => differencesBetween(remote[key], local[key], path === '' ? key : `${path}.${key}`))
  }
  if (Array.isArray(remote) && Array.isArray(local)) {
    const length = Math.max(remote.length, local.length)
    return Array.from({length}, (_, index) => index).flatMap((index) => differencesBetween(remote[index], local[index], `${path}[${index}]`))
  }
  return [{path, remote, local}]
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
