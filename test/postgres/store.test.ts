import {afterEach, beforeEach, describe, expect, inject, it} from 'vitest'
import type {Migrations} from '../../src/lib/store/migrate.js'
import {migrations} from '../../src/lib/store/migrations.js'
import {openPostgres, type PostgresOptions} from '../../src/lib/store/postgres.js'
import type {Store} from '../../src/lib/store/store.js'
import {freshSchema, statement} from '../helpers/postgres-schema.js'
import {failureOf, set, settings} from '../helpers/stores.js'

const url = inject('database') ?? ''
const schemas: string[] = []
const stores: Store[] = []

let schema = ''
beforeEach(() => {
  schema = freshSchema()
  schemas.push(schema)
})

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()))
  for (const name of schemas.splice(0)) await statement(url, `drop schema if exists ${name} cascade`)
})

async function open(options: Partial<PostgresOptions> = {}): Promise<Store> {
  const store = await openPostgres({url, schema, seed: async () => {}, ...options})
  stores.push(store)
  return store
}

/** The same database with something in its URL changed. */
function urlWith(change: (url: URL) => void): string {
  const changed = new URL(url)
  change(changed)
  return changed.href
}

describe('a database that cannot be used is refused and named, without its password', () => {
  it.each<[string, (url: URL) => void, string, string]>([
    ['nobody answers', (at) => (at.port = '1'), 'unavailable', 'cannot be reached: connect ECONNREFUSED 127.0.0.1:1. Nothing was changed'],
    ['no such database', (at) => (at.pathname = '/nowhere'), 'absent', 'There is no database at'],
    ['no such user', (at) => (at.username = 'stranger'), 'denied', 'role "stranger" does not exist. Check the user, the password and the rights'],
  ])('%s', async (_, change, kind, words) => {
    const wrong = urlWith((at) => {
      at.password = 'hunter2'
      change(at)
    })
    const failure = await failureOf(() => open({url: wrong}))
    expect(failure).toMatchObject({kind})
    expect(failure.message).toContain(words)
    expect(failure.message).not.toContain('hunter2')
  })

  it('a schema of another program', async () => {
    await statement(url, `create schema ${schema}; create table ${schema}.customers (name text)`)
    expect(await failureOf(open)).toMatchObject({kind: 'foreign'})
    expect(await statement(url, `select table_name from information_schema.tables where table_schema = '${schema}'`)).toEqual([{table_name: 'customers'}])
  })

  it('one of a newer version', async () => {
    await open()
    await statement(url, `update ${schema}.world set schema_version = 99`)
    const failure = await failureOf(open)
    expect(failure.message).toMatch(new RegExp(`was written by a newer version of spacedock \\(schema 99, this one knows ${migrations.length}\\). Update spacedock to use it.`))
  })

  it('a user who may not make a schema', async () => {
    const user = `u_${schema}`
    await statement(url, `create role ${user} login`)
    const failure = await failureOf(() => open({url: urlWith((at) => (at.username = user))}))
    expect(failure).toMatchObject({kind: 'denied'})
    expect(failure.message).toContain('permission denied for database')
    await statement(url, `drop role ${user}`)
  })
})

describe('the schema', () => {
  /** What the next version of it may bring. */
  const next: Migrations = [...migrations, ['create table invoices (id text primary key)', 'insert into invoices select name from settings']]

  it('is made and filled once when ten open it at the same time', async () => {
    let seeded = 0
    const seed: PostgresOptions['seed'] = async (db) => {
      seeded++
      await db.insertInto('settings').values({name: 'allocation', value: 7}).execute()
    }
    const all = await Promise.all(Array.from({length: 10}, () => open({seed})))
    expect(seeded).toBe(1)
    for (const store of all) expect(await settings(store)).toEqual([{name: 'allocation', value: 7}])
  })

  it('of the version before is brought to this one by whoever of ten comes first, with what is in it', async () => {
    await set(await open(), 'allocation', 7)
    await Promise.all(Array.from({length: 10}, () => open({migrations: next})))
    expect(await statement(url, `select id from ${schema}.invoices`)).toEqual([{id: 'allocation'}])
  })

  it('that has moved on stops who was there before: nothing is read wrongly or written', async () => {
    const before = await open()
    await set(before, 'allocation', 7)
    const after = await open({migrations: next})
    for (const work of [() => settings(before), () => set(before, 'deletion', 1)]) expect(await failureOf(work)).toMatchObject({kind: 'newer'})
    expect(await settings(after)).toEqual([{name: 'allocation', value: 7}])
  })

  it('whose making fails in the middle leaves nothing, and can be made again', async () => {
    const failing = open({
      seed: async () => {
        throw new Error('in the middle')
      },
    })
    await expect(failing).rejects.toThrow('in the middle')
    expect(await statement(url, `select 1 from information_schema.schemata where schema_name = '${schema}'`)).toEqual([])
    await open()
  })
})

