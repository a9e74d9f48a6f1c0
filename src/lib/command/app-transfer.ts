import type {Platform} from '../client/platform.js'
import type {App, AppTransfer, TeamApp} from '../operations/resources.js'
import {color} from '../render/color.js'

/** What became of an app: it has a new owner, or has been offered to somebody. */
export type TransferredApp = AppTransfer | TeamApp

type Run = {progress<T>(message: string, work: () => Promise<T>, done?: (result: T) => string | undefined): Promise<T>}

/** People are named by email address, teams by name. */
export const isEmail = (recipient: string): boolean => recipient.includes('@')

/** Whether an app belongs to a team: then its owner is the account that stands for the team. */
export const isOfTeam = ({owner}: Pick<App, 'owner'>): boolean => owner.email.endsWith('@herokumanager.com')

/** Offers a personal app to another person, and gives any other app to whoever is named at once. */
export function transferApp(run: Run, platform: Platform, app: App, recipient: string, {terse = false} = {}): Promise<TransferredApp> {
  const {name} = app
  if (isEmail(recipient) && !isOfTeam(app)) {
    return run.progress<TransferredApp>(
      `Initiating transfer of ${color.app(name)}${terse ? '' : ` to ${color.user(recipient)}`}`,
      () => platform.call('app-transfer.create', {body: {app: name, recipient}}),
      (transfer) => ('state' in transfer && transfer.state === 'pending' ? 'email sent' : undefined),
    )
  }
  return run.progress<TransferredApp>(`Transferring ${color.app(name)}${terse ? '' : ` to ${color.team(recipient)}`}`, () =>
    platform.call('team-app.update', {app: name, body: {owner: recipient}}),
  )
}
