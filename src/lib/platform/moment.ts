import {createHash} from 'node:crypto'
import {CompiledQuery} from 'kysely'
import type {Row} from '../store/schema.js'
import type {Database, Store} from '../store/store.js'
import {type Ending, endings, firstEnd} from './lifecycle.js'

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
  /** What may go wrong with it. */
  threats: readonly Threat[]
  /** Of a change: the tables with rows that are past their end. */
  over: readonly Ending[]
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
  surroundings.store.read(async (db) => work(db, momentOf(await outsetOf(db, outset), surroundings)))

/** Writes at a moment of a world; what has been drawn of a seed is not drawn again by whoever comes next. */
export const writeAt = <T>(surroundings: Surroundings, work: (db: Database, moment: Moment) => Promise<T>): Promise<T> =>
  surroundings.store.write(async (db) => {
    const found = await outsetOf(db, outsetOfChange)
    const moment = momentOf(found, surroundings)
    const {conditions} = found
    if (conditions?.seed == null) return work(db, moment)
    const draws = new Draws(conditions.seed, conditions.drawn)
    const result = await work(db, {...moment, newId: () => draws.id(), random: () => draws.number()})
    // A reset in the meantime has begun anew.
    await db.updateTable('conditions').set({drawn: draws.drawn}).where('seed', '=', conditions.seed).where('drawn', '=', conditions.drawn).execute()
    return result
  })

/** A fault that may strike again, as far as it tells whom. */
export type Threat = Pick<Row<'faults'>, 'kind' | 'method' | 'operation'>

/** What every transaction begins with. */
interface Outset {
  /** Of a world that has a time or chance of its own. */
  conditions: Row<'conditions'> | undefined
  threats: Threat[]
  /** Of a change: when the first of a table ends, of tables where anything does. */
  ends: {table: Ending; at: string}[]
}

type OutsetRow = (Row<'conditions'> | Record<keyof Row<'conditions'>, null>) &
  {[Key in keyof Threat as `fault_${Key}`]: Threat[Key] | null} &
  {[Table in Ending as `${Table}_end`]?: string | null}

/** Asked with every request, so it is one question, and built once. */
const outsetWith = (more: string) =>
  CompiledQuery.raw(`select conditions.*, faults.kind as fault_kind, faults.method as fault_method, faults.operation as fault_operation${more}
    from (select 1) as one left join conditions on true left join faults on faults.times is null or faults.struck < faults.times`) as CompiledQuery<OutsetRow>

const outset = outsetWith('')
const outsetOfChange = outsetWith(endings.map((table) => `, (${firstEnd(table)}) as ${table}_end`).join(''))

async function outsetOf(db: Database, question: CompiledQuery<OutsetRow>): Promise<Outset> {
  const {rows} = await db.executeQuery(question)
  const threats = rows.flatMap(({fault_kind: kind, fault_method: method, fault_operation: operation}) => (kind === null || operation === null ? [] : [{kind, method, operation}]))
  const [first] = rows
  const ends = endings.flatMap((table) => {
    const at = first?.[`${table}_end`]
    return at == null ? [] : [{table, at}]
  })
  return {conditions: first && first.ahead_ms !== null ? first : undefined, threats, ends}
}

/** The time and chance of a world that has its own. */
export const conditionsOf = async (db: Database): Promise<Row<'conditions'> | undefined> => db.selectFrom('conditions').selectAll().executeTakeFirst()

function momentOf({conditions, threats, ends}: Outset, {clock, newId, random}: Ambient): Moment {
  const clockAt = clockOf(conditions)
  const now = clockAt(clock())
  const over = ends.filter(({at}) => at <= now.toISOString()).map(({table}) => table)
  return {now, newId, random, clockAt, threats, over}
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
