import dns from 'node:dns'
import net from 'node:net'
import {isLoopback} from '../../src/lib/client/http.js'

/*
 * No test may reach a machine of other people: here a connection to anything but this one throws, and for the processes
 * that tests start SPACEDOCK_LOOPBACK_ONLY does the same. What the developer has set for spacedock or the official CLI
 * does not count in tests either.
 */

for (const name of Object.keys(process.env)) if (/^(HEROKU|SPACEDOCK)_/.test(name) && name !== 'SPACEDOCK_LOOPBACK_ONLY') delete process.env[name]

function requireLoopback(host: string | undefined, what: string) {
  if (host !== undefined && !isLoopback(host)) throw new Error(`${what} ${host}: tests stay on this machine.`)
}

const {connect} = net.Socket.prototype
net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: never[]) {
  // Node passes its own arguments on as one list: options first.
  const [first] = args.flat(1) as unknown[]
  const options = typeof first === 'object' && first !== null ? (first as {host?: string; path?: string}) : {host: (args as unknown[])[1] as string | undefined}
  if (!('path' in options && options.path)) requireLoopback(options.host, 'A connection to')
  return connect.apply(this, args)
} as typeof connect

const {lookup} = dns
dns.lookup = Object.assign((hostname: string, ...rest: never[]) => {
  requireLoopback(hostname, 'A look-up of')
  return lookup(hostname, ...rest)
}, lookup) as typeof lookup
