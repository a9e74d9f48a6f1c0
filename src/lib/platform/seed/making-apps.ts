import {requireSize} from '../../rules/sizes.js'
import type {Finding} from '../../operations/wire.js'
import {catalogueEntry} from '../addon-catalogue.js'
import {attachmentVars} from '../addon-config.js'
import {placeOf} from '../addon-terms.js'
import {planAttachment} from '../attaching.js'
import {accept, invalid} from '../errors.js'
import {siteOf} from '../rollouts.js'
import {type AppSubject, findApp} from '../subjects/app.js'
import {orDefault, type SeedAddon, type SeedApp, type SeedTelemetryDrain} from './document.js'
import {at} from './findings.js'
import {given, type Performer} from './performing.js'

type Path = Finding['path']

/** An app that has been made, with who makes the rest of it. */
export interface Made {
  app: SeedApp
  path: Path
  performer: Performer
}

/** The app, who works on it, and from what it is built. */
export async function makeApp(performer: Performer, app: SeedApp, path: Path, place: {team?: string; space?: string}): Promise<Made> {
  const {name, region, stack, build_stack, internal_routing, locked} = app
  const create = place.team === undefined ? ('app.create' as const) : ('team-app.create' as const)
  await performer.perform([...path, 'name'], create, {}, given({name, region, stack, internal_routing, locked, ...place}))
  if (build_stack != null) await performer.perform([...path, 'build_stack'], 'app.update', {app: name}, {build_stack})
  for (const [user, where, permissions] of collaboratorsOf(app)) {
    const there = [...path, 'collaborators', where]
    if (permissions.length > 0) await performer.perform(there, 'team-app-collaborator.create', {app: name}, {user, permissions})
    else await performer.perform(there, 'collaborator.create', {app: name}, {user})
  }
  return {app, path, performer}
}

/** Who works on an app, where that is written, and what they are granted. */
export function collaboratorsOf({collaborators}: SeedApp): [address: string, place: number | string, permissions: readonly string[]][] {
  if (Array.isArray(collaborators)) return collaborators.map((address, index) => [address, index, []])
  return Object.entries(collaborators ?? {}).map(([address, permissions]) => [address, address, permissions ?? []])
}

type Attach = (made: readonly Made[]) => Promise<void>

/** The add-ons of an app, but for those of `partners`. @returns what attaches them elsewhere, once there is an elsewhere */
export async function makeAddons({app, path, performer}: Made, partners: ReadonlySet<string>): Promise<Attach[]> {
  const later: Attach[] = []
  for (const [index, one] of (app.addons ?? []).entries()) {
    const addon: SeedAddon = typeof one === 'string' ? {plan: one} : one
    const here = [...path, 'addons', index]
    const there = typeof one === 'string' ? here : [...here, 'plan']
    const subject = await findApp(performer.context, app.name)
    await at(there, () => refusePartner(addon.plan, partners))
    await at([...here, 'as'], () => refuseReplacing(performer, subject, addon.plan, addon.as))
    const body = given({plan: addon.plan, name: addon.name, attachment: addon.as == null ? undefined : {name: addon.as}, config: addon.options, confirm: app.name})
    const {name} = await performer.perform(there, 'add-on.create', {app: app.name}, body)
    for (const [number, attachment] of (addon.attachments ?? []).entries())
      later.push((made) => attachTo({app, path: [...here, 'attachments', number], performer}, {...attachment, addon: name, plan: addon.plan}, made))
  }
  return later
}

/** @throws {ApiError} 422 */
function refuse(wrong: boolean, message: string): void {
  if (wrong) throw invalid(message)
}

/** @throws {ApiError} 422 for what a partner's server would have to provision */
function refusePartner(plan: string, partners: ReadonlySet<string>): void {
  const [service = ''] = plan.split(':')
  refuse(partners.has(service), `${service} is of a partner, whose server would have to provision it. Leave it out; push its manifest again, and add it with addons:create.`)
}

/** @throws {ApiError} 422 for the name of an attachment that is there: a request would have to confirm that it goes */
async function refuseReplacing({context}: Performer, app: AppSubject, plan: string, name: string | null | undefined): Promise<void> {
  if (name == null) return
  const {service} = await catalogueEntry(context, plan, placeOf(app).space)
  const {replaces} = await planAttachment(context, {app, service, name})
  refuse(replaces !== undefined, `${app.name} has an attachment ${replaces?.name} already, to ${replaces?.addon_name}. Give this one another name.`)
}

