import {UsageFailure} from '../client/failures.js'
import {type Group, groups} from '../partner/conformance/check.js'
import type {TestRegion} from '../partner/conformance/plan.js'
import {type PartnerManifest, readManifest} from '../partner/manifest.js'
import {regionString} from '../partner/protocol.js'
import {regions} from '../rules/facts/regions.js'
import {withoutBom} from '../rules/manifests.js'
import {readText} from './text-file.js'

/** The manifest in a file, for the server that it names or that is named. @throws {UsageFailure} with what is in the way */
export function manifestAt(file: string, url: string | undefined): PartnerManifest {
  const text = readText(file, new UsageFailure(`There is no ${file}. Go to the folder of the add-on, or name the file with --manifest.`))
  const {result, faults} = readManifest(withoutBom(text), urlFrom('url', url))
  if (result) return result
  throw new UsageFailure(`${file}: ${faults.join(' ')}`)
}

/** @throws {UsageFailure} for what is no URL of HTTP */
export function urlFrom<T extends string | undefined>(flag: string, text: T): T {
  if (text === undefined || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) return text
  throw new UsageFailure(`--${flag} takes an http:// or https:// URL, not ${text}.`)
}

/** The groups that are named, or all. */
export function groupsFrom(text: string | undefined): readonly Group[] | undefined {
  return text === undefined ? undefined : wordsIn(text, 'only').map((word) => (isGroup(word) ? word : refuse(`--only takes groups of checks, and there is none called ${word}. There are ${Object.keys(groups).join(', ')}.`)))
}

const isGroup = (word: string): word is Group => Object.hasOwn(groups, word)

/** The declared regions that there are, or those of them that are named. */
export function regionsFrom(declared: readonly string[], text?: string): TestRegion[] {
  const there = regions.filter(({name}) => declared.includes(name) || declared.includes('*')).map(testRegion)
  if (text === undefined) return there
  return wordsIn(text, 'regions').map((word) => there.find(({name}) => name === word) ?? refuse(`--regions takes regions of the manifest, and ${word} is none. It has ${declared.join(', ') || 'none'}.`))
}

const testRegion = ({name, provider}: (typeof regions)[number]): TestRegion => ({name, region: regionString(provider)})

export function plansFrom(text: string): [string, ...string[]] {
  const [first = '', ...others] = wordsIn(text, 'plans')
  return [first, ...others]
}

/** `premium:tokyo` */
export const unavailableFrom = (texts: readonly string[] = []): {plan: string; region: TestRegion}[] =>
  texts.map((text) => {
    const [, plan = '', name = ''] = /^([^:]+):([^:]+)$/.exec(text) ?? refuse(`--unavailable takes a plan and a region, as premium:tokyo, not ${text}.`)
    const region = regions.find((each) => each.name === name) ?? refuse(`--unavailable ${text}: there is no region ${name}.`)
    return {plan, region: testRegion(region)}
  })

/** `async=true` */
export const asyncOptionsFrom = (texts: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(
    texts.map((text) => {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? refuse(`--async-option takes a name and a value, as async=true, not ${text}.`)
      return [name, value]
    }),
  )

function wordsIn(text: string, flag: string): string[] {
  const words = text.split(',').map((word) => word.trim()).filter(Boolean)
  return words.length > 0 ? words : refuse(`--${flag} names nothing.`)
}

function refuse(message: string): never {
  throw new UsageFailure(message)
}
