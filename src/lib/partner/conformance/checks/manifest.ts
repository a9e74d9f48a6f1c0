import {isPrefixed} from '../../protocol.js'
import type {Checks, Verdict} from '../check.js'

const source = 'Dev Center, Add-on Manifest'

/** What of the manifest does not keep the server from being tested, and keeps the manifest from being pushed or used. */
export const manifestChecks: Checks = ({manifest: {id, api, terms, regions}, known}) => [
  {
    id: 'manifest.id',
    group: 'manifest',
    title: '`id` is a slug of lower case letters, digits and dashes',
    reason: `The slug is all lower case, without spaces or punctuation (${source}).`,
    run: () => holding(/^[a-z][a-z\d]*(-[a-z\d]+)*$/.test(id), `id: ${JSON.stringify(id)}`),
  },
  {
    id: 'manifest.version',
    group: 'manifest',
    title: '`api.version` is the string "3"',
    reason: `Version 3 is declared as a string; version 1 ended on 2023-07-03 (Dev Center, Add-on Partner API Reference).`,
    run: () => holding(api['version'] === '3', `api.version: ${JSON.stringify(api['version'])}`),
  },
  {
    id: 'manifest.regions',
    group: 'manifest',
    title: '`api.regions` lists regions of Heroku',
    must: 'An array that is not empty, of names of regions or `*`.',
    reason: `A list of supported regions is required, with the names of the Platform API (${source}; Supporting Private Spaces as an Add-on Partner).`,
    run() {
      const unknown = regions.filter((name) => name !== '*' && !known.some((region) => region.name === name))
      const complete = Array.isArray(api['regions']) && api['regions'].length > 0 && api['regions'].length === regions.length
      return holding(complete && unknown.length === 0, `api.regions: ${JSON.stringify(api['regions'])}${unknown.length > 0 ? `\nThere is no region ${unknown.join(', ')}.` : ''}`)
    },
  },
  {
    id: 'manifest.config-vars',
    group: 'manifest',
    title: '`api.config_vars` are upper case and begin with the prefix',
    must: `An array of names that begin with ${terms.prefix}_.`,
    reason: `Every config var begins with the prefix, which is made from the slug when it is not given (${source}).`,
    run() {
      const names = api['config_vars']
      if (names === undefined) return {result: 'ok'}
      const wrong = Array.isArray(names) ? names.filter((name) => typeof name !== 'string' || !/^[A-Z][0-9A-Z_]+$/.test(name) || !isPrefixed(name, terms.prefix)) : [names]
      return holding(wrong.length === 0, `api.config_vars: ${JSON.stringify(names)}`)
    },
  },
  {
    id: 'manifest.https',
    group: 'manifest',
    title: 'the production URLs use TLS',
    must: '`api.production.base_url` and `sso_url` begin with https://.',
    reason: `Heroku calls partners over https with a valid certificate (Dev Center, Add-on Partner API Reference).`,
    run() {
      const {base_url: base, sso_url: sso} = (api['production'] ?? {}) as {base_url?: unknown; sso_url?: unknown}
      const secure = (url: unknown) => typeof url === 'string' && url.startsWith('https://')
      return holding(secure(base) && (sso === undefined || secure(sso)), `base_url: ${JSON.stringify(base)}\nsso_url: ${JSON.stringify(sso)}`)
    },
  },
  {
    id: 'manifest.username',
    group: 'manifest',
    title: '`api.username` is not there',
    reason: 'The user name is the id; a username of its own is deprecated (kensa, check of the manifest).',
    run: () => holding(api['username'] === undefined, `api.username: ${JSON.stringify(api['username'])}`),
  },
]

const holding = (holds: boolean, came: string): Verdict => ({result: holds ? 'ok' : 'failed', sent: 'the manifest', came})
