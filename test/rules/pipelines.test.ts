import {describe, expect, it} from 'vitest'
import {pipelineName} from '../../src/lib/rules/names.js'
import {mayManagePipeline} from '../../src/lib/rules/permissions.js'
import {promotionDescription, requireFit, requireTargets} from '../../src/lib/rules/pipelines.js'

const app = {name: 'my-app', generation: 'cedar'} as const
const pipeline = {name: 'my-pipeline', generation: 'cedar'} as const

describe('an app comes into a pipeline', () => {
  it('of its generation, when it is in none', () => {
    expect(requireFit(app, pipeline, undefined)).toBeUndefined()
    expect(requireFit({...app, generation: 'fir'}, {...pipeline, generation: 'fir'}, undefined)).toBeUndefined()
  })

  it('of no other generation, and not out of another', () => {
    expect(requireFit(app, {...pipeline, generation: 'fir'}, undefined)?.message).toBe(
      'App my-app is of the cedar generation and the pipeline my-pipeline of the fir generation: all apps of a pipeline are of one. Add it to another pipeline.',
    )
    expect(requireFit(app, pipeline, 'other')?.message).toBe('App my-app is in the pipeline other already. Remove it from there first.')
  })
})

it('a promotion is described by where the code comes from', () => {
  expect(promotionDescription('staging', 12, '60883d9e8947a57e04dc9124f25df004866a2051')).toBe('Promote staging v12 60883d9e')
  expect(promotionDescription('staging', 12, null)).toBe('Promote staging v12')
})

it.each([
  [['live'], undefined],
  [['live', 'demo'], undefined],
  [[], 'Nothing to promote staging to: name one or more apps of the pipeline my-pipeline.'],
  [['elsewhere'], 'App elsewhere is not in the pipeline my-pipeline. Add it first.'],
  [['staging'], 'Cannot promote from an app to itself: staging. Specify a different target app.'],
  [['live', 'demo', 'live'], 'App live is named twice as a target.'],
])('staging is promoted to %j: %s', (targets, sentence) => {
  expect(requireTargets('staging', targets, 'my-pipeline', ['demo', 'live', 'staging'])?.message).toBe(sentence)
})

it.each(['abc', 'my-pipeline-2', 'a--', 'x'.repeat(30)])('%s is the name of a pipeline', (name) => expect(pipelineName(name)).toBe(name))
it.each(['ab', 'x'.repeat(31), '1bc', '-bc', 'a_c', 'Abc', 'ab c', 'abc\n'])('%j is none', (name) => expect(pipelineName(name)).toHaveProperty('message', expect.stringMatching(/^Name /)))

it('a pipeline is managed by its owner, and by who may create apps in its team', () => {
  const may = (['admin', 'owner', 'member', 'viewer', 'collaborator', null] as const).filter((role) => mayManagePipeline({role}))
  expect(may).toEqual(['admin', 'owner', 'member'])
  expect(mayManagePipeline({owner: true, role: null})).toBe(true)
})
