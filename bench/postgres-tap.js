import {connect, createServer} from 'node:net'
import {once} from 'node:events'

/**
 * Stands between a server and its database and writes down what it is asked: the statements of a change, whatever they
 * have become, are then what pgbench runs too.
 */
export async function startTap(database) {
  const {hostname, port} = new URL(database)
  let statements
  const server = createServer((client) => {
    const upstream = connect(Number(port || 5432), hostname)
    const read = reader((statement) => statements?.push(statement))
    for (const socket of [client, upstream]) socket.setNoDelay()
    client.on('data', (chunk) => read(chunk))
    client.pipe(upstream).pipe(client)
    for (const socket of [client, upstream]) socket.on('error', () => {}).on('close', () => [client, upstream].forEach((one) => one.destroy()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    /** The same database, through here. */
    through: (url) => Object.assign(new URL(url), {hostname: '127.0.0.1', port: String(server.address().port)}).href,
    record() {
      statements = []
    },
    recorded() {
      const found = statements
      statements = undefined
      return found
    },
    stop: () => server.close(),
  }
}

/** Reads what a client of PostgreSQL sends (its protocol, 3.0): each statement with the values it is run with. */
function reader(found) {
  const prepared = new Map()
  let rest = Buffer.alloc(0)
  let hasStarted = false
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      // The first message has no type.
      const head = hasStarted ? 1 : 0
      if (rest.length < head + 4) return
      const length = head + rest.readInt32BE(head)
      if (rest.length < length) return
      const body = rest.subarray(head + 4, length)
      const type = hasStarted ? String.fromCharCode(rest[0]) : ''
      if (type === 'Q') found({text: textAt(body, 0)[0], values: []})
      if (type === 'P') {
        const [name, at] = textAt(body, 0)
        prepared.set(name, textAt(body, at)[0])
      }
      if (type === 'B') {
        const [name, values] = bound(body)
        found({text: prepared.get(name), values})
      }
      hasStarted = true
      rest = rest.subarray(length)
    }
  }
}

function textAt(buffer, at) {
  const end = buffer.indexOf(0, at)
  return [buffer.toString('utf8', at, end), end + 1]
}

/** The name of a prepared statement, and the values it is bound to, as texts. */
function bound(body) {
  const [, afterPortal] = textAt(body, 0)
  const [name, afterName] = textAt(body, afterPortal)
  const formats = body.readInt16BE(afterName)
  let at = afterName + 2 + 2 * formats
  const count = body.readInt16BE(at)
  at += 2
  const values = Array.from({length: count}, () => {
    const size = body.readInt32BE(at)
    at += 4
    if (size < 0) return null
    at += size
    return body.toString('utf8', at - size, at)
  })
  return [name, values]
}

/** What was written down, for pgbench: ids and numbers of what is inserted anew each time, all else as it was. */
export function pgbenchScript(statements) {
  const lines = statements.flatMap(({text, values}) => (values.length > 0 ? [filledIn(text, values)] : text.split(';'))).map((line) => `${line.replaceAll(/\s+/g, ' ').trim()};`)
  // A transaction begins, and asks its first question, in one round trip.
  const first = lines.findIndex((line) => /^select/i.test(line))
  return ['\\startpipeline', ...lines.slice(0, first + 1), '\\endpipeline', ...lines.slice(first + 1)].join('\n')
}

function filledIn(text, values) {
  const [, table, columns] = /^insert into "(\w+)" \(([^)]*)\)/.exec(text) ?? []
  const inserted = columns?.split(', ').map((column) => column.replaceAll('"', ''))
  return text.replaceAll(/\$(\d+)/g, (_, number) => {
    const column = inserted?.[number - 1]
    if (column === 'id') return 'gen_random_uuid()::text'
    if (column === 'number') return `(select coalesce(max(number), 0) + 1 from ${table})`
    return literal(values[number - 1])
  })
}

/** pgbench takes a colon for the beginning of a variable's name, in a text as well. */
const literal = (value) => (value === null ? 'null' : `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a')}'`)
