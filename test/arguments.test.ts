import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import type {Command} from '@oclif/core'
import {expect, it} from 'vitest'
import {root} from './helpers/cli.js'

const folder = join(root, 'src/commands')

// oclif takes what is piped into a command for an argument that was left out: in a pipe, a script would name things by accident.
it('no command takes what is on standard input for an argument', {timeout: 60_000}, async () => {
  const files = readdirSync(folder, {recursive: true}).map(String).filter((file) => file.endsWith('.ts'))
  const taken: string[] = []
  for (const file of files) {
    const {default: one} = (await import(/* @vite-ignore */ join(folder, file))) as {default: typeof Command}
    for (const [name, arg] of Object.entries(one.args)) if (!arg.ignoreStdin) taken.push(`${file} ${name}`)
  }
  expect(taken).toEqual([])
  expect(files.length).toBeGreaterThan(100)
})
