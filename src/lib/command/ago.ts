const two = (number: number): string => String(number).padStart(2, '0')

/** When something was, in local time, and for up to 25 hours how long ago: `2026/01/01 12:00:00 +0000 (~ 5s ago)`, as the official CLI. */
export function ago(at: string): string {
  const since = new Date(at)
  const elapsed = Math.floor((Date.now() - since.getTime()) / 1000)
  const day = [since.getFullYear(), two(since.getMonth() + 1), two(since.getDate())].join('/')
  const time = [since.getHours(), since.getMinutes(), since.getSeconds()].map(two).join(':')
  const moment = `${day} ${time} ${zoneOf(since)}`
  if (elapsed < 60) return `${moment} (~ ${elapsed}s ago)`
  if (elapsed < 60 * 60) return `${moment} (~ ${Math.floor(elapsed / 60)}m ago)`
  return elapsed < 60 * 60 * 25 ? `${moment} (~ ${Math.floor(elapsed / 60 / 60)}h ago)` : moment
}

/** `+0200`. */
function zoneOf(date: Date): string {
  const minutes = -date.getTimezoneOffset()
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? '-' : '+'}${two(hours)}${two(rest)}`
}
