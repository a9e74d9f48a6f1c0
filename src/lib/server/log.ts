import type {Logger} from 'pino'
import {withoutSecrets} from './redact.js'

export interface LogWanted {
  level: 'debug' | 'error' | 'info' | 'silent' | 'warn'
  format: 'json' | 'text'
}

export type Log = Pick<Logger, 'debug' | 'error' | 'info' | 'warn' | 'isLevelEnabled'>

export interface OpenedLog {
  log: Log
  /** Writes what has not been written yet, as far as whoever reads it lets it. */
  close: () => Promise<void>
  /** Writes nothing more. */
  drop: () => void
}

/** Characters kept for somebody who reads them slowly; past that lines are dropped, and the server goes on. */
const mostKept = 16 * 1024 * 1024

/** Milliseconds that a reader has at the end. */
const patience = 1000

/** A log on stderr, a line for each thing that is told; stdout is for what the command says. */
export async function openLog({level, format}: LogWanted, to?: {write: (line: string) => void}): Promise<OpenedLog> {
  const {destination, pino, stdTimeFunctions} = await import('pino')
  const stderr = to ? undefined : destination({fd: 2, sync: false, maxLength: mostKept})
  // Whoever reads the log may go before the server does.
  const gone = new Promise<void>((resolve) => void stderr?.once('close', resolve).on('error', () => resolve()))
  const lines = to ?? (stderr as {write: (line: string) => void})
  const log = pino(
    {
      level,
      base: {pid: process.pid},
      timestamp: stdTimeFunctions.isoTime,
      formatters: {level: (label) => ({level: label})},
      serializers: {err: errorWithoutSecrets},
    },
    format === 'json' ? lines : {write: (line) => lines.write(asText(JSON.parse(line)))},
  )
  return {
    log,
    async close() {
      if (!stderr) return
      let tooLong: NodeJS.Timeout | undefined
      stderr.end()
      const isWritten = await Promise.race([gone.then(() => true), new Promise<false>((resolve) => (tooLong = setTimeout(() => resolve(false), patience)))])
      clearTimeout(tooLong)
      if (isWritten) return
      stderr.destroy()
      // A line that nobody takes would keep the process for ever; without one, this keeps nothing.
      setTimeout(() => process.exit(), patience).unref()
    },
    drop: () => stderr?.destroy(),
  }
}

/** Of an error its words and where it happened; what drivers hang on theirs besides may be what somebody has sent. */
function errorWithoutSecrets(error: unknown): object {
  if (!(error instanceof Error)) return {message: withoutSecrets(String(error))}
  const {name, message, stack = '', cause} = error
  return {type: name, message: withoutSecrets(message), stack: withoutSecrets(stack), ...(cause !== undefined && {cause: errorWithoutSecrets(cause)})}
}

interface Line {
  level: string
  time: string
  msg?: string
  err?: {message: string; stack?: string}
  [key: string]: unknown
}

/** A line for people: when, how grave, what, and the rest as words. */
function asText({level, time, msg = '', pid: _, err, ...rest}: Line): string {
  const words = Object.entries(rest).map(([key, value]) => `${key}=${plain(value)}`)
  const stack = err ? `\n${(err.stack || err.message).replaceAll(/[^\n\x20-\x7E\xA0-\uFFFF]/g, '?')}` : ''
  return `${[time, level, msg, ...words].join(' ')}${stack}\n`
}

/** A value as one word, with nothing in it that a terminal would obey. */
const plain = (value: unknown): string => (typeof value === 'string' && /^[\w.:@/+-]+$/.test(value) ? value : JSON.stringify(value).replaceAll(/[\x7F-\x9F]/g, '?'))
