import {mkdtempSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {build} from 'esbuild'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Imports a TypeScript module of the project, by its path in it. */
export async function load(module) {
  const folder = mkdtempSync(join(root, 'node_modules/.load-'))
  try {
    const outfile = join(folder, 'module.mjs')
    await build({absWorkingDir: root, bundle: true, entryPoints: [module], format: 'esm', logLevel: 'warning', outfile, packages: 'external', platform: 'node'})
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, {force: true, recursive: true})
  }
}
