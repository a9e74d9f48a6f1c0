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

type Loose = (...args: unknown[]) => unknown

// Both have many forms of call; here only what names the host counts.
const connect = net.Socket.prototype.connect as unknown as Loose
net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: unknown[]) {
  // Node passes its own arguments on as one list: options first.
  const [first, second] = args.flat(1)
  const {host, path} = typeof first === 'object' && first !== null ? (first as {host?: string; path?: string}) : {host: second as string | undefined}
  // A name is looked up first, below.
  if (path === undefined && net.isIP(host ?? '') !== 0) requireLoopback(host, 'A connection to')
  return connect.apply(this, args)
} as unknown as typeof net.Socket.prototype.connect

const lookup = dns.lookup as unknown as Loose
dns.lookup = Object.assign((hostname: string, ...rest: unknown[]) => {
  requireLoopback(hostname, 'A look-up of')
  return lookup(hostname, ...rest)
}, dns.lookup) as unknown as typeof dns.lookup
