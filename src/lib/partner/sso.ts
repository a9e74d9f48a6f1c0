import {createHash} from 'node:crypto'

/** Who signs on to what, and when. */
export interface SignOn {
  /** `api.sso_salt` of the manifest. */
  salt: string
  /** Seconds since 1970. */
  timestamp: number
  /** The add-on's id. */
  uuid: string
  /** The id that the partner gave the resource. */
  providerId: string
  userId: string
  email: string
  /** The app that the add-on was made for, and the one that the user comes from. */
  app: string
  contextApp?: string
}

/** For how many seconds a timestamp is good (Dev Center "Add-on Single Sign-on", 2024-02-06). */
export const ssoValidity = 5 * 60

/** The token of v1, which is still sent (Dev Center "Add-on Provider API", 2014). */
export const ssoToken = ({providerId, salt, timestamp}: Pick<SignOn, 'providerId' | 'salt' | 'timestamp'>): string => hashed('sha1', providerId, salt, timestamp)

/** Dev Center "Add-on Single Sign-on", 2024-02-06. */
export const resourceToken = ({uuid, salt, timestamp}: Pick<SignOn, 'salt' | 'timestamp' | 'uuid'>): string => hashed('sha1', uuid, salt, timestamp)

/** The token to prefer, as it holds for one user (Dev Center "Add-on Single Sign-on", 2026-02-19). */
export const userScopedResourceToken = ({uuid, salt, timestamp, userId, email}: Pick<SignOn, 'email' | 'salt' | 'timestamp' | 'userId' | 'uuid'>): string =>
  hashed('sha256', uuid, salt, timestamp, userId, email)

/** The form that the user's browser posts to `sso_url` (schema 3.sdk, add-on-sso). */
export function ssoFields(signOn: SignOn): Record<string, string> {
  const {timestamp, uuid, providerId, userId, email, app, contextApp = app} = signOn
  const navData = {addon: uuid, appname: app, user: email}
  return {
    app,
    context_app: contextApp,
    email,
    id: providerId,
    'nav-data': Buffer.from(JSON.stringify(navData)).toString('base64'),
    resource_id: uuid,
    resource_token: resourceToken(signOn),
    timestamp: String(timestamp),
    token: ssoToken(signOn),
    user_id: userId,
    user_scoped_resource_token: userScopedResourceToken(signOn),
  }
}

/** The browser's request: no credentials of Heroku's, the tokens speak for themselves. */
export const ssoRequest = (url: string, fields: Readonly<Record<string, string>>) => ({
  method: 'POST' as const,
  url,
  headers: {accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded'},
  body: new URLSearchParams(fields).toString(),
})

const hashed = (algorithm: 'sha1' | 'sha256', ...parts: (number | string)[]): string => createHash(algorithm).update(parts.join(':')).digest('hex')
