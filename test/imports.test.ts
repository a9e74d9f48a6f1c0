import {createRequire} from 'node:module'
import {type ICruiseOptions, cruise} from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import {expect, it} from 'vitest'
import {root} from './helpers/cli.js'

it('rooms import each other in one direction only', {timeout: 60_000}, async () => {
  const {forbidden, options} = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {forbidden: never[]; options: ICruiseOptions}
  const wanted: ICruiseOptions = {...options, baseDir: root, ruleSet: {forbidden}, validate: true}
  const {output} = await cruise(['src'], wanted, {}, {tsConfig: extractTSConfig(`${root}/tsconfig.json`)})
  if (typeof output === 'string') throw new Error(output)
  expect(output.summary.violations.map(({rule, from, to}) => `${rule.name}: ${from} → ${to}`)).toEqual([])
  expect(output.summary.totalCruised).toBeGreaterThan(100)
})
