import {Flags} from '@oclif/core'
import {UsageFailure} from '../lib/client/failures.js'
import {secondsIn} from '../lib/command/duration.js'
import {databaseFlag, OperatorCommand} from '../lib/command/operator.js'
import type {AuditEntry} from '../lib/operations/audit.js'
import {color} from '../lib/render/color.js'
import {renderTable} from '../lib/render/table.js'

export default class Audit extends OperatorCommand {
  static override description = `show who has changed what in a control plane, and what was refused
The latest first. Texts that could be secrets, such as config vars, tokens and the URLs of drains, were never written down. With --json it shows what was there before and what was asked for, too.`
  static override examples = ['<%= config.bin %> audit', '<%= config.bin %> audit --account ada@acme.example --operation space.create --since 2h --limit 200 --json']
  static override flags = {
    account: Flags.string({description: 'only of this account', helpValue: 'EMAIL'}),
    database: databaseFlag(),
    limit: Flags.integer({default: 50, description: 'entries at most', max: 1000, min: 1}),
    operation: Flags.string({description: 'only this operation, such as space.create', helpValue: 'ID'}),
    since: Flags.string({description: 'only from this time on: 2026-01-31T12:00:00Z, or how long ago, such as 2h', helpValue: 'TIME'}),
  }

  async run(): Promise<AuditEntry[]> {
    const {flags} = await this.parse(Audit)
    const {account, operation} = flags
    const query = {
      limit: String(flags.limit),
      ...(account !== undefined && {account}),
      ...(operation !== undefined && {operation}),
      ...(flags.since !== undefined && {since: momentOf(flags.since)}),
    }
    const entries = await this.platform.call('control-plane-audit.list', {query})
    this.log(
      entries.length === 0
        ? 'Nothing was changed or refused.'
        : renderTable(entries, {
            at: {header: 'At'},
            account: {header: 'Account', get: ({account: email}) => (email === null ? '' : color.user(email))},
            address: {header: 'From', get: ({address}) => address ?? 'this machine'},
            operation: {header: 'Operation'},
            target: {header: 'Target'},
            status: {header: 'Status'},
          }),
    )
    return entries
  }
}

/** A moment as it was written, or as long ago as was written. */
function momentOf(text: string): string {
  const ago = secondsIn(text)
  const moment = ago === undefined ? new Date(/^\d{4}-\d\d-\d\d/.test(text) ? text : NaN) : new Date(Date.now() - ago * 1000)
  if (Number.isNaN(moment.getTime())) throw new UsageFailure(`--since takes a time such as 2026-01-31T12:00:00Z, or how long ago, such as 2h, not ${text}.`)
  return moment.toISOString()
}
