import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {Migrations} from '../../src/lib/store/migrate.js'
import {migrations} from '../../src/lib/store/migrations.js'
import {openSqlite} from '../../src/lib/store/sqlite.js'
import {openDatabase} from '../../src/lib/store/sqlite-binding.js'
import {temporaryFolder} from '../helpers/folder.js'

const newFile = () => join(temporaryFolder(), 'world.sqlite')

/** What the next version of the schema may bring. */
const next: Migrations = [...migrations, ['create table invoices (id text primary key)', "insert into invoices select name from settings"]]

interface Opening {
  schema?: Migrations
  seed?: () => Promise<void>
}

async function open(file: string, {schema = migrations, seed = async () => {}}: Opening = {}) {
  let seeded = 0
  const store = await openSqlite({
    file,
    migrations: schema,
    seed: async (db) => {
      seeded++
      await seed()
      await db.insertInto('settings').values({name: 'allocation', value: 7}).execute()
    },
  })
  await store.close()
  return seeded
}

function rows(file: string, sql: string): unknown[] {
  const database = openDatabase(file, 0)
  const found = database.prepare(sql).all()
  database.close()
  return found.map((row) => ({...(row as object)}))
}

describe('a state file', () => {
  it('is seeded once, when it is made', async () => {
    const file = newFile()
    expect(await open(file)).toBe(1)
    expect(await open(file)).toBe(0)
    expect(rows(file, 'select name from settings')).toHaveLength(1)
  })

  it('of the version before is brought to this one, with what is in it', async () => {
    const file = newFile()
    await open(file)
    expect(await open(file, {schema: next})).toBe(0)
    expect(rows(file, 'select id from invoices')).toEqual([{id: 'allocation'}])
    expect(rows(file, 'pragma user_version')).toEqual([{user_version: next.length}])
  })

  it('is not opened any more by the version before', async () => {
    const file = newFile()
    await open(file, {schema: next})
    await expect(open(file)).rejects.toThrow('was written by a newer version of spacedock')
    expect(rows(file, 'select id from invoices')).toHaveLength(0)
  })

  it('whose migration fails is as it was before', async () => {
    const file = newFile()
    await open(file)
    await expect(open(file, {schema: [...next.slice(0, -1), [...(next.at(-1) ?? []), 'create table nonsense (']]})).rejects.toThrow()
    expect(rows(file, "select name from sqlite_master where name = 'invoices'")).toEqual([])
    expect(rows(file, 'pragma user_version')).toEqual([{user_version: migrations.length}])
    await open(file)
  })

  it('whose making fails in the middle has nothing in it, and can be made again', async () => {
    const file = newFile()
    const failing = open(file, {
      seed: async () => {
        throw new Error('in the middle')
      },
    })
    await expect(failing).rejects.toThrow('in the middle')
    expect(existsSync(file)).toBe(true)
    expect(rows(file, 'select name from sqlite_master')).toEqual([])
    expect(await open(file)).toBe(1)
  })
})
