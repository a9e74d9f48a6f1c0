import {
  defaultGeneration,
  defaultStack,
  featureMatrix,
  featureWords,
  generations,
  generationsUrl,
  stacks,
  type Feature,
  type FeatureScope,
  type Generation,
  type SpaceKind,
  type Stack,
} from './facts.js'
import {oneOf, refuse, shown, type Refusal} from './refusal.js'
import {didYouMean} from './suggest.js'

/** What decides which features a space or an app has. */
export interface Kind {
  readonly generation: Generation
  readonly shield: boolean
}

const allFeatures = Object.keys(featureMatrix) as Feature[] // the keys of a constant: exactly the features
const kindOf = ({generation, shield}: Kind): SpaceKind => (generation === 'cedar' && shield ? 'shield' : generation)

/** Whether a space of this kind, or an app in it, has the feature (facts: `featureMatrix`). */
export const hasFeature = (feature: Feature, kind: Kind): boolean => featureMatrix[feature][kindOf(kind)]

/** Nothing, or why this kind of space cannot have the feature. */
export function requireFeature(feature: Feature, kind: Kind): Refusal | undefined {
  if (hasFeature(feature, kind)) return undefined
  const {label} = featureWords[feature]
  if (kind.generation === 'cedar' && featureMatrix[feature].shield) return refuse(`${label} only supported for Shield spaces.`)
  return refuse(`${label} not supported for the ${kind.generation} generation.`, generationsUrl)
}

/** A generation by name or id; left out, cedar (tf docs, cli spaces:create). */
export function requireGeneration(nameOrId: string = defaultGeneration): Generation | Refusal {
  const found = generations.find(({id, name}) => name === nameOrId || id === nameOrId)
  if (found !== undefined) return found.name
  const names = generations.map(({name}) => name)
  return refuse(`Couldn't find that generation.${didYouMean(nameOrId, names)} Use ${oneOf(names)} instead of ${shown(nameOrId)}.`)
}

/** What a new space can be: shield only on cedar, a log drain of the whole space only on shield. */
export function requireKind({generation, shield, logs}: Kind & {logs: boolean}): Kind | Refusal {
  const kind = {generation, shield}
  return (shield ? requireFeature('shield', kind) : undefined) ?? (logs ? requireFeature('space-logging', kind) : undefined) ?? kind
}

/** The features a generation lacks, as the API names them. */
export function unsupportedFeatures(generation: Generation): readonly {readonly name: string; readonly scope: FeatureScope}[] {
  const lacking = allFeatures.filter((feature) => !hasFeature(feature, {generation, shield: true}))
  return lacking.flatMap((feature) => featureWords[feature].api.map((name) => ({name, scope: featureWords[feature].scope})))
}

/** A stack by name or id that apps of the generation can have; left out, the generation's default. */
export function requireStack(nameOrId: string | undefined, generation: Generation): Stack | Refusal {
  const wanted = nameOrId ?? defaultStack[generation]
  const found = stacks.find(({id, name}) => name === wanted || id === wanted)
  const possible = stacks.filter((stack) => stack.generation === generation).map(({name}) => name)
  if (found === undefined) return refuse(`Couldn't find that stack.${didYouMean(wanted, possible)} Use ${oneOf(possible)} instead of ${shown(wanted)}.`)
  if (found.generation === generation) return found
  const feature = found.generation === 'cedar' ? 'classic-buildpacks' : 'cloud-native-buildpacks'
  return requireFeature(feature, {generation, shield: false}) ?? found
}
