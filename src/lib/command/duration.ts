import {UsageFailure} from '../client/failures.js'

const units: Readonly<Record<string, number>> = {ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400}

/** The seconds of a duration such as `90s`, `10m`, `1h30m` or `7d`. @throws {UsageFailure} for anything else */
export function secondsOf(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)]
  if (text === '' || parts.map(([part]) => part).join('') !== text) throw new UsageFailure(`${text || 'Nothing'} is not a duration. Give it like 90s, 10m, 1h30m or 7d.`)
  return parts.reduce((seconds, [, number, unit = '']) => seconds + Number(number) * (units[unit] ?? 0), 0)
}
