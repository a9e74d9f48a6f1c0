import type {Ran} from './stage.js'

/** What the names of each side's own things end in: as long as each other, or tables and lines would differ. */
export const ownName = {official: 'one', ours: 'two'} as const

/** What is another each time something is made. */
const everChanging: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<id>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/\b[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT\+0000 \(Coordinated Universal Time\)/g, '<time>'],
  [/\b\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \+0000( \(~ \S+ ago\))?/g, '<ago>'],
  // One-off dynos, and on fir all of them, have made up names; two equal dynos have each an address.
  [/\brun\.\d{4}\b/g, 'run.<number>'],
  // Outbound addresses, and the networks of spaces that did not ask for any.
  [/\b100\.64\.\d+\.\d+\b/g, '<address>'],
  [/\b10\.\d+\.0\.0\/16\b/g, '<network>'],
  // The suffix of an app's host name.
  [/-[0-9a-f]{12}(?=\.herokuapp\.com)/g, '-<suffix>'],
  // Generated names of apps and add-ons: word-word-12345.
  [/\b[a-z0-9]+-[a-z]+-\d{5}\b/g, '<name>'],
  // Generated names of certificates, and DNS targets.
  [/\b[a-z]+-\d{5}\b/g, '<name>'],
  [/\b[a-z]+-[a-z]+-[a-z0-9]{26}\.herokudns\.com/g, '<target>'],
]

/** What was shown of one of two equal things, without what tells it from the other. */
export const withoutOwn = (text: string, own: string): string =>
  everChanging.reduce((result, [pattern, name]) => result.replaceAll(pattern, name), text.replaceAll(new RegExp(String.raw`(?<=-)${own}\b`, 'g'), '<own>'))

/** `spacedock` reads `heroku` where it is the program somebody is told to type. */
const namedAlike = (text: string): string => text.replaceAll(/\bspacedock(?= [a-z])/g, 'heroku')

/**
 * Standard error as one line of words: without the gutter ` ›   `, however it was wrapped to the terminal's width, and
 * without the help that follows a usage error, which tells of the flags that ours adds.
 */
const unwrapped = (stderr: string): string =>
  stderr
    .replaceAll(/^ ›( {3}| +|$)/gm, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/(See more help with --help) USAGE \$ .*$/, '$1')
    .trim()

const age = /\(~ \d+[smh] ago\)/g

/** How long ago something was is a second more for whoever comes later, and with it a table is as wide as the age is long. */
const aged = (text: string): string =>
  text.search(age) !== -1 ? text.replaceAll(age, '(~ <age> ago)').replaceAll(/ +$/gm, '').replaceAll(/-{20,}/g, '<line>') : text

/** How a command ended as it is compared. */
export const outcome = ({stdout, stderr, code}: Ran) => ({
  stdout: aged(namedAlike(stdout)),
  stderr: namedAlike(unwrapped(stderr)),
  exit: code === 0 ? 'zero' : 'not zero',
})
