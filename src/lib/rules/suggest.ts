import {distance} from 'fastest-levenshtein'

/** How many keystrokes a typo may be away: none in two letters, one in a short word, three in a long one. */
const slips = (length: number): number => (length < 3 ? 0 : length < 5 ? 1 : length < 9 ? 2 : 3)

/** Longer input is no typo of a name; it is not worth measuring. */
const longestWord = 100

/**
 * The candidate that somebody probably meant: the nearest within a few keystrokes, ignoring case; else the only one that
 * begins with what was typed. The first wins a tie.
 */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > longestWord) return undefined
  const typed = word.toLowerCase()
  let best: string | undefined
  let fewest = slips(typed.length) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - typed.length) >= fewest) continue
    const apart = distance(typed, candidate.toLowerCase())
    if (apart < fewest) [best, fewest] = [candidate, apart]
  }
  return best ?? onlyOneBeginningWith(typed, candidates)
}

/** ` Did you mean oregon?`, to follow a sentence; nothing when nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = closest(word, candidates)
  return near === undefined ? '' : ` Did you mean ${near}?`
}

function onlyOneBeginningWith(typed: string, candidates: readonly string[]): string | undefined {
  if (typed.length < 3) return undefined
  const [only, ...others] = candidates.filter((candidate) => candidate.toLowerCase().startsWith(typed))
  return others.length === 0 ? only : undefined
}
