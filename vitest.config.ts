import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/official/**', 'test/postgres/**'],
    setupFiles: ['test/helpers/network-guard.ts'],
    disableConsoleIntercept: true,
    // All cores: much of the time is that of processes and databases which tests wait for.
    maxWorkers: '100%',
    // For what hangs: a test that starts six processes may wait for its turn on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    env: {CI: '', NODE_EXTRA_CA_CERTS: '', SPACEDOCK_LOOPBACK_ONLY: '1'},
  },
})
