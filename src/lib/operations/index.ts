import {accounts} from './accounts.js'
import {addons} from './addons.js'
import {apps} from './apps.js'
import {artifacts} from './artifacts.js'
import {audit} from './audit.js'
import {control} from './control.js'
import {domains} from './domains.js'
import {drains} from './drains.js'
import {faultOperations} from './faults.js'
import type {AnswerOf, BodyOf, NamedOf, ParameterOf, PathOf, RequestBodyOf} from './operation.js'
import {manifests} from './manifests.js'
import {partnerApi} from './partner-api.js'
import {peerings} from './peerings.js'
import {pipelines} from './pipelines.js'
import {platformFacts} from './platform-facts.js'
import {processes} from './processes.js'
import {requestOperations} from './requests.js'
import {seeds} from './seeds.js'
import {spaces} from './spaces.js'
import {teams} from './teams.js'
import {telemetry} from './telemetry.js'
import {tokens} from './tokens.js'
import {vpnConnections} from './vpn-connections.js'
import {worldOperations} from './worlds.js'
import {zoneOperations} from './zones.js'

/** The contract: every operation the control plane serves, by its id in Heroku's schema. */
export const operations = {...accounts, ...addons, ...apps, ...artifacts, ...audit, ...control, ...domains, ...drains, ...faultOperations, ...manifests, ...partnerApi, ...peerings, ...pipelines, ...platformFacts, ...processes, ...requestOperations, ...seeds, ...spaces, ...teams, ...telemetry, ...tokens, ...vpnConnections, ...worldOperations, ...zoneOperations}

export type Operations = typeof operations
export type OperationId = keyof Operations

/** The parameters of an operation's path, by name. */
export type Parameter = {[Id in OperationId]: ParameterOf<PathOf<Operations[Id]>>}[OperationId]

export type Answer<Id extends OperationId> = AnswerOf<Operations[Id]>
export type Body<Id extends OperationId> = BodyOf<Operations[Id]>
export type RequestBody<Id extends OperationId> = RequestBodyOf<Operations[Id]>
export type PathParameters<Id extends OperationId> = ParameterOf<PathOf<Operations[Id]>>
export type NamedSubjects<Id extends OperationId> = NamedOf<Operations[Id]>
