import * as v from 'valibot'
import {answers} from './operation.js'
import type {App, AppTransfer, Collaborator, ConfigVars, Permission, Release, TeamApp} from './resources.js'

const text = v.string()
/** Any object: `v.record` would drop keys such as `constructor` without a word. The values are the rule's to check. */
const configChange = v.custom<Record<string, string | null>>((body) => typeof body === 'object' && body !== null)
const creation = {
  name: v.optional(v.nullable(text)),
  region: v.optional(v.nullable(text)),
  stack: v.optional(v.nullable(text)),
}

/** Apps, who has access to them, their config vars and releases. */
export const apps = {
  'app.list': answers<App[]>().get('/apps', {access: 'account', paged: ['id', 'name'], upstream: 'app#list'}),
  'app.list-owned-and-collaborated': answers<App[]>().get('/users/{account}/apps', {
    access: 'account',
    paged: ['id', 'name'],
    upstream: 'app#list-owned-and-collaborated',
  }),
  'app.create': answers<App>().post('/apps', {access: 'account', body: v.object(creation), upstream: 'app#create'}),
  'app.info': answers<App>().get('/apps/{app}', {access: 'app view', partner: true, upstream: 'app#info'}),
  /** What it takes besides depends on what is changed: the handler asks for it. */
  'app.update': answers<App>().patch('/apps/{app}', {
    access: 'app view',
    accessByKey: {name: 'app manage', maintenance: 'app operate', build_stack: 'app deploy'},
    body: v.object({
      name: v.optional(text),
      maintenance: v.optional(v.boolean()),
      build_stack: v.optional(v.union([text, v.object({name: text})])),
    }),
    upstream: 'app#update',
  }),
  'app.delete': answers<App>().delete('/apps/{app}', {access: 'app manage', upstream: 'app#delete'}),
  'team-app.list-by-team': answers<TeamApp[]>().get('/teams/{team}/apps', {
    access: 'team view',
    paged: ['id', 'name'],
    upstream: 'team-app#list-by-team',
  }),
  'team-app.create': answers<TeamApp>().post('/teams/apps', {
    access: 'team create apps',
    named: {space: 'space', team: 'team'},
    body: v.object({
      ...creation,
      space: v.optional(v.nullable(text)),
      team: v.optional(v.nullable(text)),
      internal_routing: v.optional(v.nullable(v.boolean())),
      locked: v.optional(v.boolean()),
    }),
    upstream: 'team-app#create',
  }),
  'team-app.info': answers<TeamApp>().get('/teams/apps/{app}', {access: 'app view', upstream: 'team-app#info'}),
  'team-app.update': answers<TeamApp>().patch('/teams/apps/{app}', {
    access: 'app manage',
    body: v.object({locked: v.optional(v.boolean()), owner: v.optional(text)}),
    upstream: ['team-app#update-locked', 'team-app#transfer-to-account', 'team-app#transfer-to-team'],
  }),
  'team-app-permission.list': answers<Permission[]>().get('/teams/permissions', {
    access: 'account',
    upstream: 'team-app-permission#list',
  }),
  'team-app-collaborator.list': answers<Collaborator[]>().get('/teams/apps/{app}/collaborators', {
    access: 'app view',
    upstream: 'team-app-collaborator#list',
  }),
  'team-app-collaborator.create': answers<Collaborator>().post('/teams/apps/{app}/collaborators', {
    access: 'app view',
    body: v.object({user: text, permissions: v.optional(v.array(text)), silent: v.optional(v.boolean())}),
    upstream: ['team-app-collaborator#create', 'apps:join'],
  }),
  'team-app-collaborator.info': answers<Collaborator>().get('/teams/apps/{app}/collaborators/{collaborator}', {
    access: 'app view',
    upstream: 'team-app-collaborator#info',
  }),
  'team-app-collaborator.update': answers<Collaborator>().patch('/teams/apps/{app}/collaborators/{collaborator}', {
    access: 'app manage',
    body: v.object({permissions: v.array(text)}),
    upstream: 'team-app-collaborator#update',
  }),
  'team-app-collaborator.delete': answers<Collaborator>().delete('/teams/apps/{app}/collaborators/{collaborator}', {
    access: 'app view',
    upstream: 'team-app-collaborator#delete',
  }),
  'collaborator.list': answers<Collaborator[]>().get('/apps/{app}/collaborators', {
    access: 'app view',
    partner: true,
    upstream: 'collaborator#list',
  }),
  'collaborator.create': answers<Collaborator>().post('/apps/{app}/collaborators', {
    access: 'app manage',
    body: v.object({user: text, silent: v.optional(v.boolean())}),
    upstream: 'collaborator#create',
  }),
  'collaborator.info': answers<Collaborator>().get('/apps/{app}/collaborators/{collaborator}', {
    access: 'app view',
    upstream: 'collaborator#info',
  }),
  'collaborator.delete': answers<Collaborator>().delete('/apps/{app}/collaborators/{collaborator}', {
    access: 'app view',
    upstream: 'collaborator#delete',
  }),
  'app-transfer.create': answers<AppTransfer>().post('/account/app-transfers', {
    access: 'app manage',
    named: {app: 'app'},
    body: v.object({app: text, recipient: text, silent: v.optional(v.boolean())}),
    upstream: 'app-transfer#create',
  }),
  'app-transfer.list': answers<AppTransfer[]>().get('/account/app-transfers', {
    access: 'account',
    upstream: 'app-transfer#list',
  }),
  'app-transfer.info': answers<AppTransfer>().get('/account/app-transfers/{appTransfer}', {
    access: 'account',
    upstream: 'app-transfer#info',
  }),
  'app-transfer.update': answers<AppTransfer>().patch('/account/app-transfers/{appTransfer}', {
    access: 'account',
    body: v.object({state: v.picklist(['accepted', 'declined', 'pending'])}),
    upstream: 'app-transfer#update',
  }),
  'app-transfer.delete': answers<AppTransfer>().delete('/account/app-transfers/{appTransfer}', {
    access: 'account',
    upstream: 'app-transfer#delete',
  }),
  'config-var.info-for-app': answers<ConfigVars>().get('/apps/{app}/config-vars', {
    access: 'app deploy',
    scope: 'protected',
    upstream: 'config-var#info-for-app',
  }),
  'config-var.info-for-app-release': answers<ConfigVars>().get('/apps/{app}/releases/{release}/config-vars', {
    access: 'app deploy',
    scope: 'protected',
    upstream: 'config-var#info-for-app-release',
  }),
  'config-var.update': answers<ConfigVars>().patch('/apps/{app}/config-vars', {
    access: 'app deploy',
    body: configChange,
    scope: 'protected',
    upstream: 'config-var#update',
  }),
  'release.list': answers<Release[]>().get('/apps/{app}/releases', {
    access: 'app view',
    paged: ['version', 'id'],
    scope: 'protected',
    upstream: 'release#list',
  }),
  /** A slug or an image is released, or with `release` an earlier release again. */
  'release.create': answers<Release>().post('/apps/{app}/releases', {
    access: 'app deploy',
    body: v.object({
      slug: v.optional(v.nullable(text)),
      oci_image: v.optional(v.nullable(text)),
      release: v.optional(v.nullable(text)),
      description: v.optional(v.nullable(text)),
    }),
    scope: 'protected',
    upstream: ['release#create', 'release#rollback'],
  }),
  'release.info': answers<Release>().get('/apps/{app}/releases/{release}', {access: 'app view', scope: 'protected', upstream: 'release#info'}),
}
