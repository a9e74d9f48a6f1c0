import type {Generation, Region, Stack} from '../operations/resources.js'
import {type Generation as GenerationName, generations, regions, type Stack as StackFact, stacks} from '../rules/facts.js'
import {unsupportedFeatures} from '../rules/generations.js'
import {notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {mapPage, pageOfArray} from './range.js'

export const platformFactHandlers: Handlers<
  'generation.info' | 'generation.list' | 'generation.list-by-team' | 'region.info' | 'region.list' | 'stack.info' | 'stack.list'
> = {
  async 'region.list'({range}) {
    return pageOfArray<Region>(range, regions)
  },

  async 'region.info'(_, {region}) {
    return region
  },

  async 'stack.list'({range}) {
    return mapPage(pageOfArray(range, stacks), stackView)
  },

  async 'stack.info'(_, {stack}) {
    return stackView(stack)
  },

  async 'generation.list'() {
    return generations.map(({name}) => generationView(name))
  },

  async 'generation.info'(_, {generation}) {
    return generationView(generation)
  },

  async 'generation.list-by-team'() {
    return generations.map(({name}) => generationView(name))
  },
}

const stackView = ({generation: _, ...stack}: StackFact): Stack => stack

function generationView(name: GenerationName): Generation {
  const generation = generations.find((each) => each.name === name)
  if (!generation) throw notFound('generation')
  return {...generation, unsupported_features: unsupportedFeatures(name).map((feature) => feature.name)}
}
