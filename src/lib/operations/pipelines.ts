import * as v from 'valibot'
import {answers} from './operation.js'
import type {GenerationField, Reference, TeamApp} from './resources.js'

export interface PipelineOwner {
  id: string
  type: 'team' | 'user'
}

export interface Pipeline {
  created_at: string
  generation: GenerationField
  id: string
  name: string
  owner: PipelineOwner | null
  updated_at: string
}

export type PipelineStage = 'development' | 'production' | 'review' | 'staging' | 'test'

export interface PipelineCoupling {
  app: {id: string}
  created_at: string
  id: string
  /** The schema has only the id; the official CLI shows the name. */
  pipeline: Reference
  stage: PipelineStage
  updated_at: string
}

export interface PipelinePromotion {
  created_at: string
  id: string
  pipeline: {id: string}
  source: {app: {id: string}; release: {id: string}}
  status: 'completed' | 'pending'
  updated_at: string | null
}

export interface PromotionTarget {
  app: {id: string}
  error_message: string | null
  id: string
  pipeline_promotion: {id: string}
  release: {id: string} | null
  status: 'failed' | 'pending' | 'succeeded'
}

export interface PipelineTransfer {
  new_owner: PipelineOwner
  pipeline: {id: string}
  previous_owner: PipelineOwner
}

const text = v.string()
const named = v.object({id: text})
const owner = v.object({id: text, type: v.picklist(['team', 'user'])})
const stage = v.picklist(['test', 'review', 'development', 'staging', 'production'])

/** Pipelines, the apps in them, and what is promoted from one to the next. */
export const pipelines = {
  'pipeline.create': answers<Pipeline>().post('/pipelines', {
    access: 'account',
    body: v.object({
      name: text,
      owner: v.optional(v.nullable(owner)),
      // Not in the schema; the official CLI sends it (cli src/lib/api.ts).
      generation: v.optional(v.nullable(v.union([text, v.object({name: text})]))),
    }),
    upstream: 'pipeline#create',
  }),
  'pipeline.list': answers<Pipeline[]>().get('/pipelines', {access: 'account', partner: true, paged: ['name', 'id'], upstream: 'pipeline#list'}),
  'pipeline.info': answers<Pipeline>().get('/pipelines/{pipeline}', {access: 'pipeline view', partner: true, upstream: 'pipeline#info'}),
  'pipeline.update': answers<Pipeline>().patch('/pipelines/{pipeline}', {
    access: 'pipeline manage',
    body: v.object({name: v.optional(text)}),
    upstream: 'pipeline#update',
  }),
  'pipeline.delete': answers<Pipeline>().delete('/pipelines/{pipeline}', {access: 'pipeline manage', upstream: 'pipeline#delete'}),
  'pipeline-transfer.create': answers<PipelineTransfer>().post('/pipeline-transfers', {
    access: 'pipeline manage',
    named: {pipeline: 'pipeline'},
    body: v.object({pipeline: named, new_owner: owner}),
    upstream: 'pipeline-transfer#create',
  }),

  'pipeline-coupling.create': answers<PipelineCoupling>().post('/pipeline-couplings', {
    access: 'app operate',
    named: {app: 'app', pipeline: 'pipeline'},
    body: v.object({app: text, pipeline: text, stage}),
    upstream: 'pipeline-coupling#create',
  }),
  'pipeline-coupling.list': answers<PipelineCoupling[]>().get('/pipeline-couplings', {
    access: 'account',
    paged: ['id'],
    upstream: 'pipeline-coupling#list',
  }),
  'pipeline-coupling.list-by-current-user': answers<PipelineCoupling[]>().get('/users/{account}/pipeline-couplings', {
    access: 'account',
    paged: ['id'],
    upstream: 'pipeline-coupling#list-by-current-user',
  }),
  'pipeline-coupling.list-by-team': answers<PipelineCoupling[]>().get('/teams/{team}/pipeline-couplings', {
    access: 'team view',
    paged: ['id'],
    upstream: 'pipeline-coupling#list-by-team',
  }),
  'pipeline-coupling.list-by-pipeline': answers<PipelineCoupling[]>().get('/pipelines/{pipeline}/pipeline-couplings', {
    access: 'pipeline view',
    partner: true,
    paged: ['id'],
    upstream: 'pipeline-coupling#list-by-pipeline',
  }),
  'pipeline-coupling.info': answers<PipelineCoupling>().get('/pipeline-couplings/{pipelineCoupling}', {
    access: 'app view',
    upstream: 'pipeline-coupling#info',
  }),
  'pipeline-coupling.info-by-app': answers<PipelineCoupling>().get('/apps/{app}/pipeline-couplings', {
    access: 'app view',
    partner: true,
    upstream: 'pipeline-coupling#info-by-app',
  }),
  'pipeline-coupling.update': answers<PipelineCoupling>().patch('/pipeline-couplings/{pipelineCoupling}', {
    access: 'app operate',
    body: v.object({stage: v.optional(stage)}),
    upstream: 'pipeline-coupling#update',
  }),
  'pipeline-coupling.delete': answers<PipelineCoupling>().delete('/pipeline-couplings/{pipelineCoupling}', {
    access: 'app operate',
    upstream: 'pipeline-coupling#delete',
  }),

  /** To which of the targets it may go is found out one by one. */
  'pipeline-promotion.create': answers<PipelinePromotion>().post('/pipeline-promotions', {
    access: 'pipeline view',
    named: {pipeline: 'pipeline'},
    body: v.object({
      pipeline: named,
      source: v.object({app: named, release: v.optional(v.nullable(named))}),
      targets: v.array(v.object({app: named})),
    }),
    upstream: 'pipeline-promotion#create',
  }),
  'pipeline-promotion.info': answers<PipelinePromotion>().get('/pipeline-promotions/{pipelinePromotion}', {
    access: 'account',
    upstream: 'pipeline-promotion#info',
  }),
  'pipeline-promotion-target.list': answers<PromotionTarget[]>().get('/pipeline-promotions/{pipelinePromotion}/promotion-targets', {
    access: 'account',
    upstream: 'pipeline-promotion-target#list',
  }),

  /** Apps by their ids; those that the caller does not see are left out. */
  'filter-apps.apps': answers<TeamApp[]>().post('/filters/apps', {
    access: 'account',
    status: 200,
    paged: ['id', 'name'],
    body: v.object({in: v.object({id: v.array(text)})}),
    upstream: 'filter-apps#apps',
  }),
}
