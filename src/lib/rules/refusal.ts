/** Why a rule says no: one clear sentence (sometimes a second with the way out), and a page to read where there is one. */
export class Refusal {
  constructor(
    readonly message: string,
    readonly url?: string,
  ) {}
}

/** A refusal is a value, not thrown: a rule answers `T | Refusal`, and who asked decides what becomes of it. */
export const refuse = (message: string, url?: string): Refusal => new Refusal(message, url)

export const isRefusal = (answer: unknown): answer is Refusal => answer instanceof Refusal

const longest = 60

/** What somebody typed, fit for a sentence: nothing a terminal would obey, and no longer than 60 characters. */
export function shown(value: string): string {
  const cut = value.length > longest ? `${value.slice(0, longest)}…` : value
  const plain = cut.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (odd) => `\\u{${odd.codePointAt(0)?.toString(16)}}`)
  return plain.trim() === plain && plain !== '' ? plain : `"${plain}"`
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`
}
