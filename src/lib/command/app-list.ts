import type {Account, App, TeamApp} from '../operations/resources.js'
import {color} from '../render/color.js'
import {renderHeader} from '../render/header.js'
import {renderTable} from '../render/table.js'

/** An app as a line of a list: what is special about it in brackets, its region unless that is `us`. */
export function listedApp(app: App | TeamApp): string {
  const marks = [app.internal_routing && 'internal', 'locked' in app && app.locked && 'locked'].filter(Boolean)
  const name = marks.length > 0 ? `${color.app(app.name)} [${marks.join('/')}]` : color.app(app.name)
  return app.region.name === 'us' ? name : `${name} (${color.info(app.region.name)})`
}

/** Somebody's own apps, then those of others in a table. */
export function renderOwnApps(apps: readonly (App | TeamApp)[], {email}: Pick<Account, 'email'>): string {
  const own = apps.filter(({owner}) => owner.email === email)
  const others = apps.filter(({owner}) => owner.email !== email)
  const columns = {Name: {get: listedApp}, Email: {get: ({owner}: App | TeamApp) => color.user(owner.email)}}
  return [
    ...(own.length > 0 ? [renderHeader(`${color.user(email)} Apps`), ...own.map(listedApp)] : []),
    ...(others.length > 0 ? ['', renderTable(others, columns, {title: 'Collaborated Apps\n'})] : []),
  ].join('\n')
}
