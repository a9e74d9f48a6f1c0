import {readFileSync} from 'node:fs'
import type {Document, LineCounter, Node} from 'yaml'
import {ApiFailure, NotThere, UsageFailure} from '../client/failures.js'
import type {SeedDocument} from '../operations/seeds.js'
import type {Finding} from '../operations/wire.js'
import {readText} from './text-file.js'

/** A seed with where everything in it stands in its file. */
export interface SeedFile {
  world: SeedDocument
  /** The same error, told by the lines of the file where it is about what stands there. */
  explained: (error: unknown) => unknown
}

/**
 * Reads a seed.
 *
 * @param path of a YAML file; - for standard input
 * @throws {NotThere} where there is none, {UsageFailure} for what is no YAML, with its lines
 */
export async function readSeedFile(path: string): Promise<SeedFile> {
  const name = path === '-' ? 'standard input' : path
  const text = path === '-' ? readFileSync(0, 'utf8') : readText(path, new NotThere(`There is no file ${path}. control-plane:seed --export ${path} writes one.`))
  const {LineCounter, isMap, parseDocument} = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false})
  const wrong = [...document.errors, ...document.warnings]
  if (wrong.length > 0) throw new UsageFailure(wrong.map(({code, message, pos: [offset]}) => `${placeAt(name, offset, lines)}: ${code === 'MULTIPLE_DOCS' ? 'A second document begins here. A seed is one.' : message}`).join('\n'))
  if (document.contents === null) throw new UsageFailure(`${name} is empty. A seed says what there is in a world, such as teams and apps; {} is one with nothing of its own.`)
  if (!isMap(document.contents)) throw new UsageFailure(`${placeAt(name, 0, lines)}: A seed begins with keys such as teams and apps.`)
  const places = await placesIn(document, lines, name)
  return {world: valueOf(document, name), explained: (error) => (error instanceof ApiFailure && error.body.findings ? located(error, error.body.findings, places) : error)}
}

/** The text of a seed, always the same for the same world. */
export async function seedText(world: SeedDocument): Promise<string> {
  const {stringify} = await import('yaml')
  return `# Written by control-plane:seed --export; control-plane:reset --seed makes a world of it.\n${stringify(world, {lineWidth: 0, aliasDuplicateObjects: false})}`
}

/** What an alias stands for may be written out often: that many times is not meant. */
function valueOf(document: Document, name: string): SeedDocument {
  try {
    return document.toJS({maxAliasCount: 1000}) as SeedDocument // it is a map
  } catch (error) {
    throw new UsageFailure(`${name} cannot be read. ${(error as Error).message}.`, {cause: error})
  }
}

const placeAt = (name: string, offset: number, lines: LineCounter): string => {
  const {line, col} = lines.linePos(offset)
  return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)}`
}

interface Place {
  text: string
  line: number
  column: number
}

/** Where something stands: its key, or its item; of what is not there, what it is missing from. */
async function placesIn(document: Document, lines: LineCounter, name: string): Promise<(path: Finding['path']) => Place> {
  const {isAlias, isMap, isNode, isScalar, isSeq} = await import('yaml')
  return (path) => {
    let node: unknown = document.contents
    let offset = (node as Node).range?.[0] ?? 0
    for (const key of path) {
      if (isAlias(node)) node = node.resolve(document)
      const pair = isMap(node) ? node.items.find((item) => String(isScalar(item.key) ? item.key.value : item.key) === String(key)) : undefined
      const next: unknown = pair ? pair.value : isSeq(node) ? node.items[Number(key)] : undefined
      const shown = pair ? pair.key : next
      if (!isNode(shown)) break
      offset = shown.range?.[0] ?? offset
      node = next
    }
    const {line, col: column} = lines.linePos(offset)
    return {text: `${name}:${line}:${column}`, line, column}
  }
}

/** The refusal with each finding at its line, which editors and terminals lead to. */
function located({status, body, headers}: ApiFailure, found: readonly Finding[], places: (path: Finding['path']) => Place): ApiFailure {
  const findings = found.map((finding) => ({...finding, ...places(finding.path)})).sort((a, b) => a.line - b.line || a.column - b.column)
  const [more = ''] = /\nand \d+ more$/.exec(body.message) ?? []
  const message = findings.map(({text, message}) => `${text}: ${message}`).join('\n') + more
  return new ApiFailure(status, {...body, message, findings: findings.map(({text: _, ...finding}) => finding)}, headers)
}
