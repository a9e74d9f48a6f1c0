import {createHash, randomUUID} from 'node:crypto'
import pg from 'pg'
import {openSchema} from '../../src/lib/store/postgres.js'
import {PostgresPool} from '../../src/lib/store/postgres-pool.js'
import {seedWorld} from '../../src/lib/store/seed/world.js'
import type {Store} from '../../src/lib/store/store.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL that the suite runs on; undefined where it runs on state files. */
    database: string | undefined
    /** The folder of PostgreSQL's programs, where the suite has started the server itself. */
    postgresPrograms: string | undefined
  }
}

/** A fresh name for a schema that a test may fill. */
export const freshSchema = (): string => `test_${randomUUID().replaceAll('-', '')}`

/** The connections of all worlds of a test file, which are more than a server has. */
let pool: Promise<PostgresPool> | undefined

/** How many stores are open on a schema. */
const open = new Map<string, number>()

/** A fresh world in a schema of its own, or the one that stands for a state file; dropped when the last store on it is closed. */
export async function openTestSchema(url: string, file: string): Promise<Store> {
  const schema = file === ':memory:' ? freshSchema() : `test_${createHash('md5').update(file).digest('hex')}`
  open.set(schema, (open.get(schema) ?? 0) + 1)
  pool ??= PostgresPool.open({url})
  const store = await openSchema(await pool, {schema, seed: seedWorld})
  return {
    ...store,
    async close() {
      await store.close()
      const left = (open.get(schema) ?? 1) - 1
      open.set(schema, left)
      if (left === 0) await statement(url, `drop schema if exists ${schema} cascade`)
    },
  }
}

/** Runs statements that the tests, not the store, have to say. */
export async function statement<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({connectionString: url})
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

/** A database of its own, where something has to be the whole database; dropped with `drop`. */
export async function freshDatabase(url: string): Promise<{url: string; drop: () => Promise<void>}> {
  const name = freshSchema()
  await statement(url, `create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return {url: own.href, drop: async () => void (await statement(url, `drop database if exists ${name} with (force)`))}
}
