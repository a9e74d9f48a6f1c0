import {createRequire} from 'node:module'
import {expect, it} from 'vitest'
import {createProcesses} from '../helpers/process.js'

interface Database {
  prepare(sql: string): {all(): Record<string, unknown>[]}
  close(): void
}

const rounds = 15
const writers = 3

it('writers killed at any moment leave the state before or after their change, never between', {timeout: 180_000}, async () => {
  const processes = createProcesses()
  await processes.ok('control-plane:settings allocation=0 deletion=0')
  for (let round = 0; round < rounds; round++) {
    const started = Array.from({length: writers}, (_, writer) => processes.start(['spaces:create', `space-${round}-${writer}`, '--team', 'acme']))
    // A random moment within a command's life: what is tested is that none of them is special.
    const moment = 20 + Math.random() * 80
    await new Promise((resolve) => setTimeout(resolve, moment))
    for (const {child} of started) child.kill('SIGKILL')
    await Promise.all(started.map(({ended}) => ended))
  }
  const {DatabaseSync} = createRequire(import.meta.url)('@photostructure/sqlite') as {DatabaseSync: new (file: string) => Database}
  const database = new DatabaseSync(processes.world)
  expect(database.prepare('pragma integrity_check').all()).toEqual([{integrity_check: 'ok'}])
  // A space and its first ruleset are made together.
  const halves = 'select name from spaces where id not in (select space_id from inbound_rulesets) union all select id from inbound_rulesets where space_id not in (select id from spaces)'
  expect(database.prepare(halves).all()).toEqual([])
  database.close()
  await processes.ok('spaces:create after-all --team acme --wait')
})
