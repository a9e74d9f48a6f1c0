import type {Compilable, CompiledQuery} from 'kysely'
import type {Database} from './store.js'

/** Stands for a value while a query is built. */
class Slot {
  constructor(readonly name: PropertyKey) {}
}

const slots = new Proxy({}, {get: (_, name) => new Slot(name)})

/**
 * A query that is built and compiled once per store, for what nearly every request asks: building one takes longer than
 * asking it.
 *
 * @param build is given stand-ins: they can only go into the query as values, and nothing may depend on what they are
 */
export function prepared<Values extends object, Row>(build: (db: Database, values: Values) => Compilable<Row>): (db: Database, values: Values) => Promise<Row[]> {
  const queries = new WeakMap<object, CompiledQuery<Row>>()
  return async (db, values) => {
    const {adapter} = db.getExecutor()
    let query = queries.get(adapter)
    if (!query) queries.set(adapter, (query = build(db, slots as Values).compile()))
    const parameters = query.parameters.map((parameter) => (parameter instanceof Slot ? values[parameter.name as keyof Values] : parameter))
    const {rows} = await db.executeQuery<Row>({...query, parameters})
    return rows
  }
}
