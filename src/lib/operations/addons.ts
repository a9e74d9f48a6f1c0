import * as v from 'valibot'
import {answers} from './operation.js'
import type {Addon, AddonAttachment, AddonRegionCapability, AddonService, Plan} from './resources.js'

/** The request by which a browser signs on to an add-on's dashboard. */
export interface AddonSso {
  /** URL. */
  action: string
  method: 'get' | 'post'
  params: Record<string, number | string>
}

const text = v.string()
/** The schema says a string; the official CLI sends `{name}`: both are read. */
const identity = v.union([text, v.object({name: text}), v.object({id: text})])
const resolve = {app: v.optional(v.nullable(text)), addon_service: v.optional(v.nullable(text))}

/** The add-on catalogue (services, plans, where they are available), add-ons and their attachments. */
export const addons = {
  'add-on-service.list': answers<AddonService[]>().get('/addon-services', {
    access: 'account',
    paged: ['id', 'name'],
    upstream: 'add-on-service#list',
  }),
  'add-on-service.info': answers<AddonService>().get('/addon-services/{service}', {
    access: 'account',
    upstream: 'add-on-service#info',
  }),
  'plan.list-by-add-on': answers<Plan[]>().get('/addon-services/{service}/plans', {
    access: 'account',
    paged: ['id', 'name'],
    upstream: 'plan#list-by-add-on',
  }),
  'plan.info-by-add-on': answers<Plan>().get('/addon-services/{service}/plans/{plan}', {
    access: 'account',
    upstream: 'plan#info-by-add-on',
  }),
  'plan.info': answers<Plan>().get('/plans/{plan}', {access: 'account', upstream: 'plan#info'}),
  'add-on-region-capability.list': answers<AddonRegionCapability[]>().get('/addon-region-capabilities', {
    access: 'account',
    paged: ['id'],
    upstream: 'add-on-region-capability#list',
  }),
  'add-on-region-capability.list-by-add-on-service': answers<AddonRegionCapability[]>().get(
    '/addon-services/{service}/region-capabilities',
    {access: 'account', paged: ['id'], upstream: 'add-on-region-capability#list-by-add-on-service'},
  ),
  'add-on-region-capability.list-by-region': answers<AddonRegionCapability[]>().get(
    '/regions/{region}/addon-region-capabilities',
    {access: 'account', paged: ['id'], upstream: 'add-on-region-capability#list-by-region'},
  ),
  'add-on.list': answers<Addon[]>().get('/addons', {access: 'account', partner: true, paged: ['id', 'name'], upstream: 'add-on#list'}),
  'add-on.list-by-user': answers<Addon[]>().get('/users/{account}/addons', {
    access: 'account',
    paged: ['id', 'name'],
    upstream: 'add-on#list-by-user',
  }),
  'add-on.list-by-team': answers<Addon[]>().get('/teams/{team}/addons', {
    access: 'team view',
    paged: ['id', 'name'],
    upstream: ['add-on#list-by-team', 'team-add-on#list-for-team'],
  }),
  'add-on.list-by-app': answers<Addon[]>().get('/apps/{app}/addons', {
    access: 'app view',
    partner: true,
    paged: ['id', 'name'],
    upstream: 'add-on#list-by-app',
  }),
  'add-on.info': answers<Addon>().get('/addons/{addon}', {access: 'app view', partner: true, upstream: 'add-on#info'}),
  'add-on.info-by-app': answers<Addon>().get('/apps/{app}/addons/{addon}', {
    access: 'app view',
    upstream: 'add-on#info-by-app',
  }),
  'add-on.create': answers<Addon>().post('/apps/{app}/addons', {
    access: 'app deploy',
    body: v.object({
      plan: identity,
      name: v.optional(v.nullable(text)),
      attachment: v.optional(v.nullable(v.object({name: v.optional(v.nullable(text))}))),
      config: v.optional(v.nullable(v.record(text, v.union([text, v.boolean(), v.number()])))),
      confirm: v.optional(v.nullable(text)),
    }),
    upstream: 'add-on#create',
  }),
  'add-on.update': answers<Addon>().patch('/apps/{app}/addons/{addon}', {
    access: 'app deploy',
    body: v.object({name: v.optional(text), plan: v.optional(identity)}),
    upstream: 'add-on#update',
  }),
  'add-on.delete': answers<Addon>().delete('/apps/{app}/addons/{addon}', {
    access: 'app deploy',
    body: v.optional(v.object({force: v.optional(v.boolean())})),
    upstream: 'add-on#delete',
  }),
  'add-on-sso.add-on-sso': answers<AddonSso>().get('/addons/{addon}/sso', {access: 'app view', live: true, upstream: 'add-on-sso#add-on-sso'}),
  'add-on-sso.add-on-sso-by-app': answers<AddonSso>().get('/apps/{app}/addons/{addon}/sso', {access: 'app view', live: true, upstream: 'add-on-sso#add-on-sso-by-app'}),
  'add-on.resolution': answers<Addon[]>().post('/actions/addons/resolve', {
    access: 'account',
    status: 200,
    body: v.object({addon: text, ...resolve}),
    upstream: 'add-on#resolution',
  }),
  'add-on-attachment.list': answers<AddonAttachment[]>().get('/addon-attachments', {
    access: 'account',
    paged: ['id', 'name'],
    upstream: 'add-on-attachment#list',
  }),
  'add-on-attachment.list-by-add-on': answers<AddonAttachment[]>().get('/addons/{addon}/addon-attachments', {
    access: 'app view',
    partner: true,
    upstream: 'add-on-attachment#list-by-add-on',
  }),
  'add-on-attachment.list-by-app': answers<AddonAttachment[]>().get('/apps/{app}/addon-attachments', {
    access: 'app view',
    upstream: 'add-on-attachment#list-by-app',
  }),
  'add-on-attachment.info': answers<AddonAttachment>().get('/addon-attachments/{attachment}', {
    access: 'app view',
    upstream: 'add-on-attachment#info',
  }),
  'add-on-attachment.info-by-app': answers<AddonAttachment>().get('/apps/{app}/addon-attachments/{attachment}', {
    access: 'app view',
    upstream: 'add-on-attachment#info-by-app',
  }),
  'add-on-attachment.create': answers<AddonAttachment>().post('/addon-attachments', {
    access: 'app deploy',
    // The add-on first: it need not be on the app yet.
    named: {addon: 'addon', app: 'app'},
    body: v.object({
      addon: identity,
      app: identity,
      confirm: v.optional(v.nullable(text)),
      name: v.optional(v.nullable(text)),
      namespace: v.optional(v.nullable(text)),
    }),
    upstream: 'add-on-attachment#create',
  }),
  'add-on-attachment.delete': answers<AddonAttachment>().delete('/addon-attachments/{attachment}', {
    access: 'app deploy',
    upstream: 'add-on-attachment#delete',
  }),
  'add-on-attachment.resolution': answers<AddonAttachment[]>().post('/actions/addon-attachments/resolve', {
    access: 'account',
    status: 200,
    body: v.object({addon_attachment: text, ...resolve}),
    upstream: 'add-on-attachment#resolution',
  }),
}
