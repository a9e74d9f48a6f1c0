import {findNodeAtLocation, modify, applyEdits, parseTree} from 'jsonc-parser'

/**
 * The text of a manifest with other regions: everything else in it stays as it is, byte for byte, and the list keeps
 * its form: in one line, or one region a line with the indentation of the first.
 */
export function withRegions(text: string, regions: readonly string[]): string {
  const list = listIn(text)
  const written = regions.map((region) => JSON.stringify(region))
  const old = text.slice(list.offset, list.offset + list.length)
  const eol = eolOf(text)
  const [, indent] = /\[\s*?\r?\n([ \t]*)\S/.exec(old) ?? []
  const [, outer = ''] = /\n([ \t]*)\]$/.exec(old) ?? []
  const replaced = indent === undefined ? `[${written.join(', ')}]` : `[${eol}${written.map((each) => indent + each).join(`,${eol}`)}${eol}${outer}]`
  return text.slice(0, list.offset) + replaced + text.slice(list.offset + list.length)
}

/** The text of a manifest with another `$base`; what is there otherwise stays as it is. */
export function withBase(text: string, base: number | string): string {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  '
  const formattingOptions = {eol: eolOf(text), insertSpaces: !indent.startsWith('\t'), tabSize: indent.startsWith('\t') ? 1 : indent.length}
  return applyEdits(text, modify(text, ['$base'], base, {formattingOptions}))
}

function listIn(text: string) {
  const root = parseTree(text)
  const list = root && findNodeAtLocation(root, ['api', 'regions'])
  if (list?.type !== 'array') throw new Error('The manifest has no list of regions.')
  return list
}

const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n')
