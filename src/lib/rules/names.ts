import {
  addonNames, addonPlanNames, adjectives, appNames, attachmentNames, configVarKeys, emails, nouns, pipelineNames, shapes, snapshotNames, spaceNames, teamNames, teamOwnerDomain,
  webDomain, webUrlSuffixLength, worldNames,
} from './facts.js'
import {refuse, shown, type Refusal} from './refusal.js'

/** A number in [0, 1), injected so that names can be foretold. */
export type Random = () => number

interface Rule {
  readonly pattern: RegExp
  readonly shortest: number
  readonly longest: number
}

/** The name itself, or the one rule it breaks: its length (characters), else `characters`, the sentence about the rest. */
function named(name: string, rule: Rule, what: string, characters: string): string | Refusal {
  if (name.length > rule.longest) return refuse(`${what} is too long (maximum is ${rule.longest} characters).`)
  if (name.length < rule.shortest) return refuse(`${what} is too short (minimum is ${rule.shortest} characters).`)
  return rule.pattern.test(name) ? name : refuse(characters)
}

/** A space's name (schema space.name). */
export const spaceName = (name: string): string | Refusal =>
  named(name, spaceNames, 'Name', 'Name must start and end with a letter or digit and can only contain lowercase letters, digits, and single dashes.')

/** An app's name (schema app.name; the sentence is Heroku's). */
export const appName = (name: string): string | Refusal =>
  named(name, appNames, 'Name', 'Name must start with a letter, end with a letter or digit and can only contain lowercase letters, digits, and dashes.')

/** A team's name. */
export const teamName = (name: string): string | Refusal =>
  named(name, teamNames, 'Name', 'Name must start and end with a letter or digit and can only contain lowercase letters, digits, and dashes.')

/** A pipeline's name (schema pipeline.name). Several may have the same: clients ask which one is meant (cli pipelines/disambiguate). */
export const pipelineName = (name: string): string | Refusal =>
  named(name, pipelineNames, 'Name', 'Name must start with a letter and can only contain lowercase letters, digits, and dashes.')

/** A snapshot's name. */
export const snapshotName = (name: string): string | Refusal =>
  named(name, snapshotNames, 'Name', 'Name must start with a letter or digit and can only contain lowercase letters, digits, and dashes.')

/** The name of a world beside the main one. */
export const worldName = (name: string): string | Refusal =>
  named(name, worldNames, "A world's name", "A world's name must start with a letter and can only contain lowercase letters, digits, and dashes.")

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** An add-on's name (schema add-on.name); one that reads as an id would hide the add-on that has the id. */
export const addonName = (name: string): string | Refusal =>
  uuid.test(name)
    ? refuse('Name cannot have the form of an id.')
    : named(name, addonNames, 'Name', 'Name must start with a letter and can only contain letters, digits, underscores, and dashes.')

/** The slug of an add-on plan (DC:add-on-plans-and-pricing shows `basic`, `private-0`). */
export const addonPlanName = (name: string): string | Refusal =>
  named(name, addonPlanNames, 'Plan name', `Plan name ${shown(name)} is not valid. It can only contain lowercase letters, digits, and dashes.`)

/** An attachment's name, in upper case: `users_db` is `USERS_DB`, and its config var `USERS_DB_URL`. */
export const attachmentName = (name: string): string | Refusal =>
  named(name.toUpperCase(), attachmentNames, 'Name', 'Name must start with a letter and can only contain uppercase letters, digits, and underscores.')

/** The key of a config var (schema config-var). */
export const configVarKey = (key: string): string | Refusal =>
  named(key, configVarKeys, 'Config var key', `Config var key ${shown(key)} is not valid. It can only contain letters, digits, and underscores.`)

/** An email address in lower case, by which one account is found however it is written. */
export function email(address: string): string | Refusal {
  const lower = address.toLowerCase()
  return lower.length <= emails.longest && emails.pattern.test(lower) ? lower : refuse(`${shown(address)} is not a valid email address.`)
}

/** Somebody else has the name (the words are Heroku's for apps: facts 4). */
export const taken = (name: string): Refusal => refuse(`Name ${name} is already taken`)

/** A name for an app that has none: `frozen-oasis-70544`. */
export const generateAppName = (random: Random): string => `${pick(adjectives, random)}-${pick(nouns, random)}-${fiveDigits(random)}`

/** A name for an add-on that has none, from its service's slug: `heroku-postgresql` gives `postgresql-amorphous-28398`. */
export const generateAddonName = (service: string, random: Random): string =>
  `${service.replace(/^heroku-/, '')}-${pick(shapes, random)}-${fiveDigits(random)}`

/** The web address of a new app: `https://example-1234567890ab.herokuapp.com/`. */
export function generateWebUrl(app: string, random: Random): string {
  const suffix = Array.from({length: webUrlSuffixLength}, () => whole(16, random).toString(16)).join('')
  return `https://${app}-${suffix}.${webDomain}/`
}

/** The owner's email of a team's apps, by which clients know the team (cli src/lib/team-utils.ts). */
export const teamOwnerEmail = (team: string): string => `${team}@${teamOwnerDomain}`

const whole = (below: number, random: Random): number => Math.floor(random() * below)
const fiveDigits = (random: Random): number => 10_000 + whole(90_000, random)
/** One of some words. */
export const pick = (words: readonly string[], random: Random): string => words[whole(words.length, random)] ?? ''
