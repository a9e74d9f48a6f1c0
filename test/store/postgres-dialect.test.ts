import {Kysely} from 'kysely'
import type {PoolClient, QueryConfig} from 'pg'
import {expect, it} from 'vitest'
import {postgresDialect} from '../../src/lib/store/postgres-dialect.js'
import type {Tables} from '../../src/lib/store/schema.js'
import type {Database} from '../../src/lib/store/store.js'
import {deferred} from '../helpers/deferred.js'

/** A connection that has sent what it was asked, and answers once it is let. */
function connection(begun: () => void) {
  const sent: string[] = []
  const beginning = deferred()
  const query = async ({text}: QueryConfig) => {
    sent.push(text)
    if (text === 'begin') await beginning.promise
    return {rows: [], rowCount: 0, command: text === 'commit' ? 'COMMIT' : 'SELECT'}
  }
  const client = {query, release: () => {}} as unknown as PoolClient
  const db = new Kysely<Tables>({dialect: postgresDialect({connect: async () => client, nameOf: () => undefined}, {beginRead: 'begin', beginWrite: 'begin', begun})})
  return {sent, begin: beginning.resolve, write: (work: (db: Database) => Promise<unknown>) => db.transaction().execute(work)}
}

const insert = (db: Database) => db.insertInto('world' as never).values({} as never).execute()
const select = (db: Database) => db.selectFrom('spaces').select('id').execute()
/** Everything that goes on without an answer has gone on. */
const settled = () => new Promise(setImmediate)

it('asks the first question along with the beginning', async () => {
  const {sent, begin, write} = connection(() => {})
  const written = write(select)
  await settled()
  expect(sent).toEqual(['begin', 'select "id" from "spaces"'])
  begin()
  await written
  expect(sent.at(-1)).toBe('commit')
})

it('changes nothing before it is known that a transaction has begun', async () => {
  const {sent, begin, write} = connection(() => {})
  const written = write(insert)
  await settled()
  expect(sent).toEqual(['begin'])
  begin()
  await written
  expect(sent).toHaveLength(3)
})

it.each([
  ['a question', select],
  ['a change', insert],
  ['nothing', async () => {}],
])('tells whoever begins with %s that it may not begin, and takes it back', async (_, work) => {
  const {sent, begin, write} = connection(() => {
    throw new Error('another version')
  })
  const written = write(work)
  await settled()
  begin()
  await expect(written).rejects.toThrow('another version')
  expect(sent.filter((text) => text.startsWith('insert'))).toEqual([])
  expect(sent.at(-1)).toBe('rollback')
})
