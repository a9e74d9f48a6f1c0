import {appPermissions, teamPermissions} from '../../rules/permissions.js'
import {didYouMean} from '../../rules/suggest.js'
import {type Context, nowText} from '../context.js'
import type {idOrName} from '../identity.js'

type Identity = ReturnType<typeof idOrName>

/** Names that are compared at most: whoever sees more of them gets no help from all of them. */
const mostNames = 1000

/** What the caller may have meant by the name of a space that leads nowhere, to follow the refusal: of those that the caller sees. */
export const spaceMeant = (context: Context, identity: Identity): Promise<string> =>
  meant(identity, async () => {
    const spaces = await memberships(context)
      .innerJoin('spaces', 'spaces.team_id', 'memberships.team_id')
      .select(['spaces.name', 'memberships.role'])
      .where((where) => where.or([where('spaces.gone_at', 'is', null), where('spaces.gone_at', '>', nowText(context))]))
      .limit(mostNames)
      .execute()
    return spaces.filter(({role}) => teamPermissions(role).includes('view'))
  })

/** The same for a team. */
export const teamMeant = (context: Context, identity: Identity): Promise<string> =>
  meant(identity, async () => {
    const teams = await memberships(context).innerJoin('teams', 'teams.id', 'memberships.team_id').select(['teams.name', 'memberships.role']).limit(mostNames).execute()
    return teams.filter(({role}) => teamPermissions(role).includes('enter'))
  })

/** The same for an app: the caller's own, those shared with the caller, those of the caller's teams. */
export const appMeant = (context: Context, identity: Identity): Promise<string> =>
  meant(identity, async () => {
    // Nothing of whoever has pushed a manifest is told to the partner's server.
    if (context.actor.addonId !== undefined) return []
    const {id} = context.actor.account
    const own = await context.db.selectFrom('apps').select('name').where('owner_id', '=', id).limit(mostNames).execute()
    const shared = await context.db
      .selectFrom('collaborators')
      .innerJoin('apps', 'apps.id', 'collaborators.app_id')
      .select('apps.name')
      .where('collaborators.account_id', '=', id)
      .limit(mostNames)
      .execute()
    const ofTeams = await memberships(context).innerJoin('apps', 'apps.team_id', 'memberships.team_id').select(['apps.name', 'memberships.role']).limit(mostNames).execute()
    const seen = ofTeams.filter(({role}) => appPermissions({owner: false, role, fineGrained: false}).includes('view'))
    return [...own, ...shared, ...seen]
  })

const memberships = ({db, actor}: Context) => db.selectFrom('memberships').where('memberships.account_id', '=', actor.account.id)

/** Nobody who gives an id means another. */
const meant = async ({column, value}: Identity, names: () => Promise<{name: string}[]>): Promise<string> =>
  column === 'name' ? didYouMean(value, (await names()).map(({name}) => name)) : ''
