import {findRegion} from '../rules/regions.js'

/** The region of AWS that a region of Heroku's is in. */
export const awsRegion = (region: string): string => findRegion(region)?.provider.region ?? region

/** An id of AWS's for a thing of ours: 17 hexadecimal digits, those of our id. */
export const awsId = (kind: 'pcx' | 'vpc', id: string): string => `${kind}-${id.replaceAll('-', '').slice(-17)}`
