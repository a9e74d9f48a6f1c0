import {Config} from '@oclif/core'
import {captureOutput} from '@oclif/test'
import {beforeAll, expect, it} from 'vitest'
import {commandNotFound} from '../../src/lib/command/not-found.js'
import {root} from '../helpers/cli.js'

let config: Config
beforeAll(async () => {
  config = await Config.load({root})
})

/** What is said of a command that there is none of, and how it ends. */
async function typed(id: string, argv: string[] = [], bin = 'spacedock') {
  const end = (message: Error | string | undefined, {exit}: {exit?: number}) => {
    throw Object.assign(new Error(String(message ?? '')), {exit})
  }
  const context = {config, error: end, exit: (exit?: number) => end('', {exit: exit ?? 0})}
  const named = Object.create(config, {bin: {value: bin}}) as Config
  const {error, stdout} = await captureOutput(() => commandNotFound.call(context as never, {id, argv, config: named, context: context as never}), {testNodeEnv: 'production'})
  return {message: error?.message, exit: (error as {exit?: number} | undefined)?.exit, stdout}
}

it.each([
  ['spaces:creat', 'spaces:creat is not a spacedock command. Did you mean spaces:create? Run spacedock help spaces for a list of commands.'],
  ['trusted-ip', 'trusted-ip is not a spacedock command. Run spacedock help for a list of commands.'],
  ['xyzzy', 'xyzzy is not a spacedock command. Run spacedock help for a list of commands.'],
])('%s', async (id, message) => {
  expect(await typed(id)).toEqual({message, exit: 127, stdout: ''})
})

it('with --json an object, as of every other failure', async () => {
  const {exit, stdout} = await typed('spaces:creat', ['--json'])
  expect([exit, JSON.parse(stdout)]).toMatchObject([127, {error: {id: 'command_not_found', exit: 127}}])
})

it('as a plugin says nothing of the commands of the official CLI', async () => {
  expect(await typed('spaces:creat', [], 'heroku')).toEqual({message: undefined, exit: undefined, stdout: ''})
})
