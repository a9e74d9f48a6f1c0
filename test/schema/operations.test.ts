import {expect, it} from 'vitest'
import {declinedOperations} from '../../src/lib/operations/declined.js'
import {operations} from '../../src/lib/operations/index.js'
import {shared} from '../official/surface.js'
import {absent, type Link, linksOf, placeOf, present, variants} from './hyperschema.js'

const official: Link[] = present ? variants.flatMap(linksOf) : []
const known = new Set(official.map(({id}) => id))

const rows = Object.values(operations)
const declined = declinedOperations.map(({id, method, path}) => ({id: id.replace('.', '#'), method, path}))
const upstream = new Set(rows.flatMap((row) => row.upstream))

if (!present) it.skip(absent)

it.runIf(present)('every operation of the official schema is served or declined', () => {
  const named = new Set([...upstream, ...declined.map(({id}) => id)])
  // Two operations of the schema in one place are answered alike.
  const answered = new Set([...rows, ...declined].map(({method, path}) => placeOf(method, path)))
  expect(official.filter(({id, place}) => !named.has(id) && !answered.has(place)).map(({id}) => id)).toEqual([])
})

it.runIf(present)('nothing is served or declined that neither the schema nor an official command has', () => {
  const commands = new Set<string>(shared)
  expect([...upstream, ...declined.map(({id}) => id)].filter((id) => !known.has(id) && !commands.has(id))).toEqual([])
})

it.runIf(present)('every row stands where the schema has it', () => {
  const places = new Set(official.map(({id, place}) => `${id} ${place}`))
  const stands = rows.flatMap(({upstream, method, path}) => upstream.filter((id) => known.has(id)).map((id) => `${id} ${placeOf(method, path)}`))
  expect(stands.filter((stand) => !places.has(stand))).toEqual([])
})

it.runIf(present)('nothing is both served and declined', () => {
  expect(declined.filter(({id}) => upstream.has(id)).map(({id}) => id)).toEqual([])
})

it('no two operations have one place, which would hide one of them', () => {
  const places = [...rows, ...declined].map(({method, path}) => placeOf(method, path))
  expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([])
})

it('no path begins with a parameter, as routes are looked for by how it begins', () => {
  expect(rows.filter(({path}) => path.startsWith('/{'))).toEqual([])
})
