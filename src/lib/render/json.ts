/** A value as JSON, two spaces a level. Without colours on a terminal too, as in the official CLI. */
export function renderJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
