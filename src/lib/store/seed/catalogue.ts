import {herokuServices} from './catalogue/heroku.js'
import {expand} from './catalogue/notation.js'
import {partnerServices} from './catalogue/partners.js'
import type {CatalogueService} from './catalogue/types.js'

export {stableId} from './catalogue/stable-id.js'
export type {CataloguePlan, CatalogueService} from './catalogue/types.js'

/**
 * The add-on services every new world begins with, from facts/addon-partners.md section 7. The figures and how sure
 * each is stand in `catalogue/heroku.ts` and `catalogue/partners.ts`. Ids are the same in every world.
 */
export const catalogue: readonly CatalogueService[] = [...herokuServices, ...partnerServices].map(expand)
