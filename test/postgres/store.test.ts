import {sql} from 'kysely'
import {afterEach, beforeEach, describe, expect, inject, it} from 'vitest'
import type {Migrations} from '../../src/lib/store/migrate.js'
import {migrations} from '../../src/lib/store/migrations.js'
import {openPostgres, type PostgresOptions} from '../../src/lib/store/postgres.js'
import type {Database, Store} from '../../src/lib/store/store.js'
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

describe('changes that come while one is made', () => {
  const insert = (name: string) => (db: Database) => db.insertInto('settings').values({name, value: 1}).execute()
  const names = async (store: Store) => (await settings(store)).map(({name}) => name)
  const changes = async () => Number((await statement(url, `select changes from ${schema}.world`))[0]?.['changes'])

  it('are made in the same transaction, up to twenty', async () => {
    const store = await open()
    const before = await changes()
    const wanted = Array.from({length: 40}, (_, index) => `setting-${10 + index}`)
    await Promise.all(wanted.map((name) => store.write(insert(name))))
    expect(await names(store)).toEqual(wanted)
    expect((await changes()) - before).toBe(2)
  })

  it('leave nothing behind where they fail, of themselves or in a statement, and take nothing of the others along', async () => {
    const store = await open()
    const inTheMiddle = async (db: Database) => {
      await insert('left behind')(db)
      throw new Error('in the middle')
    }
    const twice = async (db: Database) => {
      await insert('left behind')(db)
      await insert('first')(db)
    }
    const told = await Promise.allSettled([insert('first'), inTheMiddle, insert('second'), twice, insert('third'), inTheMiddle].map((work) => store.write<unknown>(work)))
    expect(told.map(({status}) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled', 'rejected'])
    expect(told[1]).toMatchObject({reason: {message: 'in the middle'}})
    expect(told[3]).toMatchObject({reason: {message: expect.stringContaining('duplicate key') as string}})
    expect(await names(store)).toEqual(['first', 'second', 'third'])
  })

  it('are told what is wrong with the database in a sentence', async () => {
    const store = await open()
    const slow = (db: Database) => sql`set local statement_timeout to 1; select pg_sleep(5)`.execute(db)
    const [, failure] = await Promise.all([store.write(insert('first')), failureOf(() => store.write(slow))])
    expect(failure).toMatchObject({kind: 'busy'})
    expect(await names(store)).toEqual(['first'])
  })

  it('see what was changed before them', async () => {
    const store = await open()
    await set(store, 'count', 0)
    const addOne = async (db: Database) => {
      const {value} = await db.selectFrom('settings').selectAll().executeTakeFirstOrThrow()
      await db.updateTable('settings').set({value: value + 1}).execute()
      return value
    }
    const seen = await Promise.all(Array.from({length: 20}, () => store.write(addOne)))
    expect(seen).toEqual(Array.from({length: 20}, (_, index) => index))
  })

  it('are never taken for done where one of them hides that a statement of it has failed', async () => {
    const store = await open()
    const careless = async (db: Database) => {
      await insert('first')(db).catch(() => {})
    }
    const told = await Promise.allSettled([insert('first'), insert('second'), careless, insert('third')].map((work) => store.write<unknown>(work)))
    const kept = await names(store)
    for (const [index, name] of ['first', 'second', 'careless', 'third'].entries()) expect(kept.includes(name), name).toBe(told[index]?.status === 'fulfilled')
    expect(told[2]?.status).toBe('rejected')
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

  it('in the middle of several has all of them made again, and each once', async () => {
    const store = await open()
    const tries: string[] = []
    const change = (name: string, meanwhile = async () => {}) =>
      store.write(async (db) => {
        tries.push(name)
        await db.insertInto('settings').values({name, value: 7}).execute()
        await meanwhile()
        await db.insertInto('settings').values({name: `${name} too`, value: 7}).execute()
      })
    const cutOnce = async () => void (tries.length < 4 && (await cut()))
    await Promise.all([change('a'), change('b'), change('c', cutOnce), change('d')])
    expect(tries.filter((name) => name === 'c')).toHaveLength(2)
    expect((await settings(store)).map(({name}) => name)).toEqual(['a', 'a too', 'b', 'b too', 'c', 'c too', 'd', 'd too'])
  })

  it('just when several changes are to be made final leaves open for each whether it was', async () => {
    const store = await open()
    const change = (name: string, last = async () => {}) =>
      failureOf(() =>
        store.write(async (db) => {
          await db.insertInto('settings').values({name, value: 7}).execute()
          await last()
        }),
      )
    const failures = await Promise.all([change('a'), change('b', async () => void (await cut()))])
    expect(failures.map(({kind}) => kind)).toEqual(['unknown', 'unknown'])
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
