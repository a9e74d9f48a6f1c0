import type {AppTransfer} from '../operations/resources.js'
import type {Row} from '../store/schema.js'
import {addCollaborator, removeCollaborators} from './collaborations.js'
import {type Context, nowText} from './context.js'
import {forbidden, invalid, notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {accountBy} from './subjects/account.js'
import type {AppSubject} from './subjects/app.js'
import {wireTime} from './time.js'

type Transfer = Row<'app_transfers'> & {app_name: string; owner_email: string; recipient_email: string}

/** Personal apps that their owners offer to other accounts. */
export const transferHandlers: Handlers<
  'app-transfer.create' | 'app-transfer.delete' | 'app-transfer.info' | 'app-transfer.list' | 'app-transfer.update'
> = {
  async 'app-transfer.list'(context) {
    const {id} = context.actor.account
    const own = transfers(context).where((where) => where.or([where('app_transfers.owner_id', '=', id), where('app_transfers.recipient_id', '=', id)]))
    return (await own.orderBy('app_transfers.created_at').orderBy('app_transfers.id').execute()).map(transferView)
  },

  async 'app-transfer.info'(context, {appTransfer}) {
    return transferView(await readTransfer(context, appTransfer.id))
  },

  async 'app-transfer.create'(context, {app}, body) {
    if (!app) throw notFound('app')
    if (app.team_id !== null)
      throw invalid(`App ${app.name} belongs to the team ${app.team_name}. Only personal apps are offered to other accounts.`)
    const recipient = await accountBy(context, body.recipient)
    if (!recipient) throw notFound('account')
    if (recipient.id === context.actor.account.id) throw invalid(`${recipient.email} already owns the app ${app.name}.`)
    await refuseSecond(context, app)
    const times = {created_at: nowText(context), updated_at: nowText(context)}
    const transfer = {id: context.newId(), app_id: app.id, owner_id: context.actor.account.id, recipient_id: recipient.id, ...times}
    await context.db.insertInto('app_transfers').values({...transfer, state: 'pending'}).execute()
    return transferView(await readTransfer(context, transfer.id))
  },

  async 'app-transfer.update'(context, {appTransfer}, {state}) {
    if (state !== 'pending' && appTransfer.recipient_id !== context.actor.account.id)
      throw forbidden('Only whoever is offered an app can accept or decline it.')
    if (appTransfer.state !== 'pending' && appTransfer.state !== state) throw invalid(`The transfer has already been ${appTransfer.state}.`)
    if (state !== appTransfer.state) {
      const change = {state, updated_at: nowText(context)}
      await context.db.updateTable('app_transfers').set(change).where('id', '=', appTransfer.id).execute()
      if (state === 'accepted') await handOver(context, appTransfer)
    }
    return transferView(await readTransfer(context, appTransfer.id))
  },

  async 'app-transfer.delete'(context, {appTransfer}) {
    if (appTransfer.owner_id !== context.actor.account.id)
      throw forbidden('Only whoever offers an app can withdraw it. Decline it instead.')
    const transfer = await readTransfer(context, appTransfer.id)
    await context.db.deleteFrom('app_transfers').where('id', '=', appTransfer.id).execute()
    return transferView(transfer)
  },
}

const transfers = ({db}: Context) =>
  db
    .selectFrom('app_transfers')
    .innerJoin('apps', 'apps.id', 'app_transfers.app_id')
    .innerJoin('accounts as owners', 'owners.id', 'app_transfers.owner_id')
    .innerJoin('accounts as recipients', 'recipients.id', 'app_transfers.recipient_id')
    .selectAll('app_transfers')
    .select(['apps.name as app_name', 'owners.email as owner_email', 'recipients.email as recipient_email'])

const readTransfer = (context: Context, id: string): Promise<Transfer> =>
  transfers(context).where('app_transfers.id', '=', id).executeTakeFirstOrThrow()

async function refuseSecond(context: Context, app: AppSubject) {
  const pending = transfers(context).where('app_id', '=', app.id).where('state', '=', 'pending')
  const {recipient_email} = (await pending.executeTakeFirst()) ?? {}
  if (recipient_email) throw invalid(`App ${app.name} is already offered to ${recipient_email}. Delete that transfer first.`)
}

/** The recipient owns the app, and whoever did until now collaborates on it (assumed). */
async function handOver(context: Context, {app_id, owner_id, recipient_id}: Row<'app_transfers'>) {
  const app = {id: app_id, team_id: null}
  await context.db.updateTable('apps').set({owner_id: recipient_id, updated_at: nowText(context)}).where('id', '=', app_id).execute()
  await removeCollaborators(context, app, recipient_id)
  await addCollaborator(context, app, owner_id, ['view'])
}

const transferView = (transfer: Transfer): AppTransfer => ({
  app: {id: transfer.app_id, name: transfer.app_name},
  created_at: wireTime(transfer.created_at),
  id: transfer.id,
  owner: {email: transfer.owner_email, id: transfer.owner_id},
  recipient: {email: transfer.recipient_email, id: transfer.recipient_id},
  state: transfer.state,
  updated_at: wireTime(transfer.updated_at),
})
