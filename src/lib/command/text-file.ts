import {readFileSync, writeFileSync} from 'node:fs'
import {UsageFailure} from '../client/failures.js'

/**
 * The text of a file that somebody names.
 *
 * @param missing what to throw where there is no such file
 * @throws {UsageFailure} for what cannot be read, and for what is not UTF-8: read all the same, it would be another text
 */
export function readText(path: string, missing: Error = cannotBe('read', path, 'ENOENT')): string {
  const bytes = bytesIn(path, missing)
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch {
    throw new UsageFailure(`${path} is not UTF-8 text.`)
  }
}

/** @throws {UsageFailure} where a file cannot be written that somebody names */
export function writeText(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw cannotBe('written', path, (error as NodeJS.ErrnoException).code)
  }
}

function bytesIn(path: string, missing: Error): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    throw code === 'ENOENT' ? missing : cannotBe('read', path, code)
  }
}

export const cannotBe = (done: 'read' | 'written', path: string, code: string | undefined): UsageFailure => new UsageFailure(`${path} cannot be ${done} (${code ?? 'unknown'}).`)
