import {exitCodes} from './exit-codes.js'

/** Where a question is put. Standard output is the result's alone. */
export interface Terminal {
  input: NodeJS.ReadStream
  output: NodeJS.WriteStream
}

export interface Choice<T> {
  name: string
  value: T
}

const standard: Terminal = {input: process.stdin, output: process.stderr}

/** Asks for a text, which may not be empty. */
export const askFor = (message: string, terminal = standard): Promise<string> =>
  answerTo<string>({type: 'input', message, validate: (text: string) => text.length > 0 || 'This field is required'}, terminal)

/** Asks for a text, which may be empty. */
export const askMaybe = (message: string, terminal = standard): Promise<string> => answerTo<string>({type: 'input', message}, terminal)

/** Asks for a text; Enter alone is what is proposed. */
export const askWithProposal = (message: string, proposed: string, terminal = standard): Promise<string> =>
  answerTo<string>({type: 'input', message, default: proposed}, terminal)

/** Asks for yes or no; Enter alone is no. */
export const confirm = (message: string, terminal = standard): Promise<boolean> => answerTo<boolean>({type: 'confirm', message, default: false}, terminal)

/** The same where Enter alone is yes. */
export const confirmed = (message: string, terminal = standard): Promise<boolean> => answerTo<boolean>({type: 'confirm', message, default: true}, terminal)

/** Has somebody choose one thing from a list, in which the first is marked unless another is proposed. */
export const chooseOne = <T>(message: string, choices: readonly Choice<T>[], terminal = standard, proposed?: T): Promise<T> =>
  answerTo<T>({type: 'select', message, choices: [...choices], pageSize: 20, default: proposed}, terminal)

/** Has somebody choose any number of things from a list. */
export const choose = <T>(message: string, choices: readonly Choice<T>[], terminal = standard): Promise<T[]> =>
  answerTo<T[]>({type: 'checkbox', message, choices: [...choices], pageSize: 20}, terminal)

/** Ctrl-C, and the end of the input, end the command, as everywhere. */
async function answerTo<T>(question: Record<string, unknown>, terminal: Terminal): Promise<T> {
  const {default: inquirer} = await import('inquirer')
  // inquirer tells kinds of questions apart by type; which answer belongs to which is told here.
  const ask = inquirer.createPromptModule(terminal) as unknown as (questions: unknown[]) => Promise<{answer: T}>
  try {
    return (await ask([{...question, name: 'answer'}])).answer
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') process.exit(exitCodes.interrupted)
    throw error
  }
}
