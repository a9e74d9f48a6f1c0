const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** A number of bytes in the largest unit of which there is a whole one, rounded; a step is 1024. Null is none. */
export function byteSize(bytes: number | null): string {
  let size = bytes ?? 0
  let step = 0
  for (; Math.round(size) >= 1024 && step < units.length - 1; step++) size /= 1024
  return `${Math.round(size)} ${units[step]}`
}
