import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
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
        const builtIn = process.moduleLoadList.filter((name) => /^NativeModule (http|https)$/.test(name))
        const files = Object.keys(require.cache).filter((file) => /control-plane|inquirer|conf|pino|prom-client|sqlite/.test(file.replace(/.*[/\\\\]spacedock-test-[^/\\\\]*/, '')))
        process.stderr.write('LOADED ' + JSON.stringify([...builtIn, ...files.map((file) => file.split(/[/\\\\]/).at(-1))]) + '\\n')
      })`,
    )
  })
  afterAll(() => rmSync(folder, {force: true, recursive: true}))

  const loadedBy = (...argv: string[]): string[] => {
    const folders = {SPACEDOCK_CACHE_DIR: folder, SPACEDOCK_CONFIG_DIR: folder, SPACEDOCK_DATA_DIR: folder}
    const {stderr} = spawnSync(process.execPath, ['--require', probe, join(root, 'bin/run.js'), ...argv], {encoding: 'utf8', env: {PATH: process.env['PATH'], ...folders}})
    return JSON.parse(/^LOADED (.*)$/m.exec(stderr)?.[1] ?? 'null') as string[]
  }

  it('of an embedded command loads the control plane and no HTTP', () => {
    const loaded = loadedBy('spaces', '--json')
    expect(loaded).toContain('control-plane.cjs')
    expect(loaded.filter((name) => /http|inquirer|conf|pino|prom-client/.test(name))).toEqual([])
  })

  it('of a remote command loads HTTP and neither control plane nor database', () => {
    const loaded = loadedBy('spaces', '--context', 'http://127.0.0.1:9')
    expect(loaded.join()).toContain('http')
    expect(loaded.filter((name) => /control-plane|sqlite|inquirer|conf|pino|prom-client/.test(name))).toEqual([])
  })

  it('that helps loads none of them', () => {
    expect(loadedBy('--help')).toEqual([])
    expect(loadedBy('spaces:create', '--help')).toEqual([])
  })
})
