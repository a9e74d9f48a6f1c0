import {beforeAll, describe, expect, it} from 'vitest'
import {type OperationId, operations} from '../../src/lib/operations/index.js'
import {absent, type Link, linksOf, placeOf, present, type Variant, variants} from './hyperschema.js'
import {knownFaults} from './known-faults.js'
import {type Answered, tour} from './tour.js'

/** The operations that are Heroku's; the control plane's own are in no schema. */
const ids = (Object.keys(operations) as OperationId[]).filter((id) => operations[id].upstream.length > 0)

const occurred = new Set<string>()

describe.runIf(present).each(variants)('answers of version=%s', (variant: Variant) => {
  let answers: Answered[]
  let links: Link[]
  beforeAll(async () => {
    links = linksOf(variant)
    answers = await tour(variant)
  })

  it.each(ids)('%s is as the official schema says', (id) => {
    const own = answers.filter((answer) => answer.id === id)
    expect(own.length, 'the tour asks for every operation').toBeGreaterThan(0)
    const faults = new Set(own.flatMap((answer) => faultsOf(answer, links)))
    for (const fault of faults) occurred.add(fault)
    expect([...faults].filter((fault) => !knownFaults.some((known) => known.fault.test(fault)))).toEqual([])
  })
})

it.runIf(present)('every known fault still occurs', () => {
  const gone = knownFaults.filter(({fault}) => ![...occurred].some((text) => fault.test(text)))
  expect(gone.map(({fault}) => String(fault))).toEqual([])
})

if (!present) it.skip(absent)

function faultsOf({id, asked, body}: Answered, links: readonly Link[]): string[] {
  const {method, path, upstream} = operations[id]
  const own = links.filter((link) => upstream.includes(link.id) && link.place === placeOf(method, path))
  return own.flatMap((link) => link.faults(body)).map((fault) => `${asked}: ${fault}`)
}
