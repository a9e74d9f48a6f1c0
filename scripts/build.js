#!/usr/bin/env node
// Bundles the commands, with oclif and everything they need, into dist/: a few files instead of hundreds, which is most
// of what makes a command start fast (docs/design.md, "Start-up").
import {createHash} from 'node:crypto'
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')

/** What stands in a file of its own, loaded only when it is reached: the name of the file by what is imported. */
const apart = {
  conf: 'conf',
  inquirer: 'inquirer',
  'jsonc-parser': 'jsonc-parser',
  pino: 'pino',
  'prom-client': 'prom-client',
  tldts: 'tldts',
  yaml: 'yaml',
  [resolve(root, 'src/lib/platform/open.ts')]: 'control-plane',
  [resolve(root, 'src/lib/partner/conformance/index.ts')]: 'conformance',
  [resolve(root, 'src/lib/x509/issue.ts')]: 'x509',
}

/** Every command by its id, loaded when it is asked for: what oclif's explicit discovery looks at. */
function commandsModule() {
  const files = readdirSync(join(root, 'src/commands'), {recursive: true}).filter((file) => file.endsWith('.ts')).sort()
  const getters = files.map((file) => {
    const id = file.replace(/(?:[/\\]?index)?\.ts$/, '').split(/[/\\]/).join(':')
    return `get '${id}'() { return require(${JSON.stringify(join(root, 'src/commands', file))}).default },`
  })
  return `export {execute} from '@oclif/core'\nexport {commandNotFound as COMMAND_NOT_FOUND} from './src/lib/command/not-found.js'\nexport const COMMANDS = {\n${getters.join('\n')}\n}\n`
}

/** Leaves what stands apart out of a file, to be required from beside it. */
const partition = (own) => ({
  name: 'partition',
  setup(build) {
    const external = (target) => (target !== undefined && target !== own ? {external: true, path: `./${target}.cjs`} : undefined)
    build.onResolve({filter: /^(conf|inquirer|jsonc-parser|pino|prom-client|tldts|yaml)$/}, ({path}) => external(apart[path]))
    build.onResolve({filter: /(platform\/open|conformance\/index|x509\/issue)\.js$/}, ({path, resolveDir}) => external(apart[resolve(resolveDir, path.replace(/\.js$/, '.ts'))]))
  },
})

/** What oclif loads at every start and only some commands need: loaded when it is first used. */
const seldom = ['ejs', 'minimatch', 'node:child_process', 'node:perf_hooks', 'node:readline', 'tinyglobby']

/** What else of oclif takes longer than it must, by file: what stands there, and what is to. */
const slow = {
  // The first comparison of texts of the user's language in a process loads the language's rules, 4.5 ms. Ids are ASCII.
  'config/plugin.js': [['a.id.localeCompare(b.id)', '(a.id < b.id ? -1 : 1)']],
  // All else of it is for Windows.
  'util/os.js': [["(await import('wsl-utils')).isWsl", "(await import('is-wsl')).default"]],
}

/** Changes oclif where that saves time at every start. */
const fasterOclif = {
  name: 'faster-oclif',
  setup(build) {
    build.onLoad({filter: /@oclif\/core\/lib\/.*\.js$/}, ({path}) => {
      let contents = readFileSync(path, 'utf8')
      for (const [before, after] of slow[path.split('@oclif/core/lib/')[1]] ?? []) {
        if (!contents.includes(before)) throw new Error(`${path} has no ${before} any more.`)
        contents = contents.replace(before, after)
      }
      contents = contents.replaceAll(/^const (\w+) = (\w+\()?require\("([^"]+)"\)\)?;$/gm, (statement, name, interop = '', module) =>
        seldom.includes(module) ? `const ${name} = new Proxy({}, {get: (_, key) => ${interop}require("${module}")${interop && ')'}[key]});` : statement,
      )
      return {contents}
    })
  },
}

/** What is named is required: the code cache of bin/run.js cannot do with an import(). Only oclif's, of plugins, stays. */
const requireNamed = (code) => code.replaceAll(/\bimport\(("[^"]+")\)/g, 'Promise.resolve(require($1))')

/**
 * esbuild keeps each module as the one method of an object, under its path. V8 has a shape for each of a thousand names,
 * and adding one takes the longer the more there are: 4 ms of every start. So they all have the same name.
 */
const oneName = (code) => code.replaceAll(/\b(__esm|__commonJS)\(\{"[^"\n]+"\(/g, '$1({module(')

async function bundle(name, entry) {
  const {metafile, outputFiles} = await build({
    absWorkingDir: root,
    ...entry,
    outfile: join(dist, `${name}.cjs`),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    plugins: [partition(name), fasterOclif],
    external: ['@photostructure/sqlite', 'pg', 'typescript'],
    define: {'import.meta.url': '__url'},
    banner: {js: "const __url = require('node:url').pathToFileURL(__filename).href"},
    // Less to read at every start; names stay, so that stack traces can be read.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    write: false,
  })
  for (const {path, text} of outputFiles) writeFileSync(path, oneName(requireNamed(text)))
  return metafile
}

rmSync(dist, {recursive: true, force: true})
mkdirSync(dist)
const metafiles = {
  main: await bundle('main', {stdin: {contents: commandsModule(), resolveDir: root, sourcefile: 'src/main.ts'}}),
  'control-plane': await bundle('control-plane', {entryPoints: ['src/lib/platform/open.ts']}),
  conformance: await bundle('conformance', {entryPoints: ['src/lib/partner/conformance/index.ts']}),
  conf: await bundle('conf', {entryPoints: ['conf']}),
  inquirer: await bundle('inquirer', {entryPoints: ['inquirer']}),
  'jsonc-parser': await bundle('jsonc-parser', {entryPoints: ['jsonc-parser/lib/esm/main.js']}),
  pino: await bundle('pino', {entryPoints: ['pino']}),
  'prom-client': await bundle('prom-client', {entryPoints: ['prom-client']}),
  yaml: await bundle('yaml', {entryPoints: ['yaml']}),
  tldts: await bundle('tldts', {entryPoints: ['tldts']}),
  x509: await bundle('x509', {entryPoints: ['src/lib/x509/issue.ts']}),
}
// Which sources are in which file: test/bundle.test.ts holds what may be where.
writeFileSync(join(dist, 'meta.json'), JSON.stringify(metafiles))
// The code cache is kept per build.
const hash = createHash('sha256')
for (const name of Object.keys(metafiles)) hash.update(readFileSync(join(dist, `${name}.cjs`)))
writeFileSync(join(dist, 'build.json'), JSON.stringify({id: hash.digest('hex').slice(0, 16)}))
