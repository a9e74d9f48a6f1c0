import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/official/**', 'test/postgres/**'],
    setupFiles: ['test/helpers/network-guard.ts'],
    disableConsoleIntercept: true,
    env: {CI: '', NODE_EXTRA_CA_CERTS: '', SPACEDOCK_LOOPBACK_ONLY: '1'},
  },
})
