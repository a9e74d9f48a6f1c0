import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {compatibilityPage, surfaces} from '../scripts/compatibility-page.js'
import {root} from './helpers/cli.js'
import {differences} from './official/differences.js'
import {access} from './official/steps/access.js'
import {addons} from './official/steps/addons.js'
import {apps} from './official/steps/apps.js'
import {config} from './official/steps/config.js'
import {people} from './official/steps/people.js'
import {pipelines} from './official/steps/pipelines.js'
import {processes} from './official/steps/processes.js'
import {spaces} from './official/steps/spaces.js'
import {domains} from './official/steps/domains.js'
import {drains} from './official/steps/drains.js'
import {network} from './official/steps/network.js'
import {telemetry} from './official/steps/telemetry.js'
import {trustedIps} from './official/steps/trusted-ips.js'
import {wordsOf} from './official/step.js'
import {notYet, shared} from './official/surface.js'

const {official, ours} = surfaces(root)
const written = shared.filter((id) => !notYet.includes(id))
const steps = [access, addons, apps, config, domains, drains, network, people, pipelines, processes, spaces, telemetry, trustedIps].flatMap((scenario) => Object.values(scenario).flat()).filter((step) => step.kind !== 'check')

/** The command that a line types, by whichever of its names. */
const commandOf = (line: string) => {
  const [typed = ''] = wordsOf(line)
  return shared.find((id) => id === typed || official[id]?.names.includes(typed))
}

/** Commands of ours that end in a refusal whatever is typed: nothing runs here that could be attached to. */
const neverSucceeds = new Set<string>(['run'])

it('docs/compatibility.md says what the sources say (else: npm run docs)', () => {
  expect(readFileSync(join(root, 'docs/compatibility.md'), 'utf8')).toBe(compatibilityPage(root))
})

describe.each(written)('%s', (id) => {
  it('is typed as in the official CLI: names, arguments and flags', () => {
    const {names = [], args = [], flags = {}} = official[id] ?? {}
    expect(ours[id]?.names).toEqual(expect.arrayContaining(names))
    expect(ours[id]?.args).toEqual(expect.arrayContaining(args))
    expect(ours[id]?.flags).toMatchObject(flags)
  })

  it('is compared in the official suite, where it succeeds and where it refuses', () => {
    const own = steps.filter(({line}) => commandOf(line) === id)
    expect(own.some(({kind}) => kind === 'both' || kind === 'mutation')).toBe(!neverSucceeds.has(id))
    expect(own.some(({kind}) => kind === 'refusal')).toBe(true)
  })
})

it('every difference shows in the official suite, or names the test that shows ours', () => {
  const shown = new Set(steps.map(({differs}) => differs))
  const silent = Object.entries(differences).filter(([id, {test}]) => (test === undefined ? ![...shown].some((each) => each === id) : !readFileSync(join(root, test), 'utf8')))
  expect(silent.map(([id]) => id)).toEqual([])
})
