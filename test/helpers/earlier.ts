import {execFileSync} from 'node:child_process'
import {mkdtempSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {root} from './cli.js'

const git = (...argv: string[]): string => execFileSync('git', argv, {cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 256 * 1024 * 1024}).trim()

/**
 * The commits whose worlds have to open: the one before, and the last that had another schema. None where the history is
 * not there, as in a package or a shallow clone.
 */
export function earlierCommits(): string[] {
  try {
    const lastOfSchema = git('log', '-1', '--format=%H', '--', 'src/lib/store/migrations.ts')
    return [...new Set([git('rev-parse', 'HEAD~1'), git('rev-parse', `${lastOfSchema}~1`)])]
  } catch {
    return []
  }
}

/** The program of a commit, built with the libraries that are installed now. */
export function programOf(commit: string): {program: string; remove: () => void} {
  const folder = mkdtempSync(join(tmpdir(), 'spacedock-earlier-'))
  const archive = execFileSync('git', ['archive', commit], {cwd: root, maxBuffer: 256 * 1024 * 1024})
  execFileSync('tar', ['-x', '-C', folder], {input: archive})
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  execFileSync('npm', ['run', 'build'], {cwd: folder, stdio: 'ignore'})
  return {program: join(folder, 'bin/run.js'), remove: () => rmSync(folder, {force: true, recursive: true})}
}
