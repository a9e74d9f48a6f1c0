/** The variables that tell the official CLI where to send an account's token. */
export const targetVariables = ['HEROKU_HOST', 'HEROKU_PARTICLEBOARD_URL'] as const

/**
 * Refuses an environment in which the official CLI would talk to anything but this machine: with a variable missing it
 * talks to Heroku, and this suite creates and destroys.
 *
 * @throws where a target is missing, or is no plain `http://` URL of `127.0.0.1` or `localhost`
 */
export function requireLoopback(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of targetVariables) if (!isLoopbackUrl(env[name])) throw new Error(`${name} is ${env[name]}: this suite runs against this machine only.`)
}

function isLoopbackUrl(text: string | undefined): boolean {
  if (text === undefined || !URL.canParse(text)) return false
  const {protocol, hostname, username, password} = new URL(text)
  return protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost') && username === '' && password === ''
}
