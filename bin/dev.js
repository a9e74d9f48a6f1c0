#!/usr/bin/env node
'use strict'

// Runs the sources as they are: bundles them first.
const {execFileSync} = require('node:child_process')
const {join} = require('node:path')

for (const script of ['build.js', 'manifest.js']) execFileSync(process.execPath, [join(__dirname, '../scripts', script)], {stdio: ['ignore', 'ignore', 'inherit']})
require('./run.js')
