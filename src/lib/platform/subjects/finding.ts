import type {Operation} from '../../operations/operation.js'
import type {Context} from '../context.js'
import {identityIn} from '../identity.js'
import {type Found, finders} from './index.js'

/** Finds what the path names, then what the body names; what the body names wrongly in form is left to its check. */
export async function findSubjects(
  context: Context,
  {named = {}}: Operation,
  parameters: Readonly<Record<string, string>>,
  body: Record<string, unknown>,
): Promise<Found> {
  const identities: [string, string][] = Object.entries(parameters)
  for (const [name, key] of Object.entries(named)) {
    const identity = identityIn(body[key])
    if (identity !== undefined) identities.push([name, identity])
  }
  const found: Record<string, unknown> = {}
  for (const [name, identity] of identities) {
    found[name] = await finders[name as keyof typeof finders](context, identity, found as Found)
  }
  return found as Found
}
