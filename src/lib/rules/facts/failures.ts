/*
 * How the platform fails (platform-api.md 1.6 and 4): for faults that are set on purpose, and for too many requests.
 */

interface Failure {
  id: string
  message: string
  url?: string
}

/** What an answer of each status says. Documented: the ids and the sentences of 401 and 429; assumed: the other sentences. */
export const failures: Readonly<Record<number, Failure>> = {
  400: {id: 'bad_request', message: 'The request could not be understood.'},
  401: {id: 'unauthorized', message: 'Invalid credentials provided.'},
  403: {id: 'forbidden', message: 'You do not have access to that.'},
  404: {id: 'not_found', message: "Couldn't find that resource."},
  406: {id: 'not_acceptable', message: 'The Accept header asks for nothing this API has.'},
  409: {id: 'conflict', message: 'The request conflicts with the state of the resource. Try again later.'},
  410: {id: 'gone', message: 'The resource is gone.'},
  412: {id: 'precondition_failed', message: 'The resource has changed since it was read.'},
  422: {id: 'invalid_params', message: 'The request cannot be carried out.'},
  423: {id: 'confirmation_required', message: 'The request has to be confirmed.'},
  429: {
    id: 'rate_limit',
    message: 'Your account reached the API rate limit\nPlease wait a few minutes before making new requests',
    url: 'https://devcenter.heroku.com/articles/platform-api-reference#rate-limits',
  },
  500: {id: 'internal_server_error', message: 'Internal server error.'},
  503: {id: 'service_unavailable', message: 'The service is temporarily unavailable.'},
}

/** What is assumed of it; `docs/limits.md` is generated from the list. */
export const failureAssumptions = [
  {
    rule: 'Sentences of errors that faults bring about',
    chosen: 'the documented ones of 401 and 429, else one of ours with the documented id',
    why: 'The article on errors documents ids and statuses; clients go by those.',
  },
  {
    rule: 'What is refused while a space says that it is allocated and is not ready',
    chosen: 'new inbound rules with 404, apps and VPN connections with the refusal of a space that is allocating',
    why: 'The 404 was seen (Terraform provider, issue 116); the others are what needs the network of the space.',
  },
] as const

/** The same for a status that the platform does not document. Assumed. */
export const failureOf = (status: number): Failure =>
  failures[status] ?? (status < 500 ? {id: 'bad_request', message: `The request was refused with status ${status}.`} : {id: 'service_unavailable', message: `The service failed with status ${status}.`})
