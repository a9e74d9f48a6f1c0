import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {root} from './helpers/cli.js'

interface Output {
  entryPoint?: string
  imports: {path: string; kind: string}[]
  inputs: Record<string, unknown>
}

/** What esbuild says is in each file of dist/ (npm run build writes it). */
const {outputs} = JSON.parse(readFileSync(join(root, 'dist/meta.json'), 'utf8')) as {outputs: Record<string, Output>}

/** The sources that loading a file of dist/ loads with it: its own and those of every file it imports at once. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  const output = outputs[file]
  if (!output || seen.has(file)) return new Set()
  seen.add(file)
  const imported = output.imports.filter(({kind}) => kind === 'import-statement').flatMap(({path}) => [...loadedWith(path, seen)])
  return new Set([...Object.keys(output.inputs), ...imported])
}

const matching = (sources: Set<string>, pattern: RegExp) => [...sources].filter((source) => pattern.test(source))
const fileWith = (source: string) => Object.keys(outputs).find((file) => source in (outputs[file]?.inputs ?? {})) ?? ''
const entries = Object.entries(outputs).flatMap(([file, {entryPoint}]) => (entryPoint?.startsWith('src/commands/') ? [[entryPoint, file] as const] : []))

describe('a command', () => {
  it.each(entries)('%s loads neither the control plane, a database, a server nor a prompt before it needs them', (_, file) => {
    const heavy = /^src\/lib\/(platform|server|store)\/|node_modules\/(kysely|rou3|inquirer|conf|@photostructure)\//
    expect(matching(loadedWith(file), heavy)).toEqual([])
  })
})

describe('an embedded control plane', () => {
  it('loads no server and no HTTP client', () => {
    const loaded = loadedWith(fileWith('src/lib/platform/open.ts'))
    expect(matching(loaded, /^src\/lib\/platform\//).length).toBeGreaterThan(10)
    expect(matching(loaded, /^src\/lib\/(server|client\/http)/)).toEqual([])
  })

  it('loads the add-on catalogue only to make a world', () => {
    expect(matching(loadedWith(fileWith('src/lib/platform/open.ts')), /seed\/(world|catalogue\/(heroku|partners))/)).toEqual([])
  })
})

describe('a remote command', () => {
  it('loads an HTTP client and nothing of the control plane', () => {
    const loaded = loadedWith(fileWith('src/lib/client/http.ts'))
    expect(loaded.size).toBeGreaterThan(0)
    expect(matching(loaded, /^src\/lib\/(platform|server|store)\/|kysely/)).toEqual([])
  })
})

describe('help', () => {
  it('is oclif and nothing of ours', () => {
    expect(matching(loadedWith('dist/main.js'), /^src\/lib\//)).toEqual([])
  })
})
