import {refuse, type Refusal, shown} from './refusal.js'

/** Commands by process type. */
export type Commands = Readonly<Record<string, string>>

/** Longest command, in characters, and most process types of an app; assumed. */
const longestCommand = 4096
const mostTypes = 100

/**
 * The process types of a slug or an image, or what is wrong with them (schema `formation.type`: `^[-\w]{1,128}$`).
 *
 * @param types what a client sent: a command by type, or for images an object with the command
 */
export function requireProcessTypes(types: Readonly<Record<string, unknown>>): Commands | Refusal {
  const entries = Object.entries(types)
  if (entries.length > mostTypes) return refuse(`An app cannot have more than ${mostTypes} process types; these are ${entries.length}.`)
  const commands: [string, string][] = []
  for (const [type, process] of entries) {
    const command = commandOf(process)
    const refused = processType(type) ?? commandRule(type, command)
    if (refused) return refused
    commands.push([type, command ?? ''])
  }
  return Object.fromEntries(commands)
}

/** Nothing, or why this is no name of a process type. */
export const processType = (type: string): Refusal | undefined =>
  /^[-\w]{1,128}$/.test(type) ? undefined : refuse(`Process type ${shown(type)} must be 1 to 128 letters, digits, dashes and underscores.`)

function commandRule(type: string, command: string | undefined): Refusal | undefined {
  if (command === undefined || command.trim() === '') return refuse(`Process type ${type} needs a command.`)
  return command.length > longestCommand ? refuse(`The command of process type ${type} is longer than ${longestCommand} characters.`) : undefined
}

/** A slug has the command itself; an image what is shown for it, and what starts it. */
function commandOf(process: unknown): string | undefined {
  if (typeof process === 'string') return process
  const {display_cmd, command} = (process ?? {}) as {display_cmd?: unknown; command?: unknown}
  return [display_cmd, command].find((text) => typeof text === 'string')
}

/**
 * How many dynos a process type has after a change (facts 5.2): a number, `"3"`, or by how many more or fewer, `"+1"`.
 *
 * @param before the present quantity
 */
export function quantityAfter(before: number, wanted: number | string): number | Refusal {
  const text = String(wanted)
  const [, sign, digits] = /^([+-]?)(\d{1,6})$/.exec(text) ?? []
  if (digits === undefined || (sign === '-' && typeof wanted === 'number'))
    return refuse(`Quantity must be a whole number from 0 on, or a change such as "+1", not ${shown(text)}.`)
  if (!sign) return Number(digits)
  const after = sign === '+' ? before + Number(digits) : before - Number(digits)
  return after < 0 ? refuse(`There are ${before} dynos, so ${digits} fewer are not possible.`) : after
}
