import {createRequire} from 'node:module'

const require = createRequire(import.meta.url)

/** A database with the binding the store uses, and the store's durability. */
export function openDatabase(file) {
  const {DatabaseSync} = Number(process.versions.node.split('.')[0]) >= 24 ? require('node:sqlite') : require('@photostructure/sqlite')
  const database = new DatabaseSync(file, {timeout: 10_000})
  database.exec('pragma synchronous = full')
  return database
}
