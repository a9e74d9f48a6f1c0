import {exitCodes} from './exit-codes.js'

/** Asks for a text, which may not be empty. Ctrl-C ends the command, as everywhere. */
export async function askFor(message: string): Promise<string> {
  const {default: inquirer} = await import('inquirer')
  try {
    const {answer} = await inquirer.prompt<{answer: string}>([
      {type: 'input', name: 'answer', message, validate: (text: string) => text.length > 0 || 'This field is required'},
    ])
    return answer
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') process.exit(exitCodes.interrupted)
    throw error
  }
}
