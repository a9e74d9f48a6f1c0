'use strict'

/*
 * Loads the bundles of dist/ from V8's code cache, which saves compiling them at every start. Node 22 can do so itself
 * (module.enableCompileCache), Node 20 cannot. A cache is kept per build, version of Node and machine type in the user's
 * cache folder; V8 refuses one that does not fit, and then the bundle is compiled as ever.
 *
 * A cache holds the functions that have run, so the first run of each command adds those it needs.
 */

const {mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} = require('node:fs')
const Module = require('node:module')
const {homedir} = require('node:os')
const {dirname, join} = require('node:path')
const {Script} = require('node:vm')

/** The folder oclif would name: `SPACEDOCK_CACHE_DIR`, else the platform's. */
function cacheFolder() {
  const {LOCALAPPDATA, SPACEDOCK_CACHE_DIR, XDG_CACHE_HOME} = process.env
  if (SPACEDOCK_CACHE_DIR) return SPACEDOCK_CACHE_DIR
  const base = XDG_CACHE_HOME ?? (process.platform === 'darwin' ? join(homedir(), 'Library/Caches') : process.platform === 'win32' && LOCALAPPDATA ? LOCALAPPDATA : join(homedir(), '.cache'))
  return join(base, 'spacedock')
}

const runtime = `${process.version}-${process.arch}`

/** Opens the code cache of the bundles in a folder for a command: `load` a bundle by name, `save` what was compiled anew. */
exports.openCodeCache = (dist, command) => {
  const folder = cacheFolder()
  const {id} = require(join(dist, 'build.json'))
  const fileOf = (name) => join(folder, `code-${runtime}-${id}-${name}.bin`)
  const commandsFile = join(folder, `code-${runtime}-${id}-commands.txt`)
  const commands = (readIfThere(commandsFile) ?? '').toString().split('\n')
  const isNew = !commands.includes(command)
  const fresh = new Map()

  function load(name) {
    const filename = join(dist, `${name}.cjs`)
    const present = require.cache[filename]
    if (present) return present.exports
    const cachedData = readIfThere(fileOf(name))
    // The bundles are plain ASCII, which is read as it is.
    const script = new Script(Module.wrap(readFileSync(filename, 'latin1')), {cachedData, filename})
    if (isNew || !cachedData || script.cachedDataRejected) fresh.set(name, script)
    const module = new Module(filename)
    Object.assign(module, {filename, loaded: true, paths: Module._nodeModulePaths(dist)})
    require.cache[filename] = module
    const requireFrom = Module.createRequire(filename)
    const requireBundle = (request) => (request.startsWith('./') ? load(request.slice(2, -'.cjs'.length)) : requireFrom(request))
    script.runInThisContext()(module.exports, Object.assign(requireBundle, requireFrom), module, filename, dirname(filename))
    return module.exports
  }

  /** Keeps what this run has compiled. A cache that cannot be written is none: the next run compiles again. */
  function save(exitCode) {
    try {
      if (fresh.size === 0) return
      mkdirSync(folder, {mode: 0o700, recursive: true})
      for (const [name, script] of fresh) replaceFile(fileOf(name), script.createCachedData())
      // One that has failed may have got nowhere.
      if (isNew && exitCode === 0) replaceFile(commandsFile, [...commands, command].join('\n'))
      for (const old of readdirSync(folder)) if (isOutdated(old, id)) rmSync(join(folder, old), {force: true})
    } catch {
      // Nobody to tell, and nothing lost but time.
    }
  }

  return {load, save}
}

/** A cache of another build for the same Node, which nobody will ask for again. */
const isOutdated = (file, id) => file.startsWith(`code-${runtime}-`) && !file.includes(id)

/** Whole or not at all, for whoever starts at this moment. */
function replaceFile(file, content) {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, content)
  renameSync(draft, file)
}

function readIfThere(file) {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
