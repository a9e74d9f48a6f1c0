import {execFile} from 'node:child_process'
import {existsSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'

/** The release of the official CLI that everything here is compared with. */
export const officialVersion = '11.10.0'

export const root = fileURLToPath(new URL('../..', import.meta.url))
/** Ignored by git. Written last, the marker says that the installation beside it is whole. */
const folder = join(root, '.cache/official', officialVersion)
const marker = join(folder, 'installed')

export const officialPackage = join(folder, 'node_modules/heroku')
export const officialProgram = join(officialPackage, 'bin/run.js')
export const ourProgram = join(root, 'bin/run.js')

/** Installs the official CLI from the package registry, once. What vitest runs before the suite. */
export default async function installOfficial(): Promise<void> {
  if (!existsSync(join(root, 'dist'))) throw new Error('This suite runs the built program, and there is none. Build it: npm run build')
  if (existsSync(marker)) return
  const unfinished = `${folder}.${process.pid}`
  mkdirSync(unfinished, {recursive: true})
  console.log(`Installing heroku@${officialVersion} into ${folder}: once, about a minute.`)
  try {
    await npm(['install', '--prefix', unfinished, '--no-audit', '--no-fund', '--ignore-scripts', `heroku@${officialVersion}`])
  } catch (error) {
    rmSync(unfinished, {recursive: true, force: true})
    throw error
  }
  rmSync(folder, {recursive: true, force: true})
  renameSync(unfinished, folder)
  writeFileSync(marker, `heroku@${officialVersion}\n`)
}

/** Runs npm in a folder. @throws where it fails, with what it said */
export const npm = (args: readonly string[], cwd = root) => promisify(execFile)('npm', [...args], {cwd, maxBuffer: 64 * 1024 * 1024})
