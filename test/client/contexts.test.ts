import {describe, expect, it} from 'vitest'
import {type ContextSources, chooseTarget} from '../../src/lib/client/contexts.js'
import {NotThere, UsageFailure} from '../../src/lib/client/failures.js'
import type {Preferences} from '../../src/lib/client/preferences.js'

const ours = 'http://127.0.0.1:5455'
const ci = 'http://127.0.0.1:6000'
const shared = 'https://spaces.example.com'

const preferences: Preferences = {
  current: 'shared',
  contexts: {shared: {url: shared, token: 'shared-token', team: 'acme'}, ci: {url: ci, token: 'ci-token'}, bare: {url: 'http://127.0.0.1:7000'}},
}
const running = {pid: 1, url: ours, token: 'own-token', data: '/tmp/world.sqlite', started_at: '2026-01-01T00:00:00Z', version: '1.0.0'}

const choose = (sources: Partial<ContextSources> = {}) => chooseTarget({flag: undefined, env: {}, preferences, running, ...sources})
const refusal = (sources: Partial<ContextSources>) => {
  try {
    return `led to ${choose(sources).name}`
  } catch (error) {
    if (!(error instanceof UsageFailure || error instanceof NotThere)) throw error
    return error.message
  }
}

describe('a command goes', () => {
  const everything = {SPACEDOCK_CONTEXT: 'ci', HEROKU_HOST: 'http://127.0.0.1:8000'}
  it.each<[string, Partial<ContextSources>, string]>([
    ['where --context says, whatever else is said', {flag: 'bare', env: everything}, 'bare'],
    ['else where SPACEDOCK_CONTEXT says', {env: everything}, 'ci'],
    ['else where HEROKU_HOST says', {env: {HEROKU_HOST: 'http://127.0.0.1:8000'}}, 'http://127.0.0.1:8000'],
    ['else to the current context', {}, 'shared'],
    ['else to the local world', {preferences: {contexts: {}}}, 'local'],
    ['to the local world where that is said', {flag: 'local', env: everything}, 'local'],
    ['as if variables that are set to nothing were not set', {env: {SPACEDOCK_CONTEXT: '', HEROKU_HOST: ''}}, 'shared'],
    ['to a host that is named as the official CLI names hosts', {env: {HEROKU_HOST: 'platform.example'}}, 'https://api.platform.example'],
  ])('%s', (_, sources, name) => {
    expect(choose(sources).name).toBe(name)
  })

  it('with the team of its context', () => {
    expect(choose()).toMatchObject({name: 'shared', team: 'acme'})
  })
})

