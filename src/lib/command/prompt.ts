import {exitCodes} from './exit-codes.js'

/** Where a question is put. Standard output is the result's alone. */
export interface Terminal {
  input: NodeJS.ReadStream
  output: NodeJS.WriteStream
}

/** Asks for a text, which may not be empty. Ctrl-C, and the end of the input, end the command, as everywhere. */
export async function askFor(message: string, {input, output}: Terminal = {input: process.stdin, output: process.stderr}): Promise<string> {
  const {default: inquirer} = await import('inquirer')
  const ask = inquirer.createPromptModule({input, output})
  try {
    const {answer} = await ask<{answer: string}>([
      {type: 'input', name: 'answer', message, validate: (text: string) => text.length > 0 || 'This field is required'},
    ])
    return answer
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') process.exit(exitCodes.interrupted)
    throw error
  }
}
