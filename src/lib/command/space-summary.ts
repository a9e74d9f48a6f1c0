import type {Space, SpaceNat} from '../operations/resources.js'
import {color} from '../render/color.js'
import {renderHeader} from '../render/header.js'
import {renderObject} from '../render/object.js'

/** A space with its outbound addresses, as `spaces:info --json` gives it. */
export type SpaceWithNat = Space & {outbound_ips?: SpaceNat}

export const generationName = ({generation}: Pick<Space, 'generation'>): string => (typeof generation === 'string' ? generation : generation.name)

const shieldState = ({shield}: Space): string => (shield ? 'on' : 'off')

/** The outbound addresses, or why there are none to show. */
export const natText = ({state, sources}: SpaceNat): string => (state === 'enabled' ? sources.join(', ') : state)

/** What `spaces:create` shows of a space that has just been made. */
export const renderCreatedSpace = (space: Space): string =>
  renderBlock(space, {Region: space.region.name, team: color.team(space.team.name)})

/** What `spaces:info` and `spaces:wait` show of a space. */
export const renderSpace = (space: SpaceWithNat): string =>
  renderBlock(space, {
    Region: space.region.description,
    team: space.team.name,
    nat: space.outbound_ips && natText(space.outbound_ips),
  })

function renderBlock(space: Space, {Region, team, nat}: {Region: string | undefined; team: string; nat?: string | undefined}): string {
  const block = renderObject({
    ID: space.id,
    Team: team,
    Region,
    CIDR: space.cidr,
    'Data CIDR': space.data_cidr,
    State: space.state,
    Shield: shieldState(space),
    'Outbound IPs': nat,
    Generation: generationName(space),
    'Created at': space.created_at,
  })
  return `${renderHeader(color.space(space.name))}\n${block}`
}
