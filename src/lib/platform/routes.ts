import {addRoute, createRouter, findRoute} from 'rou3'
import type {DeclinedOperation} from '../operations/declined.js'
import {type OperationId, operations} from '../operations/index.js'
import type {Operation} from '../operations/operation.js'
import type {Method} from '../operations/wire.js'

/** An operation that is served, and what its path identifies, decoded. */
export interface Route {
  id: OperationId
  operation: Operation
  parameters: Readonly<Record<string, string>>
}

const served = createRouter<Omit<Route, 'parameters'>>()
const shapes = new Set<string>()

for (const [id, operation] of Object.entries(operations) as [OperationId, Operation][]) {
  claim(shapes, operation)
  addRoute(served, operation.method, operation.path.replaceAll(/\{(\w+)\}/g, ':$1'), {id, operation})
}

/** Two rows for one path would hide one of them, so the program does not start with them. */
function claim(taken: Set<string>, {method, path}: {method: Method; path: string}) {
  const shape = `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`
  if (taken.has(shape)) throw new Error(`Two operations have the path ${shape}.`)
  taken.add(shape)
}

/** The operation that a method and a path without its query lead to. */
export function routeFor(method: Method, path: string): Route | undefined {
  const found = findRoute(served, method, path, {params: true})
  if (!found) return undefined
  return {...found.data, parameters: decoded(found.params ?? {})}
}

/** The operation of Heroku's that they would lead to, if it were served. Loaded only when nothing else is found. */
export async function declinedFor(method: Method, path: string): Promise<DeclinedOperation | undefined> {
  const {declinedOperations} = await import('../operations/declined.js')
  const declined = createRouter<DeclinedOperation>()
  const taken = new Set(shapes)
  for (const operation of declinedOperations) {
    claim(taken, operation)
    let place = 0
    addRoute(declined, operation.method, operation.path.replaceAll(/\{\w+\}/g, () => `:p${place++}`), operation)
  }
  return findRoute(declined, method, path)?.data
}

function decoded(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decode(value)]))
}

/** A parameter that is badly encoded, or holds what no text can have here, identifies nothing; as it stands it will not be found. */
function decode(value: string): string {
  try {
    const text = decodeURIComponent(value)
    return text.includes('\0') ? value : text
  } catch {
    return value
  }
}
