/** The variables that lead the official CLI, and spacedock without a context, to a control plane of this machine. */
export const officialEnvironment = (url: string, token: string): Record<string, string> => ({
  HEROKU_HOST: url,
  HEROKU_API_KEY: token,
  HEROKU_PARTICLEBOARD_URL: url,
  HEROKU_GIT_HOST: 'git.heroku.com',
  DISABLE_TELEMETRY: 'true',
  HEROKU_SKIP_NEW_VERSION_CHECK: 'true',
  HEROKU_DISABLE_AUTOUPDATE: '1',
})
