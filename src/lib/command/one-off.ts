import {Flags} from '@oclif/core'
import {UsageFailure} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import {appFlag, remoteFlag} from './flags.js'

/** What `run` and `run:detached` have in common. */
export const oneOffFlags = {
  app: appFlag(),
  env: Flags.string({char: 'e', description: "environment variables to set (use ';' to split multiple vars)"}),
  'no-launcher': Flags.boolean({default: false, description: "don't prepend 'launcher' before a command"}),
  remote: remoteFlag(),
  size: Flags.string({char: 's', description: 'dyno size'}),
  type: Flags.string({description: 'process type'}),
}

/** The command line as it is sent: quoted where it has to be, and on fir with the launcher in front (facts/platform-api.md 5.2). */
export async function commandLine(platform: Platform, bin: string, app: string, argv: readonly string[], noLauncher: boolean): Promise<string> {
  if (argv.length === 0) throw new UsageFailure(`Usage: ${bin} run COMMAND\n\nExample: ${bin} run bash`)
  const launcher = !noLauncher && (await platform.call('app.info', {app, variant: 'sdk'})).stack.name === 'cnb' ? 'launcher ' : ''
  return launcher + (argv.length === 1 ? argv[0] : argv.map(quoted).join(' '))
}

const quoted = (word: string): string => (/[ "]/.test(word) ? `"${word.replaceAll('"', String.raw`\"`)}"` : word)

/** `A=1;B=2` as variables, with what the terminal is. */
export function environmentOf(flag: string | undefined, warn: (message: string) => void): Record<string, string> {
  const env: Record<string, string> = {}
  for (const part of flag === undefined ? [] : flag.split(';')) {
    const [, name, value = ''] = /^\s*([\w.-]+)\s*=\s*(.*)?\s*$/.exec(part) ?? []
    if (name === undefined) warn(`env flag ${part} appears invalid. Avoid using ';' in values.`)
    else env[name] = value
  }
  const {TERM} = process.env
  return {...env, ...(TERM !== undefined && {TERM})}
}
