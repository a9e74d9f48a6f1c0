const special = /[\s"'`\\$!#&()*,:;<=>?@[\]^{|}]/

/**
 * A value as the official CLI writes it into shell lines: bare where nothing in it means anything to a shell, else in
 * single quotes, and in double quotes where a single quote or a line break would not survive those.
 */
export function shellQuote(value: string): string {
  if (!special.test(value)) return value
  if (!/['\n]/.test(value)) return `'${value}'`
  const escaped = value.replaceAll(/["\\$`!]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)
  return `"${escaped}"`
}
