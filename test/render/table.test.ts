import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'

import {type Colors, colorsOf} from '../../src/lib/render/color.js'
import {type Columns, type TableOptions, renderTable} from '../../src/lib/render/table.js'
import {terminal, terminals} from './terminals.js'

/** A cell of a recorded table: a value, a coloured text, or several of these behind each other. */
type Cell = Cell[] | {role: keyof Colors; text: Cell} | boolean | null | number | string

interface RecordedTable {
  columns: Columns<object>
  name: string
  official: Record<'ci' | 'color' | 'pipe', string[]>
  options?: TableOptions
  rows: Array<Record<string, Cell>>
  width: number | null
}

// the file is written by fixtures/record.mjs in this shape
const recorded = JSON.parse(readFileSync(new URL('fixtures/tables.json', import.meta.url), 'utf8')) as RecordedTable[]

describe.each(['pipe', 'ci', 'color'] as const)('a table looks as in the official CLI: %s', (look) => {
  const colors = colorsOf(terminals[look])
  const paint = (cell: Cell): unknown => {
    if (cell === null || typeof cell !== 'object') return cell
    return Array.isArray(cell) ? cell.map((part) => paint(part)).join('') : colors[cell.role](String(paint(cell.text)))
  }

  test.each(recorded)('$name', ({columns, official, options, rows, width}) => {
    const cells = rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, paint(cell)])))
    const printed = `${renderTable(cells, columns, options, {...terminals[look], columns: width ?? undefined})}\n`
    expect(printed.split('\n')).toEqual(official[look])
  })
})

describe('a table', () => {
  const regions = [
    {country: 'Japan', name: 'tokyo', private: true},
    {country: 'Ireland', name: 'eu', private: false},
  ]
  const names = {name: {header: 'ID'}}

  test('shows what a column gets from the row, and the row itself stays as it was', () => {
    const before = structuredClone(regions)
    const columns = {ID: {get: ({name}: {name: string}) => name.toUpperCase()}, private: {get: () => undefined, header: 'Private'}}
    expect(renderTable(regions, columns, {}, terminals.pipe).split('\n')).toEqual([
      '  ID      Private',
      ' ─────────────────',
      '  TOKYO',
      '  EU',
      '',
    ])
    expect(regions).toEqual(before)
  })

  test('shows extended columns only when asked to', () => {
    const columns = {...names, country: {extended: true, header: 'Country'}}
    expect(renderTable(regions, columns, {}, terminals.pipe)).not.toContain('Country')
    expect(renderTable(regions, columns, {extended: true}, terminals.pipe)).toContain('  tokyo   Japan\n')
  })

  test('of very many rows is printed plain, wherever it goes', () => {
    const drawn = (plainTableRows: number) => renderTable(regions, names, {}, terminal({plainTableRows}))
    expect(drawn(3)).toContain('─')
    expect(drawn(2)).toBe(renderTable(regions, names, {}, terminals.ci))
  })

  test('grows with its rows without running out of stack', () => {
    const rows = Array.from({length: 150_000}, (_, index) => ({name: `app-${index}`}))
    expect(renderTable(rows, names, {}, terminals.pipe).split('\n')).toHaveLength(150_003)
  })

  test('is as wide as the terminal at most', () => {
    const rows = [{country: 'x'.repeat(90), name: 'y'.repeat(90)}]
    for (const columns of [20, 40, 80]) {
      const lines = renderTable(rows, {country: {}, name: {}}, {}, terminal({columns})).split('\n')
      expect(Math.max(...lines.map((line) => line.length))).toBe(columns - 1)
    }
  })

  test('cuts wide characters so that the columns stay aligned, which the official one does not', () => {
    const rows = [{a: '東京リージョンのスペース', b: 'tokyo'}, {a: 'Deploy 🚀🚀🚀🚀🚀🚀🚀', b: 'x'}]
    expect(renderTable(rows, {a: {}, b: {}}, {}, terminal({columns: 24})).split('\n')).toEqual([
      '  a              b',
      ' ──────────────────────',
      '  東京リージ…    tokyo',
      '  Deploy 🚀🚀…   x',
      '',
    ])
  })
})
