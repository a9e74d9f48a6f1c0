import {readFileSync} from 'node:fs'
import {NotThere, UsageFailure} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import type {SniEndpoint} from '../operations/domains.js'
import {color} from '../render/color.js'
import {renderObject} from '../render/object.js'

/** A moment as certificates are shown with: `2026-01-01 12:00 UTC`. */
export const shownMoment = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`

/** A month before the end, as Heroku renews what it manages. */
function renewalOf(expiresAt: string): Date {
  const at = new Date(expiresAt)
  at.setMonth(at.getMonth() - 1)
  return at
}

/** What a certificate says, as the official CLI shows it. @param hostnames of the domains that use it, where they are to be shown */
export function renderCertificate({ssl_cert: cert}: SniEndpoint, title = 'Certificate details:', hostnames: readonly string[] = []): string {
  const renewal = renewalOf(cert.expires_at)
  const about = renderObject({
    'Common Name(s)': cert.cert_domains,
    'Expires At': shownMoment(cert.expires_at),
    Issuer: cert.issuer,
    'Starts At': shownMoment(cert.starts_at),
    Subject: cert.subject,
    'Domain(s)': hostnames,
  })
  return [
    ...(cert.acm && renewal.getTime() > Date.now() ? [`Renewal scheduled for ${color.info(shownMoment(renewal.toISOString()))}.`, ''] : []),
    title,
    about,
    trustOf(cert),
  ].join('\n')
}

function trustOf(cert: SniEndpoint['ssl_cert']): string {
  if (cert['ca_signed?']) return 'SSL certificate is verified by a root authority.'
  return cert.issuer === cert.subject ? 'SSL certificate is self signed.' : 'SSL certificate is not trusted.'
}

/**
 * The certificate of an app that is meant: by its name, by the host name of a domain that uses it, or the only one.
 *
 * @throws {UsageFailure | NotThere} where none or several are
 */
export async function findCertificate(platform: Platform, app: string, {endpoint, name}: {endpoint?: string | undefined; name?: string | undefined}): Promise<SniEndpoint> {
  if (endpoint !== undefined && name !== undefined) throw new UsageFailure('Specified both --name and --endpoint, please use just one')
  const all = await platform.call('sni-endpoint.list', {app})
  if (all.length === 0) throw new NotThere(`${app} has no SSL certificates`)
  const [first, ...others] = await meant(platform, app, all, {endpoint, name})
  if (first === undefined) throw new NotThere('Record not found.')
  if (others.length > 0) throw new UsageFailure('Must pass --name when more than one endpoint')
  return first
}

async function meant(platform: Platform, app: string, all: readonly SniEndpoint[], {endpoint, name}: {endpoint: string | undefined; name: string | undefined}) {
  if (name !== undefined) return all.filter((each) => each.name === name)
  if (endpoint === undefined) return all
  const domains = await platform.call('domain.list', {app})
  const used = domains.find(({hostname}) => hostname === endpoint)?.sni_endpoint?.id
  return all.filter(({id}) => id === used)
}

/** A file with a certificate or a key, as text. @throws {UsageFailure} where there is none that can be read */
export function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageFailure(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message}.`)
  }
}

/** The host names of an app's domains that a certificate names, wildcards included. */
export function matching(certificateDomains: readonly string[], hostnames: readonly string[]): string[] {
  if (!certificateDomains.some((domain) => domain.startsWith('*'))) return certificateDomains.filter((domain) => hostnames.includes(domain))
  return hostnames.filter((hostname) => certificateDomains.some((domain) => (domain.startsWith('*.') ? hostname.replace(/^[^.]+/, '*') === domain : hostname === domain)))
}
