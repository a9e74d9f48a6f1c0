import {createHash} from 'node:crypto'
import type {Operation} from '../operations/operation.js'
import type {ApiRequest, ApiResponse} from '../operations/wire.js'
import {Page, pageHeaders} from './range.js'

/** What a handler has given back, as it goes over the wire. */
export function responseFor(value: unknown, {status, method, paged}: Operation, warnings: readonly string[]): ApiResponse {
  const page = value instanceof Page ? value : undefined
  const body = JSON.stringify(page ? page.items : value)
  const headers = {
    'content-type': 'application/json',
    ...(page && paged && pageHeaders(page, paged)),
    ...(warnings.length > 0 && {'x-heroku-warning': headerText(warnings.join(' '))}),
    ...(method === 'GET' && {etag: entityTag(body)}),
  }
  return {status: page?.more ? 206 : status, headers, body}
}

/** A header carries no more of a text than Latin-1, and clients that read it as UTF-8 no more than ASCII. */
const headerText = (text: string): string => text.replaceAll(/[^\x20-\x7E]/g, '?')

/** What the client says it has already is not sent again. */
export const unlessKnown = (response: ApiResponse, {headers}: ApiRequest): ApiResponse =>
  response.headers['etag'] !== undefined && headers['if-none-match'] === response.headers['etag'] ? {...response, status: 304, body: ''} : response

/** What tells one version of an answer from another. */
export const entityTag = (body: string): string => `"${createHash('md5').update(body).digest('hex')}"`
