import {worldHeader} from '../operations/worlds.js'

/**
 * The variables that lead the official CLI, and spacedock without a context, to a control plane of this machine.
 *
 * @param world the name of a world beside the main one
 * @param headers what `HEROKU_HEADERS` has so far
 */
export const officialEnvironment = (url: string, token: string, world?: string, headers = process.env['HEROKU_HEADERS']): Record<string, string> => ({
  HEROKU_HOST: url,
  HEROKU_API_KEY: token,
  HEROKU_PARTICLEBOARD_URL: url,
  HEROKU_GIT_HOST: 'git.heroku.com',
  DISABLE_TELEMETRY: 'true',
  HEROKU_SKIP_NEW_VERSION_CHECK: 'true',
  HEROKU_DISABLE_AUTOUPDATE: '1',
  ...(world !== undefined && {HEROKU_HEADERS: JSON.stringify({...headersIn(headers), [worldHeader]: world}), SPACEDOCK_WORLD: world}),
})

/** What is no object of JSON the official CLI leaves out too. */
function headersIn(text = ''): Record<string, unknown> {
  try {
    const headers: unknown = JSON.parse(text)
    return typeof headers === 'object' && headers !== null && !Array.isArray(headers) ? (headers as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
