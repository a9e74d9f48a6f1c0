import {spawnSync} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {root} from './helpers/cli.js'

type Bundles = Record<string, {inputs: Record<string, unknown>}>

/** Which sources are in which file of dist/ (npm run build writes it). */
const bundles = JSON.parse(readFileSync(join(root, 'dist/meta.json'), 'utf8')) as Bundles
const sourcesIn = (bundle: string, pattern: RegExp) => Object.keys(bundles[bundle]?.inputs ?? {}).filter((source) => pattern.test(source))

describe('dist/', () => {
  it('keeps the control plane, its database layer and what asks questions out of the file that every command reads', () => {
    expect(sourcesIn('main', /^src\/commands\//).length).toBeGreaterThan(50)
    expect(sourcesIn('main', /^src\/lib\/platform\/|node_modules\/(kysely|rou3|inquirer|conf|ajv|pino|prom-client)\//)).toEqual([])
  })

  it("keeps the test of a partner's server out of both", () => {
    expect(sourcesIn('conformance', /^src\/lib\/partner\/conformance\/checks\//).length).toBeGreaterThan(5)
    expect([...sourcesIn('main', /conformance\/(run|checks)/), ...sourcesIn('control-plane', /conformance/)]).toEqual([])
  })

  it('keeps commands, server and client out of the control plane, and the add-on catalogue out of what it starts with', () => {
    expect(sourcesIn('control-plane', /^src\/lib\/platform\//).length).toBeGreaterThan(30)
    expect(sourcesIn('control-plane', /^src\/(commands|lib\/(client|command|render|server))\/|node_modules\/(pino|prom-client)\//)).toEqual([])
  })
})

describe('a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spacedock-test-'))
  const probe = join(folder, 'probe.cjs')
  beforeAll(() => {
    // What the process has loaded by its end, told on stderr.
    writeFileSync(
      probe,
      `process.on('exit', () => {
        const builtIn = process.moduleLoadList.filter((name) => /^NativeModule (child_process|http|https|readline|tls)$/.test(name))
        const files = Object.keys(require.cache).filter((file) => /control-plane|inquirer|conf|pino|prom-client|sqlite/.test(file.replace(/.*[/\\\\]spacedock-test-[^/\\\\]*/, '')))
        process.stderr.write('LOADED ' + JSON.stringify([...builtIn, ...files.map((file) => file.split(/[/\\\\]/).at(-1))]) + '\\n')
      })`,
    )
  })
  afterAll(() => rmSync(folder, {force: true, recursive: true}))

  const env = {PATH: process.env['PATH'], SPACEDOCK_CACHE_DIR: folder, SPACEDOCK_CONFIG_DIR: folder, SPACEDOCK_DATA_DIR: folder}
  const loadedBy = (...argv: string[]): string[] => {
    const {stderr} = spawnSync(process.execPath, ['--require', probe, join(root, 'bin/run.js'), ...argv], {encoding: 'utf8', env})
    return JSON.parse(/^LOADED (.*)$/m.exec(stderr)?.[1] ?? 'null') as string[]
  }

  it('of an embedded command loads the control plane, no HTTP, and of Node nothing that only some commands need', () => {
    const loaded = loadedBy('spaces', '--json')
    expect(loaded).toContain('control-plane.cjs')
    expect(loaded.filter((name) => /child_process|http|inquirer|conf|pino|prom-client|readline|tls/.test(name))).toEqual([])
  })

  it('of a remote command loads HTTP and neither control plane nor database', () => {
    const loaded = loadedBy('spaces', '--context', 'http://127.0.0.1:9')
    expect(loaded.join()).toContain('http')
    expect(loaded.filter((name) => /control-plane|sqlite|inquirer|conf|pino|prom-client/.test(name))).toEqual([])
  })

  it('that is told of one command alone still lists those below it for whoever mistypes a flag', () => {
    const {stderr} = spawnSync(process.execPath, [join(root, 'bin/run.js'), 'pipelines', '--nope'], {encoding: 'utf8', env})
    const listed = /^COMMANDS\n([^]*)/m.exec(stderr)?.[1] ?? ''
    const below = readdirSync(join(root, 'src/commands/pipelines')).filter((file) => file !== 'index.ts')
    expect(listed.match(/\S+/g)).toEqual(below.map((file) => `pipelines:${file.replace('.ts', '')}`))
  })

  it('that helps loads none of them', () => {
    expect(loadedBy('--help')).toEqual([])
    expect(loadedBy('spaces:create', '--help')).toEqual([])
  })
})
