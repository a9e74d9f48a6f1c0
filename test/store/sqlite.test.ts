import {copyFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {migrations} from '../../src/lib/store/migrations.js'
import {openSqlite, type SqliteOptions} from '../../src/lib/store/sqlite.js'
import {openDatabase} from '../../src/lib/store/sqlite-binding.js'
import {temporaryFolder} from '../helpers/folder.js'
import {failureOf, set, settings} from '../helpers/stores.js'

const noSeed = async () => {}
const open = (file: string, options: Partial<SqliteOptions> = {}) => openSqlite({file, seed: noSeed, ...options})

const fileIn = (folder: string) => join(folder, 'world.sqlite')

/** A state file with one setting in it, as a process leaves it that has ended. */
async function madeFile(): Promise<string> {
  const file = fileIn(temporaryFolder())
  const store = await open(file)
  await set(store, 'allocation', 7)
  await store.close()
  // The binding for Node 20 gives a closed database free only with the process; what is in its log is moved by hand.
  inDatabase(file, 'pragma wal_checkpoint(truncate)')
  const left = fileIn(temporaryFolder())
  copyFileSync(file, left)
  return left
}

describe('a state file that cannot be used is refused, named, and left as it is', () => {
  const damaged = 'is damaged or not a spacedock state file. Move it aside to start from a fresh world.'
  it.each<[string, (file: string) => void, string, string]>([
    ['random bytes', (file) => writeFileSync(file, Buffer.from(Array.from({length: 9000}, (_, index) => (index * 7919) % 251))), 'corrupt', damaged],
    ['a text', (file) => writeFileSync(file, 'not a database at all, but long enough for the header of one. '.repeat(20)), 'corrupt', damaged],
    ['a file that is cut off in its header', (file) => truncateSync(file, 50), 'corrupt', damaged],
    ['a file that is cut off in the middle', (file) => truncateSync(file, 20_000), 'corrupt', damaged],
    ["another program's database", (file) => inDatabase(file, 'pragma application_id = 7'), 'foreign', 'is the database of another program.'],
    ['a newer version’s file', (file) => inDatabase(file, 'pragma user_version = 99'), 'newer', `was written by a newer version of spacedock (schema 99, this one knows ${migrations.length}). Update spacedock to open it.`],
  ])('%s', async (_, spoil, kind, words) => {
    const file = await madeFile()
    spoil(file)
    const before = readFileSync(file)
    const failure = await failureOf(() => open(file))
    expect(failure.kind).toBe(kind)
    expect(failure.message).toContain(file)
    expect(failure.message).toContain(words)
    expect(readFileSync(file)).toEqual(before)
  })

  it('a database of another program that marks nothing', async () => {
    const file = fileIn(temporaryFolder())
    inDatabase(file, 'create table customers (name text)')
    expect((await failureOf(() => open(file))).kind).toBe('foreign')
    expect(rowsOf(file, 'select name from sqlite_master')).toEqual([{name: 'customers'}])
  })

  it('a folder', async () => {
    const folder = temporaryFolder()
    mkdirSync(fileIn(folder))
    const failure = await failureOf(() => open(fileIn(folder)))
    expect(failure.message).toBe(`The state file ${fileIn(folder)} cannot be opened. Check that its folder exists and may be written to.`)
  })

  it('a file whose folder is a file', async () => {
    const file = await madeFile()
    expect((await failureOf(() => open(join(file, 'world.sqlite')))).kind).toBe('unavailable')
  })
})

describe('a state file that is locked', () => {
  it('for longer than the time-out is not changed, and the sentence says so', async () => {
    const file = await madeFile()
    const other = openDatabase(file, 0)
    other.exec('begin immediate')
    const store = await open(file, {lockTimeout: 20})
    const failure = await failureOf(() => set(store, 'deletion', 1))
    expect(failure.message).toBe(`The state file ${file} is in use and stayed locked. Nothing was changed; try again in a moment.`)
    other.exec('rollback')
    other.close()
    expect(await settings(store)).toEqual([{name: 'allocation', value: 7}])
    await set(store, 'deletion', 1)
    await store.close()
  })

  it('can be read all the same', async () => {
    const file = await madeFile()
    const other = openDatabase(file, 0)
    other.exec("begin immediate; insert into settings values ('deletion', 1)")
    const store = await open(file, {lockTimeout: 20})
    expect(await settings(store)).toEqual([{name: 'allocation', value: 7}])
    other.exec('commit')
    other.close()
    expect(await settings(store)).toHaveLength(2)
    await store.close()
  })
})

describe('a disk that is full', () => {
  it('loses nothing: the change was not made, the sentence says why, and the next one that fits is', async () => {
    const file = await madeFile()
    let limit = (_pages: number) => {}
    const store = await open(file, {
      open(name, timeout) {
        const database = openDatabase(name, timeout)
        // A page more than there are now stands in for a disk with no more room than that.
        limit = (pages) => database.exec(`pragma max_page_count = ${pages}`)
        return database
      },
    })
    limit(1)
    const failure = await failureOf(() =>
      store.write(async (db) => {
        await db.insertInto('settings').values({name: 'first', value: 1}).execute()
        for (let count = 0; count < 500; count++) await db.insertInto('settings').values({name: `${'x'.repeat(1000)}${count}`, value: count}).execute()
      }),
    )
    expect(failure.message).toBe(`There is no room left on the disk that holds ${file}. Nothing was changed; free some space and try again.`)
    expect(await settings(store)).toEqual([{name: 'allocation', value: 7}])
    limit(100_000)
    await set(store, 'deletion', 1)
    expect(await settings(store)).toHaveLength(2)
    await store.close()
  })
})

describe('a change', () => {
  it('that fails in the middle leaves nothing behind, and the store goes on', async () => {
    const store = await open(':memory:')
    const failing = store.write(async (db) => {
      await db.insertInto('settings').values({name: 'allocation', value: 1}).execute()
      throw new Error('in the middle')
    })
    await expect(failing).rejects.toThrow('in the middle')
    expect(await settings(store)).toEqual([])
    await set(store, 'allocation', 2)
    expect(await settings(store)).toEqual([{name: 'allocation', value: 2}])
    await store.close()
  })

  it('does not come between what another reads and what it writes', async () => {
    const store = await open(':memory:')
    await set(store, 'count', 0)
    const addOne = () =>
      store.write(async (db) => {
        const {value} = await db.selectFrom('settings').selectAll().executeTakeFirstOrThrow()
        await new Promise(setImmediate)
        await db.updateTable('settings').set({value: value + 1}).execute()
      })
    await Promise.all(Array.from({length: 20}, addOne))
    expect(await settings(store)).toEqual([{name: 'count', value: 20}])
    await store.close()
  })

  it('shows in the version for whoever asks after it, though others have asked just before', async () => {
    const file = await madeFile()
    const store = await open(file)
    const before = await store.version()
    expect(await store.version()).toBe(before)
    const [asked] = [store.version(), inDatabase(file, "insert into settings values ('deletion', 1)")]
    const elsewhere = store.version()
    expect(await elsewhere).not.toBe(before)
    expect(await asked).toBe(await elsewhere)
    await set(store, 'here', 1)
    expect(await store.version()).not.toBe(await elsewhere)
    await store.close()
  })

  it('that refers to what is not there is refused, on every runtime', async () => {
    const store = await open(':memory:')
    const orphan = {id: 'a', space_id: 'nowhere', number: 1, rules_json: '[]', created_by: 'x', created_at: 'x'}
    await expect(store.write((db) => db.insertInto('inbound_rulesets').values(orphan).execute())).rejects.toThrow(/FOREIGN KEY/)
    await store.close()
  })
})

it('a state file and its folder are made where they are not there, for the user alone', async () => {
  const file = join(temporaryFolder(), 'a/b/world.sqlite')
  const store = await open(file)
  await set(store, 'allocation', 7)
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)
  expect([join(file, '../..'), join(file, '..')].map(modeOf)).toEqual(['700', '700'])
  expect([file, `${file}-wal`].map(modeOf)).toEqual(['600', '600'])
  await store.close()
})

function inDatabase(file: string, sql: string) {
  const database = openDatabase(file, 0)
  database.exec(sql)
  database.close()
}

function rowsOf(file: string, sql: string): unknown[] {
  const database = openDatabase(file, 0)
  const rows = database.prepare(sql).all()
  database.close()
  return rows.map((row) => ({...(row as object)}))
}
