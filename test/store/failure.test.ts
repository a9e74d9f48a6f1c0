import {describe, expect, it} from 'vitest'
import {StoreFailure, storeFailure} from '../../src/lib/store/failure.js'
import {hasBuiltIn} from '../../src/lib/store/sqlite-binding.js'

const file = '/home/somebody/world.sqlite'
const failure = (message: string, errcode?: number) => storeFailure(Object.assign(new Error(message), errcode === undefined ? {} : {errcode}), file)

describe('an error of SQLite or of the file system is told for what it is', () => {
  it.each<[string, number | undefined, string, string]>([
    ['database is locked', 5, 'busy', 'stayed locked. Nothing was changed'],
    ['database is locked, snapshot too old', 517, 'busy', 'stayed locked. Nothing was changed'],
    ['database table is locked', undefined, 'busy', 'stayed locked. Nothing was changed'],
    ['attempt to write a readonly database', 8, 'read-only', 'cannot be written to. Nothing was changed; check its permissions.'],
    ['attempt to write a readonly database', undefined, 'read-only', 'cannot be written to. Nothing was changed; check its permissions.'],
    ['EACCES: permission denied, mkdir', undefined, 'read-only', 'cannot be written to. Nothing was changed; check its permissions.'],
    ['EROFS: read-only file system, mkdir', undefined, 'read-only', 'cannot be written to. Nothing was changed; check its permissions.'],
    ['disk I/O error', 10, 'unavailable', 'cannot be opened. Check that its folder exists and may be written to.'],
    ['unable to open database file', 14, 'unavailable', 'cannot be opened. Check that its folder exists and may be written to.'],
    ['EEXIST: file already exists, mkdir', undefined, 'unavailable', 'cannot be opened. Check that its folder exists and may be written to.'],
    ['ENOTDIR: not a directory, mkdir', undefined, 'unavailable', 'cannot be opened. Check that its folder exists and may be written to.'],
    ['database disk image is malformed', 11, 'corrupt', 'is damaged or not a spacedock state file.'],
    ['file is not a database', 26, 'corrupt', 'is damaged or not a spacedock state file.'],
    ['file is not a database', undefined, 'corrupt', 'is damaged or not a spacedock state file.'],
    ['database or disk is full', 13, 'full', 'There is no room left on the disk that holds'],
    ['database or disk is full', undefined, 'full', 'There is no room left on the disk that holds'],
    ['ENOSPC: no space left on device, write', undefined, 'full', 'There is no room left on the disk that holds'],
  ])('%s (%s)', (message, code, kind, words) => {
    const told = failure(message, code)
    expect(told).toBeInstanceOf(StoreFailure)
    expect(told).toMatchObject({kind})
    expect((told as Error).message).toContain(words)
    expect((told as Error).message).toContain(file)
  })

  it.each([
    ['UNIQUE constraint failed: spaces.name', 2067],
    ['no such table: spaces', 1],
    ['cannot read properties of undefined', undefined],
  ])('but %s is a fault of ours and stays what it is', (message, code) => {
    const told = failure(message, code)
    expect(told).not.toBeInstanceOf(StoreFailure)
    expect((told as Error).message).toBe(message)
  })

  it('once', () => {
    const told = failure('database is locked', 5)
    expect(storeFailure(told, '/elsewhere')).toBe(told)
  })
})

it.each([
  ['20.20.2', false],
  ['22.4.0', false],
  ['22.15.1', false],
  ['22.16.0', true],
  ['22.23.3', true],
  ['23.11.1', false],
  ['24.0.0', true],
  ['24.21.0', true],
  ['25.1.0', true],
  ['26.0.0', true],
])('Node %s has a SQLite of its own that will do: %s', (version, has) => {
  expect(hasBuiltIn(version)).toBe(has)
})
