import {accountHandlers} from './accounts.js'
import {controlHandlers} from './control.js'
import {inboundRulesetHandlers} from './inbound-rulesets.js'
import {platformFactHandlers} from './platform-facts.js'
import {spaceAccessHandlers} from './space-access.js'
import {spaceHandlers} from './spaces.js'
import {teamHandlers} from './teams.js'
import {teamMemberHandlers} from './team-members.js'

/** Every operation's handler. INTERIM until every noun is there. */
export const handlers: Record<string, unknown> = {
  ...accountHandlers,
  ...controlHandlers,
  ...inboundRulesetHandlers,
  ...platformFactHandlers,
  ...spaceAccessHandlers,
  ...spaceHandlers,
  ...teamHandlers,
  ...teamMemberHandlers,
}
