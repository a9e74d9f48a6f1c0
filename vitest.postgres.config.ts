import {defineConfig} from 'vitest/config'
import base from './vitest.config.js'

/** The control plane on PostgreSQL: what is of PostgreSQL alone, and everything that otherwise runs on state files. */
export default defineConfig({
  test: {
    ...base.test,
    include: ['test/platform/**/*.test.ts', 'test/postgres/**/*.test.ts'],
    exclude: [],
    globalSetup: ['test/postgres/setup.ts'],
  },
})
