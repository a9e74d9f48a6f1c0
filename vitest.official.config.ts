import {defineConfig} from 'vitest/config'

/** The suite that runs the unmodified official CLI beside ours: it installs it first, and takes minutes. */
export default defineConfig({
  test: {
    include: ['test/official/**/*.test.ts'],
    globalSetup: ['test/official/install.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Two programs run at once in each file, and each of them is busy.
    maxWorkers: 2,
  },
})
