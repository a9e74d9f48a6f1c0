import {Args, Flags} from '@oclif/core'
import {color} from '../render/color.js'
import type {SpacedockCommand} from './base.js'

/** What `ps:restart` and `ps:stop` take to say which dynos; the argument is deprecated, as in the official CLI. */
export const dynoChoice = (verb: 'restart' | 'stop') => ({
  args: {dyno: Args.string({deprecated: true, description: `name of the dyno to ${verb}`, required: false, ignoreStdin: true})},
  flags: {
    'dyno-name': Flags.string({char: 'd', description: `name of the dyno to ${verb}`}),
    'process-type': Flags.string({char: 'p', description: `name of the process type to ${verb}`, exclusive: ['dyno-name']}),
  },
})

export interface ChosenDynos {
  dyno: string | undefined
  type: string | undefined
  /** `all web dynos`. */
  words: string
}

/** One dyno, those of a type, or neither: all. A type goes before the argument. */
export function chosenDynos(
  run: Pick<SpacedockCommand, 'warn'>,
  {dyno: argument}: {dyno?: string | undefined},
  flags: {'dyno-name'?: string | undefined; 'process-type'?: string | undefined},
): ChosenDynos {
  const type = flags['process-type'] || undefined
  const dyno = type === undefined ? flags['dyno-name'] || argument : undefined
  if (dyno !== undefined && argument)
    run.warn(`DYNO is a deprecated argument. Use ${color.code('--dyno-name')} or ${color.code('--process-type')} instead.`)
  const words = type !== undefined ? `all ${color.info(type)} dynos` : dyno !== undefined ? `dyno ${color.name(dyno)}` : 'all dynos'
  return {dyno, type, words}
}
