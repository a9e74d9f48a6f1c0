import {randomInt, randomUUID} from 'node:crypto'
import type {SeedDocument} from '../../operations/seeds.js'
import type {Database} from '../../store/store.js'
import {resetWorld, seedCatalogue, seedWorld} from '../../store/seed/world.js'
import {retentionKept} from '../audit-retention.js'
import {parseBody} from '../body.js'
import {writeConditions} from '../clock.js'
import type {Context} from '../context.js'
import {beginning, makeDeterministic} from '../control.js'
import {Draws} from '../moment.js'
import type {Seed} from './document.js'
import {checkSeed, invalidSeed} from './findings.js'
import {type Before, makeWorld} from './making.js'
import type {Making} from './performing.js'

/**
 * Puts the world of a seed in the place of the one that is there. Tokens of accounts that are there again stay.
 *
 * @param deterministic what ids and chances follow from; left out, the new world's time and chance are those outside
 * @returns the moment at which the new world begins
 * @throws {ApiError} 422 for what the rules refuse
 */
export async function replaceWorld(context: Context, seed: Seed, deterministic: string | undefined): Promise<Date> {
  const {actor, db} = context
  const before = await whatIsThere(db)
  const draws = deterministic === undefined ? undefined : new Draws(deterministic, 0)
  const own = draws && {now: new Date(beginning), newId: () => draws.id(), random: () => draws.number()}
  const making: Making = {...context, now: context.outside(), ...own}
  const make = async () => {
    await fill(db, seed)
    if (deterministic !== undefined) await makeDeterministic(db, deterministic)
    await makeWorld(making, seed, before)
    if (draws) await writeConditions(db, {frozen_at: beginning, seed: deterministic ?? null, drawn: draws.drawn})
  }
  await retentionKept(db, () => resetWorld(db, context.now, make))
  if (actor.tokenId !== undefined && !(await db.selectFrom('accounts').select('id').where('email', '=', actor.account.email).executeTakeFirst()))
    throw invalidSeed([{path: ['accounts'], message: `Your token is of ${actor.account.email}, who is not in it: you would lock yourself out. Add them to accounts.`}])
  return making.now
}

/** Fills a store that has just been made with the world of a seed, as a control plane that is served would. @throws {ApiError} 413, 422 */
export async function fillNewWorld(db: Database, world: SeedDocument): Promise<void> {
  // The same that a request may hold, and no more.
  const seed = checkSeed(parseBody(JSON.stringify(world)))
  await fill(db, seed)
  const clock = () => new Date()
  await makeWorld({db, now: clock(), outside: clock, newId: randomUUID, random: () => randomInt(2 ** 32) / 2 ** 32, shared: true}, seed, {accounts: new Map(), partners: new Set()})
}

const fill = (db: Database, {teams}: Seed): Promise<void> => (teams == null ? seedWorld(db) : seedCatalogue(db))

async function whatIsThere(db: Database): Promise<Before> {
  const accounts = await db.selectFrom('accounts').select(['email', 'id']).execute()
  const pushed = await db.selectFrom('addon_services').select('name').where('owner_id', 'is not', null).execute()
  return {accounts: new Map(accounts.map(({email, id}) => [email, id])), partners: new Set(pushed.map(({name}) => name))}
}
