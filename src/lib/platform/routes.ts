import {addRoute, createRouter, findRoute} from 'rou3'
import {declinedOperations} from '../operations/declined.js'
import {type OperationId, operations} from '../operations/index.js'
import type {Operation} from '../operations/operation.js'
import type {Method} from '../operations/wire.js'

/** What a method and a path lead to: an operation that is served, or the reason why one of Heroku's is not. */
export type Route =
  | {id: OperationId; operation: Operation; parameters: Readonly<Record<string, string>>}
  | {declined: string; reason: string}

type Target = {id: OperationId; operation: Operation} | {declined: string; reason: string}

const router = createRouter<Target>()
const taken = new Set<string>()

for (const [id, operation] of Object.entries(operations) as [OperationId, Operation][])
  add(operation.method, operation.path, {id, operation})
for (const {id, method, path, reason} of declinedOperations) add(method, path, {declined: id, reason})

/** Two rows for one path would hide one of them, so the program does not start with them. */
function add(method: Method, path: string, target: Target) {
  const shape = `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`
  if (taken.has(shape)) throw new Error(`Two operations have the path ${shape}.`)
  taken.add(shape)
  addRoute(router, method, path.replaceAll(/\{(\w+)\}/g, ':$1'), target)
}

/** Finds what a path without its query leads to; parameters come decoded. */
export function routeFor(method: Method, path: string): Route | undefined {
  const found = findRoute(router, method, path, {params: true})
  if (!found) return undefined
  if ('declined' in found.data) return found.data
  return {...found.data, parameters: decoded(found.params ?? {})}
}

function decoded(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decode(value)]))
}

/** A parameter that is badly encoded identifies nothing; as it stands it will not be found. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
