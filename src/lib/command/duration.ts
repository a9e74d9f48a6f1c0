import {Flags} from '@oclif/core'
import {UsageFailure} from '../client/failures.js'

const units = {ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800}

/** The seconds of a time such as `500ms`, `90s`, `1h30m` or `4w`; undefined for what is none. */
export function secondsIn(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,3})?)(ms|[smhdw])/g)]
  if (text === '' || parts.map(([part]) => part).join('') !== text) return undefined
  const seconds = parts.reduce((sum, [, number, unit]) => sum + Number(number) * units[unit as keyof typeof units], 0)
  return Math.round(seconds * 1000) / 1000
}

/** Ten years, in seconds: the control plane takes no longer life of a token. */
const longest = 315_576_000

/** For how long a token is good, in seconds. */
export const duration = Flags.custom<number>({
  helpValue: 'TIME',
  parse: async (text, _, {name}) => {
    const length = secondsIn(text)
    if (length === undefined || length < 1 || length > longest) throw new UsageFailure(`--${name} takes a time such as 90s, 15m, 12h, 30d or 4w, of at most ten years, not ${text}.`)
    return Math.round(length)
  },
})
