/** What goes in the place of a secret. */
const hidden = '[hidden]'

/** A text without what looks like a secret: tokens, credentials of a header, passwords in URLs, private keys. */
export const withoutSecrets = (text: string): string =>
  text
    .replaceAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden)
    .replaceAll(/\b(SPCD|HRKU)-[\w-]+/g, hidden)
    .replaceAll(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${hidden}`)
    .replaceAll(/(\b[a-z][a-z\d+.-]*:\/\/)[^\s/@]*@/gi, `$1${hidden}@`)

/** What a client has sent as it may be written down: without what looks like a secret or what a terminal obeys, and not for ever long. */
export const writable = (text: string): string => withoutSecrets(text.slice(0, 200)).replaceAll(/[^\x20-\x7E]/g, '?')

/** A path as it may be written down: never with its query. */
export const writablePath = (path: string): string => writable(path.split('?')[0] ?? '')
