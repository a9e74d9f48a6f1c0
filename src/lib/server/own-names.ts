import type {X509Certificate} from 'node:crypto'
import {isIP} from 'node:net'
import {hostname} from 'node:os'
import {isLoopback} from '../client/http.js'

export interface OwnNames {
  /** The address that is listened on. */
  host: string
  /** Names that whoever runs the server has given it besides: those of a load balancer, or in a DNS of one's own. */
  names?: readonly string[] | undefined
  certificate?: X509Certificate | undefined
}

/** The parts of a request that tell who it was meant for, and which web page made it. */
interface Meant {
  host?: string | undefined
  origin?: string | undefined
}

/**
 * Why a request is not for this server, or comes from a page of another; undefined where it may be answered. A web page whose
 * name suddenly leads here (DNS rebinding) comes with its own name in `Host`, and one that calls from elsewhere with
 * `Origin`, which nothing but a browser sends. There are no CORS headers, and preflights are refused as everything else is.
 */
export function refusalOf({host, origin}: Meant, isOwn: (name: string) => boolean): string | undefined {
  const name = nameOf(host)
  if (name === undefined || !isOwn(name)) return `This control plane does not answer to the name ${shown(name)}. Whoever runs it can add names with control-plane:start --name.`
  if (origin !== undefined && originHost(origin) !== host?.toLowerCase()) return 'This control plane does not answer web pages of other origins.'
  return undefined
}

/** Whether a name or an address is this server's own. */
export function ownNames({host, names = [], certificate}: OwnNames): (name: string) => boolean {
  const given = new Set(names.map((name) => name.toLowerCase()))
  if (isLoopback(host)) return (name) => isLoopback(name) || given.has(name)
  const own = new Set([...given, host.toLowerCase(), hostname().toLowerCase()])
  // An address cannot be given to another machine by whoever owns a name.
  return (name) => isLoopback(name) || isIP(name.replace(/^\[|\]$/g, '')) !== 0 || own.has(name) || certificate?.checkHost(name) !== undefined
}

/** The name in a `Host`, in lower case and without the port. */
function nameOf(host: string | undefined): string | undefined {
  const [, name] = /^(\[[\d.:a-f]+\]|[^:/?#@[\]]+)(?::\d{1,5})?$/i.exec(host ?? '') ?? []
  return name?.toLowerCase().replace(/\.$/, '')
}

/** `null`, as sandboxed pages send it, is nobody's. */
function originHost(origin: string): string | undefined {
  const [, host] = /^https?:\/\/([^/?#@]+)$/i.exec(origin) ?? []
  return host?.toLowerCase()
}

/** What is repeated of what somebody else has sent: nothing that is no name. */
const shown = (name: string | undefined): string => (name !== undefined && /^[\w.-]{1,253}$/.test(name) ? name : 'it was asked by')