describe('the token that goes to a target', () => {
  const tokenOf = (sources: Partial<ContextSources>) => {
    const target = choose(sources)
    return target.kind === 'embedded' ? 'none' : (target.token ?? 'none')
  }
  it.each<[string, Partial<ContextSources>, string]>([
    ['of a context is the one kept for it', {flag: 'ci'}, 'ci-token'],
    ['of a context without one is none', {flag: 'bare', env: {SPACEDOCK_TOKEN: 'loose', HEROKU_API_KEY: 'key'}}, 'none'],
    ['named in the environment is that of the environment', {env: {SPACEDOCK_CONTEXT: 'bare', SPACEDOCK_TOKEN: 'env-token'}}, 'env-token'],
    ['named in the environment is that of the environment before the one that is kept', {env: {SPACEDOCK_CONTEXT: 'ci', SPACEDOCK_TOKEN: 'env-token'}}, 'env-token'],
    ['that the environment names is not for another', {flag: 'bare', env: {SPACEDOCK_CONTEXT: 'ci', SPACEDOCK_TOKEN: 'env-token'}}, 'none'],
    ['of a URL on the command line is that of the environment, where that names no place', {flag: ours, env: {SPACEDOCK_TOKEN: 'env-token'}}, 'env-token'],
    ['of a URL is not the one for the place that the environment names', {flag: 'http://127.0.0.1:9000', env: {SPACEDOCK_CONTEXT: ci, SPACEDOCK_TOKEN: 'env-token'}}, 'none'],
    ['of a URL is not the one for the HEROKU_HOST of the environment', {flag: 'http://127.0.0.1:9000', env: {HEROKU_HOST: ci, SPACEDOCK_TOKEN: 'env-token', HEROKU_API_KEY: 'key'}}, 'none'],
    ['of a URL in the environment is that of the environment', {env: {SPACEDOCK_CONTEXT: 'http://127.0.0.1:9000/', SPACEDOCK_TOKEN: 'env-token'}}, 'env-token'],
    ['of a URL never is Heroku’s key', {flag: 'http://127.0.0.1:9000', env: {HEROKU_API_KEY: 'key'}}, 'none'],
    ['of HEROKU_HOST is HEROKU_API_KEY', {env: {HEROKU_HOST: 'http://127.0.0.1:8000', HEROKU_API_KEY: 'key'}}, 'key'],
    ['of HEROKU_HOST is HEROKU_API_KEY also where --context repeats it', {flag: 'http://127.0.0.1:8000/', env: {HEROKU_HOST: 'http://127.0.0.1:8000', HEROKU_API_KEY: 'key'}}, 'key'],
    ['of a URL is the one kept for it', {flag: `${ci}/`}, 'ci-token'],
    ['of another path of the same host is another', {flag: `${ci}/tenant`}, 'none'],
    ['of another port of the same host is another', {flag: 'http://127.0.0.1:6001'}, 'none'],
    ['of the control plane that this machine serves is its own', {flag: ours}, 'own-token'],
    ['of the control plane that this machine serves is its own, whatever Heroku’s key is', {flag: ours, env: {HEROKU_API_KEY: 'key'}}, 'own-token'],
    ['of the control plane that this machine serves is HEROKU_API_KEY where HEROKU_HOST names it', {flag: ours, env: {HEROKU_HOST: ours, HEROKU_API_KEY: 'key'}}, 'key'],
    ['of the same by another name is another', {flag: 'http://localhost:5455'}, 'none'],
    ['of Heroku is Heroku’s key', {flag: 'heroku', env: {HEROKU_API_KEY: 'key'}}, 'key'],
    ['of Heroku is not the key of another host', {flag: 'heroku', env: {HEROKU_API_KEY: 'key', HEROKU_HOST: ours}}, 'none'],
    ['of Heroku is not the key of a host that only looks like it', {flag: 'heroku', env: {HEROKU_API_KEY: 'key', HEROKU_HOST: 'https://evil.example/.heroku.com'}}, 'none'],
    ['of Heroku is no token of ours', {flag: 'heroku', env: {SPACEDOCK_TOKEN: 'env-token'}}, 'none'],
    ['of the local world is none', {flag: 'local', env: {SPACEDOCK_TOKEN: 'env-token', HEROKU_API_KEY: 'key'}}, 'none'],
  ])('%s', (_, sources, token) => {
    expect(tokenOf(sources)).toBe(token)
  })

  it('is not guessed where several contexts lead to one URL', () => {
    const contexts = {mine: {url: ci, token: 'one'}, yours: {url: `${ci}/`, token: 'two'}}
    expect(refusal({flag: ci, preferences: {contexts}})).toBe(`Several contexts lead to ${ci}, each with its own token: mine, yours. Name one of them.`)
    expect(tokenOf({flag: 'yours', preferences: {contexts}})).toBe('two')
  })
})

describe('a command is refused', () => {
  it.each<[string, Partial<ContextSources>, string]>([
    ['to a context there is none of, with a suggestion', {flag: 'shraed'}, 'There is no context shraed. Did you mean shared? Contexts are local, heroku, shared, ci, bare, or any URL'],
    ['to a context with a name that every object has', {flag: 'constructor'}, 'There is no context constructor.'],
    ['to nothing', {flag: ''}, 'There is no context .'],
    ['to Heroku by its URL', {flag: 'https://api.heroku.com'}, 'https://api.heroku.com is Heroku itself. Say so with --context heroku.'],
    ['to Heroku by its URL with a dot after it', {flag: 'https://api.heroku.com./'}, 'is Heroku itself'],
    ['to Heroku by HEROKU_HOST', {env: {HEROKU_HOST: 'heroku.com'}}, 'https://api.heroku.com is Heroku itself. Say so with --context heroku.'],
    ['to Heroku by a file that somebody has edited', {flag: 'edited', preferences: {contexts: {edited: {url: 'https://API.Heroku.com'}}}}, 'is Heroku itself'],
    ['to another machine over http', {flag: 'http://spaces.example.com'}, 'http://spaces.example.com is not on this machine, and over http everybody on the way could read the token. Use https.'],
    ['to another machine over http by HEROKU_HOST', {env: {HEROKU_HOST: 'http://spaces.example.com'}}, 'Use https.'],
    ['to a URL with a query', {flag: 'https://spaces.example.com/?a=1'}, 'Leave out what follows ?'],
  ])('%s', (_, sources, message) => {
    expect(refusal(sources)).toContain(message)
  })

  it.each(['https://user:secret@spaces.example.com', 'https://secret@spaces.example.com', 'http://user:secret@:99999'])('to a URL with credentials, which are not repeated: %s', (flag) => {
    const message = refusal({flag})
    expect(message).toContain('A URL with credentials in it ends up in logs.')
    expect(message).not.toContain('secret')
  })
})
