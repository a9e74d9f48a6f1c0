import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/official/**'],
    disableConsoleIntercept: true,
    env: {CI: '', NODE_EXTRA_CA_CERTS: ''},
  },
})
