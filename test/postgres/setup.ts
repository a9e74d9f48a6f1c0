import type {TestProject} from 'vitest/node'
import {findPostgres, installPostgres, startPostgres} from '../helpers/postgres.js'

/** Uses the server of `DATABASE_URL`, else starts one of this machine's PostgreSQL, else of the package registry's. */
export default async function setUp(project: TestProject): Promise<(() => void) | undefined> {
  const given = process.env['DATABASE_URL']
  if (given) {
    project.provide('database', given)
    return undefined
  }
  const programs = findPostgres() ?? (await installPostgres())
  if (!programs) {
    console.warn('SKIPPED: DATABASE_URL names no PostgreSQL server, this machine has none, and none could be installed.')
    project.config.include = []
    project.config.passWithNoTests = true
    return undefined
  }
  const server = await startPostgres({programs})
  project.provide('database', server.url)
  project.provide('postgresPrograms', programs)
  return () => server.stop()
}
