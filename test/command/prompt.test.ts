import {PassThrough} from 'node:stream'
import {afterEach, expect, it, vi} from 'vitest'
import {askFor} from '../../src/lib/command/prompt.js'

afterEach(() => void vi.restoreAllMocks())

/** A terminal on which somebody types texts, each when something is shown. */
async function ask(...typed: [when: string, text: string][]) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  let shown = ''
  output.on('data', (chunk) => (shown += chunk))
  const stdout = vi.spyOn(process.stdout, 'write')
  const answer = askFor('To proceed, type my-space', {input: input as never, output: output as never})
  for (const [when, text] of typed) {
    await vi.waitUntil(() => shown.includes(when), {timeout: 20_000})
    input.write(text)
  }
  return {answer: await answer, shown: () => shown, stdout}
}

it('a question is put where it is told to be, and standard output is left to the result', async () => {
  const {answer, shown, stdout} = await ask(['To proceed', 'my-space\r'])
  expect(answer).toBe('my-space')
  expect(shown()).toContain('To proceed, type my-space')
  expect(stdout).not.toHaveBeenCalled()
})

it('an empty answer is asked for again', async () => {
  const {answer} = await ask(['To proceed', '\r'], ['This field is required', 'my-space\r'])
  expect(answer).toBe('my-space')
})

it('Ctrl-C ends the command with 130', async () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('ended')
  })
  await expect(ask(['To proceed', '\u0003'])).rejects.toThrow('ended')
  expect(exit).toHaveBeenCalledWith(130)
})
