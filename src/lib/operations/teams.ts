import * as v from 'valibot'
import {answers} from './operation.js'
import type {PermissionEntity, Team, TeamFeature, TeamMember} from './resources.js'

const text = v.string()
const membership = v.object({email: text, role: text, federated: v.optional(v.boolean())})

/** Teams, the enterprise account above them, and their members. */
export const teams = {
  'team.list': answers<Team[]>().get('/teams', {access: 'account', paged: ['id', 'name'], upstream: 'team#list'}),
  'team.create': answers<Team>().post('/teams', {access: 'account', body: v.object({name: text}), upstream: 'team#create'}),
  'team.create-in-enterprise-account': answers<Team>().post('/enterprise-accounts/{enterpriseAccount}/teams', {
    access: 'account',
    body: v.object({name: text}),
    upstream: 'team#create-in-enterprise-account',
  }),
  'team.list-by-enterprise-account': answers<Team[]>().get('/enterprise-accounts/{enterpriseAccount}/teams', {
    access: 'account',
    paged: ['id', 'name'],
    upstream: 'team#list-by-enterprise-account',
  }),
  'team.info': answers<Team>().get('/teams/{team}', {access: 'team enter', upstream: 'team#info'}),
  'team-feature.list': answers<TeamFeature[]>().get('/teams/{team}/features', {
    access: 'team enter',
    upstream: 'team-feature#list',
  }),
  'team-feature.info': answers<TeamFeature>().get('/teams/{team}/features/{teamFeature}', {
    access: 'team enter',
    upstream: 'team-feature#info',
  }),
  'team-member.list': answers<TeamMember[]>().get('/teams/{team}/members', {
    access: 'team view',
    partner: true,
    paged: ['id', 'email'],
    upstream: 'team-member#list',
  }),
  'team-member.create-or-update': answers<TeamMember>().put('/teams/{team}/members', {
    access: 'team manage',
    body: membership,
    upstream: 'team-member#create-or-update',
  }),
  'team-member.create': answers<TeamMember>().post('/teams/{team}/members', {
    access: 'team manage',
    body: membership,
    upstream: 'team-member#create',
  }),
  'team-member.update': answers<TeamMember>().patch('/teams/{team}/members', {
    access: 'team manage',
    body: membership,
    upstream: 'team-member#update',
  }),
  'team-member.delete': answers<TeamMember>().delete('/teams/{team}/members/{teamMember}', {
    access: 'team manage',
    upstream: 'team-member#delete',
  }),
  'permission-entity.list': answers<PermissionEntity[]>().get('/teams/{team}/permissions', {
    access: 'team view',
    upstream: 'permission-entity#list',
  }),
}
