import {type Colors, color} from './color.js'

/** The line that opens a section, `=== title`, and the empty line below it. Print it with one `log` call. */
export function renderHeader(title: string, colors: Colors = color): string {
  return `${colors.label('=== ')}${colors.label(title)}\n`
}
