/**
 * The one seam: a request and a response in the shape of the Platform API. Embedded, `Send` is the control plane's
 * own function; remote, it is HTTP; served, an HTTP listener calls the same function.
 */

export type Method = 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT'

export interface ApiRequest {
  method: Method
  /** The path with its query string, as on the wire: `/apps/my-app/releases?extended=true`. */
  path: string
  /** Header names in lower case. */
  headers: Readonly<Record<string, string>>
  /** The body as it was sent, not parsed: the control plane decides what is malformed. */
  body?: string
  /** The address it comes from, where it has come over a network. */
  from?: string
}

export interface ApiResponse {
  status: number
  /** Header names in lower case. */
  headers: Readonly<Record<string, string>>
  body: string
  /** What becomes of the connection where a fault is set: it is reset before anything of the answer is sent, or in the middle of its body. */
  broken?: 'reset' | 'truncated'
}

export type Send = (request: ApiRequest) => Promise<ApiResponse>

/** The body of every answer that is not a success. `id` is Heroku's machine-readable name of the error. */
export interface ErrorBody {
  id: string
  message: string
  url?: string
  resource?: string
  app?: {id: string; name: string}
  /** Of a refusal for what is full. */
  limit?: number
  /** Under `/api/v3`: the message again, or several. */
  error?: string | {base: readonly string[]}
  /** Everything that is wrong with a document, each with its place there. */
  findings?: readonly Finding[]
}

/** What is wrong at one place of a document: the keys and, from 0, the numbers of items that lead there. */
export interface Finding {
  path: readonly (number | string)[]
  message: string
}
