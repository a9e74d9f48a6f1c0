import {describe, expect, test} from 'vitest'

import {currentTerminal} from '../../src/lib/render/terminal.js'

type Environment = Record<string, string>

const tty = {columns: 100, isTTY: true}
const pipe = {}

describe('colour', () => {
  const level = (env: Environment, stdout: {isTTY?: boolean} = tty) => currentTerminal(env, stdout).colorLevel

  test('stays off where nobody looks', () => {
    expect(level({TERM: 'xterm-256color'}, pipe)).toBe(0)
    expect(level({CI: '1', COLORTERM: 'truecolor'}, pipe)).toBe(0)
  })

  test.each<[number, Environment]>([
    [1, {TERM: 'xterm'}],
    [1, {}],
    [2, {TERM: 'xterm-256color'}],
    [2, {TERM: 'screen-256color-bce'}],
    [3, {COLORTERM: 'truecolor', TERM: 'xterm'}],
    [3, {COLORTERM: '24bit'}],
    [2, {COLORTERM: 'ansi256'}],
    [1, {COLORTERM: 'whatever', TERM: 'xterm'}],
    [0, {COLORTERM: 'truecolor', TERM: 'dumb'}],
    [1, {CI: '1', TERM: 'xterm-256color'}],
    [3, {CI: '1', GITHUB_ACTIONS: 'true', TERM: 'xterm-256color'}],
  ])('has level %i on a terminal with %j', (expected, env) => {
    expect(level(env)).toBe(expected)
  })

  test.each(['1', '0', ''])('goes off with NO_COLOR=%j', (value) => {
    expect(level({NO_COLOR: value, TERM: 'xterm-256color'})).toBe(0)
  })

  test.each<[number, string]>([
    [0, '0'],
    [0, 'false'],
    [1, '1'],
    [2, '2'],
    [3, '3'],
    [2, 'true'],
    [2, ''],
  ])('has level %i with FORCE_COLOR=%j, whatever else is said', (expected, value) => {
    expect(level({FORCE_COLOR: value, NO_COLOR: '1', TERM: 'xterm-256color'}, pipe)).toBe(expected)
  })

  test('can be forced on a dumb terminal', () => {
    expect(level({FORCE_COLOR: 'true', TERM: 'dumb'})).toBe(1)
  })
})

describe('tables are plain', () => {
  const plain = (env: Environment) => currentTerminal(env, tty).plainTables

  test.each<Environment>([{CI: '1'}, {CI: 'true'}, {CI: ''}, {CONTINUOUS_INTEGRATION: '1'}, {CI_PIPELINE_ID: '9'}, {CI: '1', OCLIF_TABLE_SKIP_CI_CHECK: 'false'}])(
    'with %j',
    (env) => expect(plain(env)).toBe(true),
  )

  test.each<Environment>([{}, {CI: '0'}, {CI: 'false', CI_PIPELINE_ID: '9'}, {CI: '1', OCLIF_TABLE_SKIP_CI_CHECK: '1'}, {CIRCLE: '1'}])('not with %j', (env) =>
    expect(plain(env)).toBe(false),
  )

  test('from 10000 rows on, or as many as OCLIF_TABLE_LIMIT says', () => {
    expect(currentTerminal({}, tty).plainTableRows).toBe(10_000)
    expect(currentTerminal({OCLIF_TABLE_LIMIT: '5'}, tty).plainTableRows).toBe(5)
  })
})

test('the width is the terminal’s unless overridden, and unknown in a pipe', () => {
  expect(currentTerminal({}, tty).columns).toBe(100)
  expect(currentTerminal({OCLIF_TABLE_COLUMN_OVERRIDE: '60'}, tty).columns).toBe(60)
  expect(currentTerminal({OCLIF_TABLE_COLUMN_OVERRIDE: '60'}, pipe).columns).toBe(60)
  expect(currentTerminal({OCLIF_TABLE_COLUMN_OVERRIDE: '0'}, {columns: 0}).columns).toBeUndefined()
  expect(currentTerminal({}, pipe).columns).toBeUndefined()
})

test('the theme is Heroku’s unless the simple one is asked for', () => {
  expect(currentTerminal({HEROKU_THEME: ' Simple '}, tty).theme).toBe('simple')
  expect(currentTerminal({HEROKU_THEME: 'dark'}, tty).theme).toBe('heroku')
})
