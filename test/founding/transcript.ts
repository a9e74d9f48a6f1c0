/** An example of a founding document: what is typed after `$ heroku`, and what is shown then. */
export interface Example {
  line: string
  shows: readonly string[]
}

/** A line of the document's time that reads another way today; null for one that is not shown any more. */
export interface Since {
  was: string
  today: string | null
  why: string
}

/**
 * Checks that the lines of an example stand in what was shown, in their order, whatever stands between them.
 *
 * Ids, moments, addresses and the width of columns are another each time; everything else is as in the document, or as
 * `since` says.
 */
export function expectInOrder(shown: string, example: Example, since: readonly Since[]): void {
  const lines = unwrapped(shown).split('\n')
  let from = 0
  for (const was of example.shows) {
    const changed = since.find((change) => change.was === was)
    if (changed?.today === null) continue
    const pattern = patternOf(changed?.today ?? was)
    const found = lines.findIndex((line, index) => index >= from && pattern.test(line))
    if (found === -1) throw new Error(`"${was}"${changed ? ` (today "${changed.today}")` : ''} is not shown after line ${from} of:\n${shown}`)
    from = found + 1
  }
}

/** Warnings are broken to the width of a terminal; what they say is one line. */
const unwrapped = (shown: string): string => shown.replaceAll(/[ ]?\n › +(?!(?:Warning|Error):)(?=\S)/g, ' ')

const ever: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, String.raw`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`],
  [/\b\d{1,3}(\.\d{1,3}){3}(, \d{1,3}(\.\d{1,3}){3})+/g, String.raw`\d{1,3}(\.\d{1,3}){3}(, \d{1,3}(\.\d{1,3}){3})+`],
  // Generated names of apps and add-ons.
  [/\b[a-z]+-[a-z]+-\d{5}\b/g, String.raw`[a-z0-9]+-[a-z]+-\d+`],
]

/** A line as a pattern: with anything for what is another each time, and for spaces as many as there are. */
function patternOf(line: string): RegExp {
  const held: string[] = []
  const hold = (source: string) => `⟦${held.push(source) - 1}⟧`
  const marked = ever.reduce((text, [pattern, source]) => text.replaceAll(pattern, () => hold(source)), line.trim())
  const escaped = marked.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s+`)
  return new RegExp(escaped.replaceAll(/⟦(\d+)⟧/g, (_, index: string) => held[Number(index)] ?? ''))
}
