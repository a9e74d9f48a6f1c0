#!/usr/bin/env node
process.env.NODE_ENV ??= 'production'

const {execute} = await import('../dist/main.js')
await execute({dir: import.meta.url})