describe('a change', () => {
  it('does not come between what another reads and what it writes, on any of several servers', async () => {
    const all = await Promise.all(Array.from({length: 4}, () => open()))
    await set(all[0] as Store, 'count', 0)
    const addOne = (store: Store) =>
      store.write(async (db) => {
        const {value} = await db.selectFrom('settings').selectAll().executeTakeFirstOrThrow()
        await new Promise(setImmediate)
        await db.updateTable('settings').set({value: value + 1}).execute()
      })
    await Promise.all(Array.from({length: 80}, (_, index) => addOne(all[index % all.length] as Store)))
    expect(await settings(all[0] as Store)).toEqual([{name: 'count', value: 80}])
  })

  it('that is done is seen by every read that begins after it, on every server', async () => {
    const [here, there] = [await open(), await open()]
    for (let round = 0; round < 50; round++) {
      const [writer, reader] = round % 2 === 0 ? [here, there] : [there, here]
      const before = await reader.version()
      await set(writer, `round-${round}`, round)
      expect(await reader.version()).not.toBe(before)
      expect(await settings(reader)).toHaveLength(round + 1)
    }
  })

  it('does not keep anybody from reading', async () => {
    const store = await open({connections: 2})
    let read: unknown
    await store.write(async (db) => {
      await db.insertInto('settings').values({name: 'allocation', value: 1}).execute()
      read = await settings(store)
    })
    expect(read).toEqual([])
  })

  it('that fails in the middle leaves nothing behind, and the store goes on', async () => {
    const store = await open()
    const failing = store.write(async (db) => {
      await db.insertInto('settings').values({name: 'allocation', value: 1}).execute()
      throw new Error('in the middle')
    })
    await expect(failing).rejects.toThrow('in the middle')
    await set(store, 'allocation', 2)
    expect(await settings(store)).toEqual([{name: 'allocation', value: 2}])
  })

  it('in which a statement failed is never taken for done, also where somebody catches the error', async () => {
    const store = await open()
    const careless = store.write(async (db) => {
      await db.insertInto('settings').values({name: 'allocation', value: 1}).execute()
      const twice = db.insertInto('settings').values({name: 'allocation', value: 1}).execute()
      await twice.catch(() => {})
    })
    await expect(careless).rejects.toThrow('A statement of the transaction had failed')
    expect(await settings(store)).toEqual([])
  })
})

describe('as in a state file', () => {
  it('texts sort by their bytes, whatever the language of the database', async () => {
    const store = await open()
    for (const name of ['b', 'B', 'a-b', 'ab', 'ä', 'a_']) await set(store, name, 1)
    expect((await settings(store)).map(({name}) => name)).toEqual(['B', 'a-b', 'a_', 'ab', 'b', 'ä'])
  })

  it('nothing is in a list of nothing', async () => {
    const store = await open()
    await set(store, 'allocation', 7)
    const those = (operator: 'in' | 'not in') => store.read((db) => db.selectFrom('settings').select('name').where('name', operator, []).execute())
    expect(await those('in')).toEqual([])
    expect(await those('not in')).toHaveLength(1)
  })
})

describe('a connection that is lost', () => {
  const cut = () => statement(url, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'spacedock'`)

  it('at rest is replaced without anybody noticing', async () => {
    const store = await open()
    await set(store, 'allocation', 7)
    await cut()
    expect(await settings(store)).toHaveLength(1)
    await cut()
    await set(store, 'deletion', 1)
  })

  it('in the middle of a change has the change made again, whole, and once', async () => {
    const store = await open()
    let tries = 0
    await store.write(async (db) => {
      await db.insertInto('settings').values({name: 'allocation', value: 7}).execute()
      if (++tries === 1) await cut()
      await db.insertInto('settings').values({name: 'deletion', value: 7}).execute()
    })
    expect(tries).toBe(2)
    expect(await settings(store)).toHaveLength(2)
  })

  it('just when a change is to be made final leaves open whether it was, and it is not made again', async () => {
    const store = await open()
    let tries = 0
    const failure = await failureOf(() =>
      store.write(async (db) => {
        tries++
        await db.insertInto('settings').values({name: 'allocation', value: 7}).execute()
        await cut()
      }),
    )
    expect(tries).toBe(1)
    expect(failure).toMatchObject({kind: 'unknown'})
    expect(failure.message).toContain('Look whether it was made before you try again.')
  })
})
