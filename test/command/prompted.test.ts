import {PassThrough} from 'node:stream'
import {Args, Flags} from '@oclif/core'
import {expect, it, vi} from 'vitest'
import {promptedArgv} from '../../src/lib/command/prompted.js'
import {createCli} from '../helpers/cli.js'

const definition = {
  args: {name: Args.string({description: 'name of the space', required: true}), hidden: Args.string({hidden: true})},
  flags: {
    as: Flags.string({description: 'act as', helpGroup: 'GLOBAL'}),
    internal: Flags.string({description: 'internal', hidden: true}),
    region: Flags.string({description: 'region name', options: ['oregon', 'virginia']}),
    shield: Flags.boolean({char: 's', description: 'make it a Shield space'}),
    team: Flags.string({char: 't', description: 'team name', required: true}),
  },
}

/** What is asked of somebody who answers each question by some keys, and the command line that comes of it. */
async function prompted(argv: string[], ...keys: string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  // A question ends what it was written to, unless that is a stream of the process.
  output.end = () => output
  let shown = ''
  output.on('data', (chunk) => (shown += chunk))
  const asked: string[] = []
  const done = promptedArgv(argv, definition, {input: input as never, output: output as never})
  const questions = /name of the space|region name|make it a Shield space|team name/g
  for (const key of keys) {
    const question = await vi.waitUntil(() => [...shown.matchAll(questions)].map(([name]) => name).findLast((name) => !asked.includes(name)), {timeout: 20_000})
    asked.push(question)
    input.write(key)
  }
  return {argv: await done, asked}
}

const down = '\u001B[B'

it('--prompt asks for every argument and flag that people see, in their order', async () => {
  const {argv, asked} = await prompted(['--prompt'], 'my-space\r', `${down}\r`, 'y\r', 'acme\r')
  expect(asked).toEqual(['name of the space', 'region name', 'make it a Shield space', 'team name'])
  expect(argv).toEqual(['my-space', '--region', 'virginia', '--shield', '--team', 'acme'])
})

it('--prompt leaves out what is bypassed', async () => {
  const {argv} = await prompted(['--prompt'], 'my-space\r', `${down}${down}\r`, '\r', 'acme\r')
  expect(argv).toEqual(['my-space', '--team', 'acme'])
})

it('--prompt does not ask for what is given, however it is written', async () => {
  const {argv, asked} = await prompted(['my-space', '-t', 'acme', '--prompt', '--region=oregon', '--', '--prompt'], '\r')
  expect(asked).toEqual(['make it a Shield space'])
  expect(argv).toEqual(['my-space', '-t', 'acme', '--region=oregon', '--', '--prompt'])
})

it.each(['spaces:create --prompt', 'spaces:create --prompt --no-input'])('%s fails at once where nobody is there to answer', async (line) => {
  const cli = await createCli()
  const {code, stderr} = await cli.run(line)
  expect(code).toBe(2)
  expect(stderr).toContain('--prompt asks for what is missing, and nobody is there to answer.')
})
