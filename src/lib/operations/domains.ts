import * as v from 'valibot'
import {answers} from './operation.js'
import type {App, Reference} from './resources.js'

/** A host name under which an app answers. Times are ISO 8601. */
export interface Domain {
  /** How far ACM is: `pending`, `cert issued`, `failing`, `failed`, and on Heroku more. Null where it is off, and for the domain that the app has from Heroku. */
  acm_status: string | null
  acm_status_reason: string | null
  app: Reference
  /** Where its DNS record has to point; null for the domain that the app has from Heroku. */
  cname: string | null
  created_at: string
  hostname: string
  id: string
  kind: 'custom' | 'heroku'
  sni_endpoint: Reference | null
  status: 'failed' | 'none' | 'pending' | 'succeeded'
  updated_at: string
}

/** What is told of a certificate. Times are ISO 8601, distinguished names as `/C=US/CN=example.com`. */
export interface SslCert {
  /** Whether it is one of ACM: not in the schema, and read by the official CLI. */
  acm: boolean
  'ca_signed?': boolean
  cert_domains: string[]
  expires_at: string
  id: string
  issuer: string
  'self_signed?': boolean
  starts_at: string
  subject: string
}

/** A certificate that an app's domains can use. Times are ISO 8601. */
export interface SniEndpoint {
  app: Reference
  /** PEM. */
  certificate_chain: string
  created_at: string
  display_name: null
  /** Ids of the domains that use it. */
  domains: string[]
  id: string
  name: string
  ssl_cert: SslCert
  updated_at: string
}

const endpoint = v.nullable(v.string())
const certificate = v.object({certificate_chain: v.string(), private_key: v.string()})

/** Custom domains, the certificates they use, and whether Heroku manages these (ACM). */
export const domains = {
  'domain.list': answers<Domain[]>().get('/apps/{app}/domains', {access: 'app view', partner: true, paged: ['id', 'hostname', 'created_at'], upstream: 'domain#list'}),
  'domain.info': answers<Domain>().get('/apps/{app}/domains/{domain}', {access: 'app view', upstream: 'domain#info'}),
  'domain.create': answers<Domain>().post('/apps/{app}/domains', {
    access: 'app manage',
    body: v.object({hostname: v.string(), sni_endpoint: endpoint}),
    upstream: 'domain#create',
  }),
  'domain.update': answers<Domain>().patch('/apps/{app}/domains/{domain}', {access: 'app manage', body: v.object({sni_endpoint: endpoint}), upstream: 'domain#update'}),
  'domain.delete': answers<Domain>().delete('/apps/{app}/domains/{domain}', {access: 'app manage', upstream: 'domain#delete'}),
  'sni-endpoint.list': answers<SniEndpoint[]>().get('/apps/{app}/sni-endpoints', {access: 'app view', paged: ['id', 'name'], upstream: 'sni-endpoint#list'}),
  'sni-endpoint.info': answers<SniEndpoint>().get('/apps/{app}/sni-endpoints/{sniEndpoint}', {access: 'app view', upstream: 'sni-endpoint#info'}),
  'sni-endpoint.create': answers<SniEndpoint>().post('/apps/{app}/sni-endpoints', {access: 'app manage', body: certificate, upstream: 'sni-endpoint#create'}),
  'sni-endpoint.update': answers<SniEndpoint>().patch('/apps/{app}/sni-endpoints/{sniEndpoint}', {access: 'app manage', body: certificate, upstream: 'sni-endpoint#update'}),
  'sni-endpoint.delete': answers<SniEndpoint>().delete('/apps/{app}/sni-endpoints/{sniEndpoint}', {access: 'app manage', upstream: 'sni-endpoint#delete'}),
  'app.enable-acm': answers<App>().post('/apps/{app}/acm', {access: 'app manage', status: 200, upstream: 'app#enable-acm'}),
  'app.disable-acm': answers<App>().delete('/apps/{app}/acm', {access: 'app manage', upstream: 'app#disable-acm'}),
  'app.refresh-acm': answers<App>().patch('/apps/{app}/acm', {access: 'app manage', body: v.object({acm_refresh: v.optional(v.boolean())}), upstream: 'app#refresh-acm'}),
}
