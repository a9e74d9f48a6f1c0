import {answers} from './operation.js'
import type {Generation, Region, Stack} from './resources.js'

/** What the platform offers to everybody: regions, stacks and generations. */
export const platformFacts = {
  'region.list': answers<Region[]>().get('/regions', {access: 'account', paged: ['id', 'name'], upstream: 'region#list'}),
  'region.info': answers<Region>().get('/regions/{region}', {access: 'account', upstream: 'region#info'}),
  'stack.list': answers<Stack[]>().get('/stacks', {access: 'account', paged: ['id', 'name'], upstream: 'stack#list'}),
  'stack.info': answers<Stack>().get('/stacks/{stack}', {access: 'account', upstream: 'stack#info'}),
  'generation.list': answers<Generation[]>().get('/generations', {access: 'account', upstream: 'generation#list'}),
  'generation.info': answers<Generation>().get('/generations/{generation}', {
    access: 'account',
    upstream: 'generation#info',
  }),
  'generation.list-by-team': answers<Generation[]>().get('/teams/{team}/available-generations', {
    access: 'team view',
    upstream: 'generation#list-by-team',
  }),
}
