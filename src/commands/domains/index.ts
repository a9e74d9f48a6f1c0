import {Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {customOf, isApex} from '../../lib/command/domains.js'
import {appFlag, remoteFlag, shortJsonFlag} from '../../lib/command/flags.js'
import type {Domain} from '../../lib/operations/domains.js'
import {color} from '../../lib/render/color.js'
import {renderHeader} from '../../lib/render/header.js'
import {renderTable} from '../../lib/render/table.js'

/** A domain as a row of the table: what its columns show. */
type Row = Record<keyof typeof columns, string>

const columns = {
  hostname: {header: 'Domain Name'},
  kind: {header: 'DNS Record Type'},
  cname: {header: 'DNS Target'},
  // The official CLI calls both so.
  acm_status: {header: 'ACM Status', extended: true},
  acm_status_reason: {header: 'ACM Status', extended: true},
  sni_endpoint: {header: 'SNI Endpoint'},
} as const

type Column = keyof typeof columns

/** More than a terminal shows well. */
const many = 100

export default class Domains extends SpacedockCommand {
  static override description = 'list domains for an app'
  static override examples = ['<%= config.bin %> domains --app my-app', "<%= config.bin %> domains --app my-app --filter 'Domain Name=www.example.com'"]
  static override flags = {
    app: appFlag(),
    columns: Flags.string({description: 'only show provided columns (comma-separated)'}),
    csv: Flags.boolean({char: 'c', description: 'output in csv format'}),
    extended: Flags.boolean({char: 'x', description: 'show extra columns'}),
    filter: Flags.string({description: 'filter property by partial string matching, ex: name=foo'}),
    json: shortJsonFlag,
    'no-wrap': Flags.boolean({description: 'disable wrapped table cells for easier copy/paste'}),
    remote: remoteFlag(),
    sort: Flags.string({description: 'sort by property'}),
  }

  async run(): Promise<Domain[]> {
    const {flags} = await this.parse(Domains)
    const {csv, extended} = flags
    const shown = flags.columns === undefined ? (Object.keys(columns) as Column[]).filter((key) => extended || !('extended' in columns[key])) : flags.columns.split(',').map((name) => columnOf('columns', name))
    const sort = flags.sort === undefined ? undefined : columnOf('sort', flags.sort)
    const filter = flags.filter === undefined ? undefined : filterOf(flags.filter)
    const app = await requireApp(flags)
    const domains = await this.platform.call('domain.list', {app})
    const wanted = filter === undefined ? customOf(domains) : domains
    const all = await Promise.all(wanted.map(rowOf))
    const rows = filter === undefined ? all : all.filter((row) => row[filter.column].includes(filter.text))
    if (sort !== undefined) rows.sort((a, b) => a[sort].localeCompare(b[sort], 'en', {numeric: true}))

    this.log(renderHeader(`${color.app(app)} Heroku Domain`))
    this.log(color.info(domains.find(({kind}) => kind === 'heroku')?.hostname ?? ''))
    if (rows.length === 0) return domains
    this.log()
    if (rows.length > many && !csv && !(await this.#wantsAll(rows.length))) return domains
    this.log()
    this.log(renderHeader(`${color.app(app)} Custom Domains`))
    const table = Object.fromEntries(shown.map((key) => [key, {header: columns[key].header}]))
    if (csv) this.log([shown.map((key) => columns[key].header), ...rows.map((row) => shown.map((key) => row[key]))].map(csvLine).join('\n'))
    else this.log(renderTable(rows, table, flags['no-wrap'] ? {maxWidth: 'none'} : {overflow: 'wrap'}))
    return domains
  }

  /** Only a terminal may be too small. */
  async #wantsAll(count: number): Promise<boolean> {
    if (!this.interactive) return true
    this.warn(`This app has over ${many} domains. Your terminal may not be configured to display the total amount of domains. You can export all domains into a CSV file with: ${color.code(`${this.config.bin} domains -a example-app --csv > example-file.csv`)}`)
    const {confirm} = await import('../../lib/command/prompt.js')
    return confirm(`Display all ${count} domains?`)
  }
}

const rowOf = async (domain: Domain): Promise<Row> => ({
  hostname: domain.hostname,
  kind: (await isApex(domain.hostname)) ? 'ALIAS or ANAME' : 'CNAME',
  cname: domain.cname ?? '',
  acm_status: domain.acm_status ?? '',
  acm_status_reason: domain.acm_status_reason ?? '',
  sni_endpoint: domain.sni_endpoint?.name ?? '',
})

/** A column by its key or its heading. @throws {UsageFailure} */
function columnOf(flag: string, name: string): Column {
  const found = Object.entries(columns).find(([key, {header}]) => key === name.trim() || header === name.trim())
  if (found) return found[0] as Column
  const headings = new Set(Object.values(columns).map(({header}) => header))
  throw new UsageFailure(`--${flag} knows no column ${name.trim() || '""'}. The columns are ${[...headings].join(', ')}.`)
}

function filterOf(text: string): {column: Column; text: string} {
  const [name = '', ...rest] = text.split('=')
  const value = rest.join('=').trim()
  if (value === '') throw new UsageFailure('Filter flag has an invalid value')
  return {column: columnOf('filter', name), text: value}
}

const csvLine = (cells: readonly string[]): string => cells.map((cell) => (/["\n\r,]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
