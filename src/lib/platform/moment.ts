import {createHash} from 'node:crypto'
import {CompiledQuery} from 'kysely'
import type {Row} from '../store/schema.js'
import type {Database, Store} from '../store/store.js'

/** Where time and chance come from, unless the world has its own. */
export interface Ambient {
  clock: () => Date
  newId: () => string
  /** In [0, 1). */
  random: () => number
}

/** Time and chance of one transaction. */
export interface Moment {
  now: Date
  newId: () => string
  random: () => number
  /** What this world's clock shows when it is a certain time outside. */
  clockAt: (outside: Date) => Date
}

interface Surroundings extends Ambient {
  store: Store
}

/** Reads at a moment of a world. Ids are not to be drawn: what is drawn in a read would be drawn again. */
export const readAt = <T>(surroundings: Surroundings, work: (db: Database, moment: Moment) => Promise<T>): Promise<T> =>
  surroundings.store.read(async (db) => work(db, momentOf(await conditionsOf(db), surroundings)))

/** Writes at a moment of a world; what has been drawn of a seed is not drawn again by whoever comes next. */
export const writeAt = <T>(surroundings: Surroundings, work: (db: Database, moment: Moment) => Promise<T>): Promise<T> =>
  surroundings.store.write(async (db) => {
    const conditions = await conditionsOf(db)
    const moment = momentOf(conditions, surroundings)
    if (conditions?.seed == null) return work(db, moment)
    const draws = new Draws(conditions.seed, conditions.drawn)
    const result = await work(db, {...moment, newId: () => draws.id(), random: () => draws.number()})
    // A reset in the meantime has begun anew.
    await db.updateTable('conditions').set({drawn: draws.drawn}).where('seed', '=', conditions.seed).where('drawn', '=', conditions.drawn).execute()
    return result
  })

export async function conditionsOf(db: Database): Promise<Row<'conditions'> | undefined> {
  const {rows} = await db.executeQuery(conditions)
  return rows[0]
}

/** Asked with every request, so it is built once. */
const conditions = CompiledQuery.raw('select * from conditions') as CompiledQuery<Row<'conditions'>>

function momentOf(conditions: Row<'conditions'> | undefined, {clock, newId, random}: Ambient): Moment {
  const clockAt = clockOf(conditions)
  return {now: clockAt(clock()), newId, random, clockAt}
}

/** What the clock of a world shows: it stands still, or is some time before or behind. */
function clockOf(conditions: Row<'conditions'> | undefined): Moment['clockAt'] {
  if (!conditions) return (outside) => outside
  const {ahead_ms, frozen_at} = conditions
  return frozen_at === null ? (outside) => new Date(outside.getTime() + ahead_ms) : () => new Date(frozen_at)
}

/** Ids and chances that follow from a seed alone, one after the other. */
export class Draws {
  constructor(
    private readonly seed: string,
    public drawn: number,
  ) {}

  id(): string {
    const hex = this.#next().toString('hex')
    // Version 4 and the variant of RFC 9562, as of a random one.
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }

  number(): number {
    return this.#next().readUIntBE(0, 6) / 2 ** 48
  }

  #next(): Buffer {
    return createHash('sha256').update(`${this.seed} ${this.drawn++}`).digest()
  }
}
