import {operations} from '../../operations/index.js'
import type {Operation} from '../../operations/operation.js'
import type {Finding} from '../../operations/wire.js'
import type {Row} from '../../store/schema.js'
import type {Database} from '../../store/store.js'
import {addonHandlers} from '../addons.js'
import {appHandlers} from '../apps.js'
import {artifactHandlers} from '../artifacts.js'
import {attachmentHandlers} from '../attachments.js'
import {accessTo, authorize} from '../authorization.js'
import {checkBody} from '../body.js'
import {collaboratorHandlers} from '../collaborators.js'
import {configHandlers} from '../config-vars.js'
import type {Context} from '../context.js'
import {domainHandlers} from '../domains.js'
import {invalid} from '../errors.js'
import {formationHandlers} from '../formations.js'
import {inboundRulesetHandlers} from '../inbound-rulesets.js'
import {logDrainHandlers} from '../log-drains.js'
import {Outside} from '../outside.js'
import {couplingHandlers} from '../pipeline-couplings.js'
import {pipelineHandlers} from '../pipelines.js'
import {wholeList} from '../range.js'
import {releaseHandlers} from '../releases.js'
import {delays, readSettings, type Settings} from '../settings.js'
import {spaceAccessHandlers} from '../space-access.js'
import {spaceHandlers} from '../spaces.js'
import {findSubjects} from '../subjects/finding.js'
import {teamAppHandlers} from '../team-apps.js'
import {teamMemberHandlers} from '../team-members.js'
import {telemetryDrainHandlers} from '../telemetry-drains.js'
import {wantedBy} from '../wanted.js'
import {at} from './findings.js'

/** Time, chance and place of a world that is being made. */
export interface Making extends Pick<Context, 'db' | 'newId' | 'now' | 'outside' | 'random' | 'shared'> {}

/** Those of requests, one by one: all of them together lead back here. */
const handlers = {
  ...addonHandlers,
  ...appHandlers,
  ...artifactHandlers,
  ...attachmentHandlers,
  ...collaboratorHandlers,
  ...configHandlers,
  ...couplingHandlers,
  ...domainHandlers,
  ...formationHandlers,
  ...inboundRulesetHandlers,
  ...logDrainHandlers,
  ...pipelineHandlers,
  ...releaseHandlers,
  ...spaceAccessHandlers,
  ...spaceHandlers,
  ...teamAppHandlers,
  ...teamMemberHandlers,
  ...telemetryDrainHandlers,
}

type Performed = keyof typeof handlers

/** Who does what an entry of a seed asks for. */
export interface Performer {
  context: Context
  /**
   * Does what a request of this account would do, by the same rules, in the transaction that is under way.
   *
   * @param path the place of a seed that asks for it
   * @returns what a request is answered
   * @throws {ApiError} 422 for the place, whatever it is refused for
   */
  perform(path: Finding['path'], id: Performed, parameters: Readonly<Record<string, string>>, body: Readonly<Record<string, unknown>>): Promise<{id: string; name: string}>
}

/** An account that acts. Nothing takes any time for it: what it makes is ready at once. */
export function performerFor(making: Making, account: Row<'accounts'>): Performer {
  let settings: Promise<Settings> | undefined
  const context: Context = {
    ...making,
    actor: {account, scopes: ['global'], operator: false},
    settings: () => (settings ??= settingsAtOnce(making.db)),
    wanted: wantedBy({}),
    url: undefined,
    worlds: undefined,
    unspent: () => 0,
    requests: undefined,
    strike: undefined,
    range: wholeList(),
    warn: () => {},
  }
  return {context, perform: (path, id, parameters, body) => at(path, () => perform(context, id, parameters, body))}
}

async function perform(context: Context, id: Performed, parameters: Readonly<Record<string, string>>, body: Readonly<Record<string, unknown>>): Promise<{id: string; name: string}> {
  const operation: Operation = operations[id]
  const found = await findSubjects(context, operation, parameters, body)
  for (const access of accessTo(operation, body)) await authorize(access, context, found)
  const input = checkBody(operation, body)
  // The table of handlers is typed per operation; which one this is, is known only now.
  const handle = handlers[id] as unknown as (context: Context, found: object, input: unknown) => Promise<unknown>
  const value = await handle(context, found, input)
  if (value instanceof Outside) throw invalid('It takes a server of somebody else, which is not asked for a seed.')
  return value as {id: string; name: string} // of what was made; nobody reads anything of what has neither
}

const settingsAtOnce = async (db: Database): Promise<Settings> => ({...(await readSettings(db)), ...Object.fromEntries(delays.map((name) => [name, 0]))})

/** A body without what was left out, or written down with nothing after it. */
export const given = (body: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(body).filter(([, value]) => value != null))
