import * as v from 'valibot'
import {answers} from './operation.js'
import type {InboundRuleset, Space, SpaceAppAccess, SpaceNat} from './resources.js'

const text = v.string()
const list = v.array(v.object({action: v.picklist(['allow', 'deny']), source: v.string()}))

/** Private Spaces: the spaces themselves, who may use them, their outbound addresses and their trusted IP ranges. */
export const spaces = {
  'space.list': answers<Space[]>().get('/spaces', {access: 'account', paged: ['id', 'name'], upstream: 'space#list'}),
  'space.create': answers<Space>().post('/spaces', {
    access: 'team manage spaces',
    named: {team: 'team'},
    body: v.object({
      name: text,
      team: text,
      region: v.optional(text),
      cidr: v.optional(text),
      data_cidr: v.optional(text),
      generation: v.optional(v.union([text, v.object({name: text})])),
      shield: v.optional(v.boolean()),
      log_drain_url: v.optional(v.nullable(text)),
      features: v.optional(v.array(text)),
      channel_name: v.optional(text),
      kpi_url: v.optional(text),
    }),
    upstream: 'space#create',
  }),
  'space.info': answers<Space>().get('/spaces/{space}', {access: 'space view', upstream: 'space#info'}),
  'space.update': answers<Space>().patch('/spaces/{space}', {
    access: 'space manage',
    body: v.object({name: v.optional(text)}),
    upstream: 'space#update',
  }),
  'space.delete': answers<Space>().delete('/spaces/{space}', {access: 'space manage', upstream: 'space#delete'}),
  'space-transfer.transfer': answers<Space>().post('/spaces/{space}/transfer', {
    access: 'space manage',
    body: v.object({new_owner: text}),
    upstream: 'space-transfer#transfer',
  }),
  'team-space.list': answers<Space[]>().get('/teams/{team}/spaces', {
    access: 'team view',
    paged: ['id', 'name'],
    upstream: 'team-space#list',
  }),
  'space-nat.info': answers<SpaceNat>().get('/spaces/{space}/nat', {access: 'space view', upstream: 'space-nat#info'}),
  'space-app-access.list': answers<SpaceAppAccess[]>().get('/spaces/{space}/members', {
    access: 'space view',
    upstream: 'space-app-access#list',
  }),
  'space-app-access.info': answers<SpaceAppAccess>().get('/spaces/{space}/members/{spaceMember}', {
    access: 'space view',
    upstream: 'space-app-access#info',
  }),
  'space-app-access.update': answers<SpaceAppAccess>().patch('/spaces/{space}/members/{spaceMember}', {
    access: 'space manage',
    body: v.object({permissions: v.array(v.object({name: text}))}),
    upstream: 'space-app-access#update',
  }),
  'inbound-ruleset.current': answers<InboundRuleset>().get('/spaces/{space}/inbound-ruleset', {
    access: 'space view',
    upstream: 'inbound-ruleset#current',
  }),
  'inbound-ruleset.list': answers<InboundRuleset[]>().get('/spaces/{space}/inbound-rulesets', {
    access: 'space view',
    paged: ['id', 'created_at'],
    upstream: 'inbound-ruleset#list',
  }),
  'inbound-ruleset.info': answers<InboundRuleset>().get('/spaces/{space}/inbound-rulesets/{ruleset}', {
    access: 'space view',
    upstream: 'inbound-ruleset#info',
  }),
  'inbound-ruleset.create': answers<InboundRuleset>().put('/spaces/{space}/inbound-ruleset', {
    access: 'space manage',
    body: v.object({rules: list}),
    upstream: 'inbound-ruleset#create',
  }),
}
