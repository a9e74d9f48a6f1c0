import {dirname, join} from 'node:path'
import type {Interfaces} from '@oclif/core'

export interface Folders {
  /** Where the world is kept: `SPACEDOCK_DATA_DIR`, else XDG. */
  data: string
  /** Where preferences are kept: `SPACEDOCK_CONFIG_DIR`, else XDG. */
  config: string
  /** Where a served control plane leaves word of itself. */
  state: string
  /** The state file of the embedded world. */
  world: string
}

const ownName = 'spacedock'

/** The folders oclif gives; loaded into another CLI as a plugin, the same ones, beside that CLI's own. */
export function foldersOf(config: Pick<Interfaces.Config, 'bin' | 'configDir' | 'dataDir'>): Folders {
  const data = folder('SPACEDOCK_DATA_DIR', config.dataDir, config.bin)
  const own = folder('SPACEDOCK_CONFIG_DIR', config.configDir, config.bin)
  return {data, config: own, state: data, world: join(data, 'world.sqlite')}
}

function folder(variable: string, given: string, bin: string): string {
  return process.env[variable] ?? (bin === ownName ? given : join(dirname(given), ownName))
}
