import type {Operation} from '../operations/operation.js'
import type {ApiRequest} from '../operations/wire.js'
import {beforeIn, beforeOf} from './audit-extract.js'
import type {Context} from './context.js'
import {ApiError} from './errors.js'
import {handlers} from './handlers.js'
import {entityTag} from './responses.js'
import {routeFor} from './routes.js'
import {findSubjects} from './subjects/finding.js'
import type {Found} from './subjects/index.js'

/** Whether the `If-Match` that a change came with is the entity tag of what stands at its path now, before the change. */
export async function conditionHolds(request: ApiRequest, context: Context): Promise<boolean> {
  const expected = request.headers['if-match']
  if (expected === undefined || expected === '*') return true
  const found = await currentAt(request, context)
  const current = found === undefined ? undefined : entityTag(JSON.stringify(found))
  return expected.split(',').some((tag) => tag.trim() === current)
}

/** What a read of the place of a change would answer now; undefined where nothing is read there. */
async function currentAt(request: ApiRequest, context: Context): Promise<unknown> {
  const route = routeFor('GET', request.path.split('?')[0] ?? '')
  if (!route) return undefined
  const found = await findSubjects(context, route.operation, route.parameters, {})
  const read = handlers[route.id] as (context: Context, found: Found, input: unknown) => Promise<unknown>
  return read(context, found, undefined)
}

/** What there is of what a change is about, in short: of the thing itself, or of the document that is replaced. */
export async function beforeNow(request: ApiRequest, context: Context, {id, operation, found, body}: {id: string; operation: Operation; found: Found; body: Record<string, unknown>}): Promise<string | null> {
  const known = beforeOf(id, operation, Object.values(found).at(-1), body)
  if (known !== undefined) return known
  // Where there is nothing yet, a read is refused; the change may not be.
  const current = await currentAt(request, context).catch((error: unknown) => {
    if (!(error instanceof ApiError)) throw error
  })
  return beforeIn(id, current, body)
}
