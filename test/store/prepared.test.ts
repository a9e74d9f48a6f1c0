import {join} from 'node:path'
import {expect, it} from 'vitest'
import {prepared} from '../../src/lib/store/prepared.js'
import {openSqlite} from '../../src/lib/store/sqlite.js'
import {temporaryFolder} from '../helpers/folder.js'
import {set} from '../helpers/stores.js'

async function storeWith(settings: Record<string, number>) {
  const store = await openSqlite({file: join(temporaryFolder(), 'world.sqlite'), seed: async () => {}})
  for (const [name, value] of Object.entries(settings)) await set(store, name, value)
  return store
}

it('is built once per store, and asked with other values each time', async () => {
  let built = 0
  const between = prepared((db, {name, least}: {name: string; least: number}) => {
    built++
    return db
      .selectFrom('settings')
      .select('value')
      .where((is) => is.or([is('name', '=', name), is('value', '>', least)]))
      .where('value', '>', 1)
      .where('name', 'in', [name, 'deletion'])
      .orderBy('name')
  })
  const [first, second] = [await storeWith({allocation: 7, deletion: 3, other: 5}), await storeWith({allocation: 2})]
  const ask = (store: typeof first, name: string, least: number) => store.read((db) => between(db, {name, least}))
  expect(await ask(first, 'allocation', 9)).toEqual([{value: 7}])
  expect(await ask(first, 'other', 2)).toEqual([{value: 3}, {value: 5}])
  expect(built).toBe(1)
  expect(await ask(second, 'allocation', 9)).toEqual([{value: 2}])
  expect(built).toBe(2)
})

it('keeps nothing of the values that it was built with', async () => {
  const insert = prepared((db, {name, value}: {name: string; value: number}) => db.insertInto('settings').values({name, value}).returning('name'))
  const store = await storeWith({})
  expect(await store.write((db) => insert(db, {name: 'allocation', value: 7}))).toEqual([{name: 'allocation'}])
  expect(await store.write((db) => insert(db, {name: 'deletion', value: 3}))).toEqual([{name: 'deletion'}])
  expect(await store.read((db) => db.selectFrom('settings').selectAll().orderBy('name').execute())).toEqual([
    {name: 'allocation', value: 7},
    {name: 'deletion', value: 3},
  ])
})