interface Elsewhere {
  addon: string
  plan: string
  app?: string | null | undefined
  as?: string | null | undefined
  namespace?: string | null | undefined
}

/** By whoever may do that with both apps, where that is the one or the other's. */
async function attachTo({app: own, path, performer: ownPerformer}: Made, {addon, plan, app: name, as, namespace}: Elsewhere, made: readonly Made[]): Promise<void> {
  const other = name == null ? undefined : made.find(({app}) => app.name === name)
  const target = name ?? own.name
  const subject = await at([...path, 'app'], () => findApp((other?.performer ?? ownPerformer).context, target))
  await at([...path, 'as'], () => refuseReplacing(ownPerformer, subject, plan, as))
  const mayBoth = other && (await findApp(other.performer.context, own.name).then((seen) => seen.permissions.includes('deploy'), () => false))
  await (mayBoth ? other.performer : ownPerformer).perform([...path, 'app'], 'add-on-attachment.create', {}, given({addon, app: target, name: as, namespace}))
}

/** What an app has and does, once its add-ons have set theirs. */
export async function furnish({app, path, performer}: Made): Promise<void> {
  const {name, config_vars, formation, domains, log_drains, telemetry_drains, maintenance} = app
  if (config_vars != null) {
    const {id} = await findApp(performer.context, name)
    for (const [key, attachment] of await attachmentVars(performer.context, id))
      await at([...path, 'config_vars', key], () => refuse(Object.hasOwn(config_vars, key), `${key} of ${name} is set by the attachment ${attachment}. Leave it out of config_vars.`))
    await performer.perform([...path, 'config_vars'], 'config-var.update', {app: name}, config_vars)
  }
  if (formation != null) await deploy(performer, name, formation, [...path, 'formation'])
  for (const [index, hostname] of (domains ?? []).entries()) await performer.perform([...path, 'domains', index], 'domain.create', {app: name}, {hostname, sni_endpoint: null})
  for (const [index, url] of (log_drains ?? []).entries()) await performer.perform([...path, 'log_drains', index], 'log-drain.create', {app: name}, {url})
  await makeTelemetry(performer, telemetry_drains, path, {type: 'app', id: name})
  if (maintenance === true) await performer.perform([...path, 'maintenance'], 'app.update', {app: name}, {maintenance})
}

/** Releases something that runs these process types, and scales them. */
async function deploy(performer: Performer, app: string, formation: NonNullable<SeedApp['formation']>, path: Path): Promise<void> {
  const types = Object.entries(formation)
  const process_types = Object.fromEntries(types.map(([type, {command}]) => [type, command]))
  const {generation, id} = await findApp(performer.context, app)
  const [create, released] = generation === 'fir' ? (['oci-image.create', 'oci_image'] as const) : (['slug.create', 'slug'] as const)
  const artifact = await performer.perform(path, create, {app}, {process_types})
  await performer.perform(path, 'release.create', {app}, {[released]: artifact.id})
  const site = await siteOf(performer.context, id)
  for (const [type, {size}] of types) if (size != null) await at([...path, type, 'size'], () => accept(requireSize(size, site)))
  const updates = types.flatMap(([type, {quantity, size}]) => (quantity == null && size == null ? [] : [{type, quantity: orDefault(quantity), size: orDefault(size)}]))
  if (updates.length > 0) await performer.perform(path, 'formation.batch-update', {app}, {updates})
}

/** Where the telemetry of an app or a space goes. */
export async function makeTelemetry(performer: Performer, drains: readonly SeedTelemetryDrain[] | null | undefined, path: Path, owner: {id: string; type: 'app' | 'space'}): Promise<void> {
  for (const [index, {signals, exporter}] of (drains ?? []).entries()) {
    const {type, endpoint, headers} = exporter
    await performer.perform([...path, 'telemetry_drains', index], 'telemetry-drain.create', {}, {owner, signals, exporter: {type, endpoint, ...(headers != null && {headers})}})
  }
}
