import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Interfaces} from '@oclif/core'
import {type Difference, differences} from '../test/official/differences.js'
import {namesakes, type Surface, shared, surfaceOf} from '../test/official/surface.js'

/** What can be typed of the shared commands, in the official CLI and in ours, and our manifest. */
export function surfaces(root: string) {
  const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'))
  // Both files are made by programs, and compared with what they are made from by tests.
  const manifest = read('oclif.manifest.json') as Interfaces.Manifest
  const official = read('test/official/surface.json') as Record<string, Surface>
  return {official, ours: surfaceOf(manifest), manifest}
}

/** The flags that every command of ours has. */
const everywhere = ['as', 'context', 'json', 'no-input', 'prompt']

/** docs/compatibility.md */
export function compatibilityPage(root: string): string {
  const {official, ours, manifest} = surfaces(root)
  const commands = shared.map((id) => {
    const added = Object.keys(ours[id]?.flags ?? {}).filter((flag) => !everywhere.includes(flag) && official[id]?.flags[flag] === undefined)
    return [code(id), official[id]?.names.map(code).join(', ') ?? '', added.sort().map((flag) => code(`--${flag}`)).join(', ')]
  })
  const own = Object.values(manifest.commands).filter(({id, hidden, pluginName}) => !hidden && pluginName === manifest.commands['spaces']?.pluginName && !shared.some((each) => each === id))
  const listed = own.sort((a, b) => a.id.localeCompare(b.id, 'en')).map(({id, description = ''}) => [code(id), description.split('\n')[0] ?? ''])
  return `<!-- Made by npm run docs. Do not edit. -->

# Compatibility with the official CLI

\`test/official\` installs \`heroku\` 11.10.0 as it is published, types the same lines into it and into spacedock, on one served
control plane, and compares: standard output byte for byte, standard error but for where its lines are broken, and whether
the exit code is zero. The name of the binary aside, they are the same, for success and refusal, except for what stands here.

## Where spacedock differs on purpose

${table(['where', 'when', 'the official CLI', 'spacedock', 'why'], Object.values<Difference>(differences).map(({commands, when, official: theirs, ours: mine, why}) => [commands.map((id) => (id === '*' ? 'everywhere' : code(id))).join(', '), when, theirs, mine, why]))}

## Commands that both have

Every command of spacedock has ${everywhere.map((flag) => code(`--${flag}`)).join(', ')}.

${table(['command', 'other names', 'flags that spacedock adds'], commands)}

## Commands that only spacedock has

${Object.entries(namesakes).map(([id, theirs]) => `${code(id)} of the official CLI is another command: ${theirs}. In \`heroku\`, with spacedock as a plugin, that one is run.`).join('\n')}

${table(['command', ''], listed)}
`
}

const code = (text: string): string => `\`${text}\``

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
