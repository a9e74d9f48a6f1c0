/** Whether a person can be asked: prompts read from standard input and write to standard error. */
export const isInteractive = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true && process.env['TERM'] !== 'dumb'
