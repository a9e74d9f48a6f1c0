import type {OperationId} from '../operations/index.js'
import {accountHandlers} from './accounts.js'
import {addonCatalogueHandlers} from './addon-catalogue.js'
import {addonResolutionHandlers} from './addon-resolution.js'
import {addonSsoHandlers} from './addon-sso.js'
import {addonHandlers} from './addons.js'
import {transferHandlers} from './app-transfers.js'
import {appHandlers} from './apps.js'
import {artifactHandlers} from './artifacts.js'
import {attachmentHandlers} from './attachments.js'
import {auditHandlers} from './audit.js'
import {clockHandlers} from './clock.js'
import {collaboratorHandlers} from './collaborators.js'
import {configHandlers} from './config-vars.js'
import {controlHandlers} from './control.js'
import {domainHandlers} from './domains.js'
import {dynoSizeHandlers} from './dyno-sizes.js'
import {dynoHandlers} from './dynos.js'
import {faultHandlers} from './faults.js'
import {formationHandlers} from './formations.js'
import type {Handlers} from './handler.js'
import {inboundRulesetHandlers} from './inbound-rulesets.js'
import {logDrainHandlers} from './log-drains.js'
import {manifestHandlers} from './manifests.js'
import {partnerApiHandlers} from './partner-api.js'
import {peeringHandlers} from './peerings.js'
import {couplingHandlers} from './pipeline-couplings.js'
import {promotionHandlers} from './pipeline-promotions.js'
import {pipelineHandlers} from './pipelines.js'
import {platformFactHandlers} from './platform-facts.js'
import {rateLimitHandlers} from './rate-limits.js'
import {releaseHandlers} from './releases.js'
import {requestHandlers} from './request-log.js'
import {seedHandlers} from './seeds.js'
import {sniEndpointHandlers} from './sni-endpoints.js'
import {snapshotHandlers} from './snapshots.js'
import {spaceAccessHandlers} from './space-access.js'
import {spaceHandlers} from './spaces.js'
import {teamAppHandlers} from './team-apps.js'
import {teamHandlers} from './teams.js'
import {teamMemberHandlers} from './team-members.js'
import {topologyHandlers} from './topology.js'
import {zoneHandlers} from './zones.js'
import {telemetryDrainHandlers} from './telemetry-drains.js'
import {tokenHandlers} from './tokens.js'
import {vpnConnectionHandlers} from './vpn-connections.js'
import {worldHandlers} from './worlds.js'

/** Every operation's handler: a row of the table without one does not compile. */
export const handlers: Handlers<OperationId> = {
  ...accountHandlers,
  ...addonCatalogueHandlers,
  ...addonHandlers,
  ...addonResolutionHandlers,
  ...addonSsoHandlers,
  ...appHandlers,
  ...artifactHandlers,
  ...attachmentHandlers,
  ...auditHandlers,
  ...clockHandlers,
  ...collaboratorHandlers,
  ...configHandlers,
  ...controlHandlers,
  ...domainHandlers,
  ...couplingHandlers,
  ...dynoHandlers,
  ...dynoSizeHandlers,
  ...faultHandlers,
  ...formationHandlers,
  ...inboundRulesetHandlers,
  ...logDrainHandlers,
  ...manifestHandlers,
  ...partnerApiHandlers,
  ...peeringHandlers,
  ...pipelineHandlers,
  ...platformFactHandlers,
  ...promotionHandlers,
  ...rateLimitHandlers,
  ...releaseHandlers,
  ...requestHandlers,
  ...seedHandlers,
  ...sniEndpointHandlers,
  ...snapshotHandlers,
  ...spaceAccessHandlers,
  ...spaceHandlers,
  ...teamAppHandlers,
  ...teamHandlers,
  ...teamMemberHandlers,
  ...topologyHandlers,
  ...transferHandlers,
  ...telemetryDrainHandlers,
  ...tokenHandlers,
  ...vpnConnectionHandlers,
  ...worldHandlers,
  ...zoneHandlers,
}
