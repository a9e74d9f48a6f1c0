import {createHash} from 'node:crypto'

/** Our own namespace. Changing it renames every seeded row of every world. */
const seedNamespace = '6f0d1a7e-3c52-4b8e-9a41-d2c7b5e80f36'

/** A version 5 UUID (RFC 9562): the same namespace and name give the same id on every machine. */
export function uuidV5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The id of a seeded thing, from what it is (`plan`) and its name (`heroku-redis:mini`). */
export const stableId = (kind: string, name: string): string => uuidV5(seedNamespace, `${kind}:${name}`)
