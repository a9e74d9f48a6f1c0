import {inspect} from 'node:util'

import {type Colors, color} from './color.js'

/**
 * Named values below each other, the values aligned: `Name:  value`. A list takes one line an item, an object is shown
 * on one line, and null, undefined and the empty list are left out (the empty string is not: it shows as `''`).
 * @param keys which keys, in which order; all of them when absent
 */
export function renderObject(object: Readonly<Record<string, unknown>>, keys: readonly string[] = Object.keys(object), colors: Colors = color): string {
  const entries = keys.map((key) => [key, itemsOf(object[key])] as const).filter(([, items]) => items.length > 0)
  const indent = Math.max(0, ...entries.map(([key]) => key.length)) + 2
  return entries
    .flatMap(([key, items]) => items.map((item, index) => labelled(index === 0 ? key : undefined, indent, colors) + item))
    .join('\n')
}

function labelled(key: string | undefined, indent: number, colors: Colors): string {
  return key === undefined ? ' '.repeat(indent) : `${colors.label(key)}:${' '.repeat(indent - key.length - 1)}`
}

function itemsOf(value: unknown): string[] {
  if (value === null || value === undefined) return []
  return Array.isArray(value) ? value.map((item) => describe(item)) : [describe(value)]
}

function describe(value: unknown): string {
  if (!value) return inspect(value)
  if (typeof value === 'object') return Object.entries(value).map(([key, item]) => `${key}: ${inspect(item)}`).join(', ')
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : inspect(value)
}
