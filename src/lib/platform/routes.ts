import {addRoute, createRouter, findRoute, type RouterContext} from 'rou3'
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

type Served = Omit<Route, 'parameters'>

/** The operations by the first part of their path, which is never a parameter. */
const places = new Map<string, Served[]>()
for (const [id, operation] of Object.entries(operations) as [OperationId, Operation][]) {
  const place = placeOf(operation.path)
  const there = places.get(place)
  if (there) there.push({id, operation})
  else places.set(place, [{id, operation}])
}

/** Made when they are first asked: a command asks one or two of some forty, and making all would be 2 ms of its start. */
const routers = new Map<string, RouterContext<Served>>()

function routerAt(place: string): RouterContext<Served> | undefined {
  const made = routers.get(place)
  const there = places.get(place)
  if (made || !there) return made
  const router = createRouter<Served>()
  for (const served of there) addRoute(router, served.operation.method, served.operation.path.replaceAll(/\{(\w+)\}/g, ':$1'), served)
  routers.set(place, router)
  return router
}

function placeOf(path: string): string {
  const end = path.indexOf('/', 1)
  return end < 0 ? path : path.slice(0, end)
}

/** The operation that a method and a path without its query lead to. */
export function routeFor(method: Method, path: string): Route | undefined {
  const router = routerAt(placeOf(path))
  const found = router && findRoute(router, method, path, {params: true})
  if (!found) return undefined
  return {...found.data, parameters: decoded(found.params ?? {})}
}

/** The operation of Heroku's that they would lead to, if it were served. Loaded only when nothing else is found. */
export async function declinedFor(method: Method, path: string): Promise<DeclinedOperation | undefined> {
  const {declinedOperations} = await import('../operations/declined.js')
  const declined = createRouter<DeclinedOperation>()
  for (const operation of declinedOperations) {
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
