const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Most things are found by id or by name (facts/platform-api.md 1.1); a uuid is never a name. */
export const idOrName = (identity: string): {column: 'id' | 'name'; value: string} =>
  uuid.test(identity) ? {column: 'id', value: identity.toLowerCase()} : {column: 'name', value: identity}

/** The same for accounts, whose name is their email address. */
export const idOrEmail = (identity: string): {column: 'email' | 'id'; value: string} =>
  uuid.test(identity) ? {column: 'id', value: identity.toLowerCase()} : {column: 'email', value: identity.toLowerCase()}

/** An identity as clients send it: the id or name, or an object with either (facts/platform-api.md 6.3). */
export function identityIn(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value
  if (typeof value !== 'object' || value === null) return undefined
  const {id, name} = value as {id?: unknown; name?: unknown}
  return [id, name].find((part): part is string => typeof part === 'string' && part !== '')
}
