import type {TeamFeature} from '../operations/resources.js'
import {fineGrainedFeature} from '../rules/facts.js'
import type {Row} from '../store/schema.js'

const since = '2016-01-01T00:00:00Z'

/** Ids are ours; the name is what clients look for (official CLI, `access:add`). */
const fineGrained: TeamFeature = {
  created_at: since,
  description: 'Grants permissions on apps one by one.',
  doc_url: 'https://devcenter.heroku.com/articles/app-permissions',
  enabled: true,
  id: '5e0a3bd1-3d7a-4b4e-9f0c-1e6a2f7f0d11',
  name: fineGrainedFeature,
  state: 'general',
  updated_at: since,
}

/** The features of a team: enterprise teams grant app permissions one by one (facts/platform-api.md 3.6). */
export const featuresOf = (team: Row<'teams'>): TeamFeature[] => (team.type === 'enterprise' ? [fineGrained] : [])
