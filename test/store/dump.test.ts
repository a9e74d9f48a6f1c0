import {join} from 'node:path'
import {expect, it} from 'vitest'
import {tableNames} from '../../src/lib/store/schema.js'
import {openSqlite} from '../../src/lib/store/sqlite.js'
import {openDatabase} from '../../src/lib/store/sqlite-binding.js'
import {temporaryFolder} from '../helpers/folder.js'

it('a world can be filled table by table: each refers only to those before it, and none is missing', async () => {
  const file = join(temporaryFolder(), 'world.sqlite')
  const store = await openSqlite({file, seed: async () => {}})
  await store.close()
  const database = openDatabase(file, 0)
  const names = (sql: string) => database.prepare(sql).all().map((row) => Object.values(row as object)[0] as string)
  const kept = ['audit', 'rate_limits', 'snapshot_parts', 'snapshots']
  expect(names("select name from sqlite_master where type = 'table' order by name")).toEqual([...tableNames, ...kept].sort())
  for (const [index, table] of tableNames.entries()) {
    const referred = names(`select "table" from pragma_foreign_key_list('${table}')`)
    expect(tableNames.slice(0, index + 1), table).toEqual(expect.arrayContaining(referred))
  }
  database.close()
})
