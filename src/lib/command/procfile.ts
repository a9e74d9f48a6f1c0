import {UsageFailure} from '../client/failures.js'

/** Largest Procfile that is read, in bytes: a hundred process types with long commands are far less. */
const largestProcfile = 64 * 1024

/**
 * The process types of a Procfile: lines of `type: command`; empty lines and lines beginning with `#` say nothing.
 *
 * @param name how the file is called in what is said of it
 * @throws {UsageFailure} for a file that is empty, too large or no text, and for the first line that is neither
 */
export function parseProcfile(bytes: Uint8Array, name: string): Record<string, string> {
  if (bytes.length > largestProcfile) throw new UsageFailure(`${name} is larger than ${largestProcfile / 1024} KiB. That is no Procfile.`)
  const types = new Map<string, string>()
  for (const [index, line] of textOf(bytes, name).split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue
    const [, type, command] = /^([-\w]{1,128})\s*:\s*(\S.*?)\s*$/.exec(line) ?? []
    if (type === undefined || command === undefined) throw new UsageFailure(`Line ${index + 1} of ${name} is not "type: command", as in "web: npm start".`)
    if (types.has(type)) throw new UsageFailure(`Line ${index + 1} of ${name} has the process type ${type} a second time.`)
    types.set(type, command)
  }
  if (types.size === 0) throw new UsageFailure(`${name} has no process types. Give it lines of "type: command", as in "web: npm start".`)
  return Object.fromEntries(types)
}

function textOf(bytes: Uint8Array, name: string): string {
  try {
    const text = new TextDecoder('utf-8', {fatal: true}).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Told below.
  }
  throw new UsageFailure(`${name} is not a text file.`)
}
