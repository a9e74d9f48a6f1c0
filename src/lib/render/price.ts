import {type Colors, color} from './color.js'

/** What a plan costs, as the Platform API says it. `cents` per `unit`; the unit is a month in all of Heroku's data. */
export interface Price {
  readonly cents: number | undefined
  readonly contract?: boolean | undefined
  readonly metered?: boolean | undefined
  readonly unit?: string | undefined
}

/** Hours Heroku bills for a month, whatever its length. */
const hoursPerMonth = 720

/**
 * A price in a few characters: `$5/month`, `$12.50/month`, hourly `~$0.007/hour`, or `free`, `contract`, `metered`.
 * Undefined where the price is unknown.
 */
export function formatPrice(price: Price | null | undefined, {hourly = false}: {hourly?: boolean} = {}): string | undefined {
  if (!price) return undefined
  if (price.contract) return 'contract'
  if (price.metered) return 'metered'
  if (price.cents === 0) return 'free'
  if (price.cents === undefined) return undefined
  const dollars = price.cents / 100
  if (hourly) return `~$${(dollars / hoursPerMonth).toFixed(3)}/hour`
  return `$${dollars.toFixed(price.cents % 100 === 0 ? 0 : 2)}/${price.unit ?? 'month'}`
}

/** The hourly price with the monthly ceiling: `~$0.007/hour (max $5/month)`; one word where that says it all. */
export function formatPriceText(price: Price | null | undefined, colors: Colors = color): string {
  const hourly = formatPrice(price, {hourly: true})
  if (!hourly) return ''
  return hourly.startsWith('~') ? `${colors.info(hourly)} (max ${formatPrice(price)})` : colors.info(hourly)
}
