import type {DynoSize as WireSize} from '../operations/processes.js'
import {type DynoSize, dynoSizes, generations} from '../rules/facts.js'
import {sizesFor} from '../rules/sizes.js'
import type {Handlers} from './handler.js'
import {siteOf} from './rollouts.js'
import type {Wanted} from './wanted.js'

export const dynoSizeHandlers: Handlers<'dyno-size.info' | 'dyno-size.list' | 'dyno-size.list-app-dyno-sizes'> = {
  async 'dyno-size.list'({wanted}) {
    return dynoSizes.map((size) => sizeView(wanted, size))
  },

  async 'dyno-size.info'({wanted}, {dynoSize}) {
    return sizeView(wanted, dynoSize)
  },

  async 'dyno-size.list-app-dyno-sizes'(context, {app}) {
    return sizesFor(await siteOf(context, app.id)).map((size) => sizeView(context.wanted, size))
  },
}

function sizeView(wanted: Wanted, {id, name, tier, generation, memory, compute, dedicated, dollars}: DynoSize): WireSize {
  const inSpace = tier === 'private' || tier === 'fir'
  return {
    architecture: generation === 'fir' ? 'arm64' : 'amd64',
    compute,
    cost: {cents: dollars * 100, unit: 'month'},
    dedicated,
    // An object in the variants too, unlike that of spaces and apps.
    generation: {id: generations.find((each) => each.name === generation)?.id ?? '', name: generation},
    id,
    memory,
    name,
    precise_dyno_units: dollars / 25,
    private_space_only: inSpace,
    // As only the schema of the variants has it.
    ...(wanted.variant !== '' && {
      can_autoscale: tier === 'private' || (tier === 'production' && dedicated),
      infrastructure_tier: inSpace ? 'private' : tier,
      product_dyno_tier: tier,
    }),
  }
}
