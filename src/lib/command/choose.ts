import {exitCodes} from './exit-codes.js'

export interface Choice<T> {
  name: string
  value: T
}

/** Has somebody choose any number of things from a list. Ctrl-C ends the command, as everywhere. */
export async function choose<T>(message: string, choices: readonly Choice<T>[]): Promise<T[]> {
  const {default: inquirer} = await import('inquirer')
  try {
    const {chosen} = await inquirer.prompt<{chosen: T[]}>([{type: 'checkbox', name: 'chosen', message, choices: [...choices], pageSize: 20}])
    return chosen
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') process.exit(exitCodes.interrupted)
    throw error
  }
}
