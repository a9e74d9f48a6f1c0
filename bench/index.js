#!/usr/bin/env node
// npm run bench: everything the project promises of its speed, as ratios measured side by side in one run.
// --write puts the numbers into docs/benchmarks.md.
import {writeFileSync} from 'node:fs'
import {cpus, totalmem} from 'node:os'
import {join} from 'node:path'
import {benchCommands} from './commands.js'
import {root} from './measure.js'
import {benchPartner} from './partner.js'
import {benchPostgres} from './postgres.js'
import {createReport} from './report.js'
import {benchScale} from './scale.js'
import {benchServer} from './server.js'

const parts = {Commands: benchCommands, Server: benchServer, Partner: benchPartner, Postgres: benchPostgres, Scale: benchScale}
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const sections = []

for (const [title, bench] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(title.toLowerCase())) continue
  console.log(title)
  const report = createReport()
  await bench(report)
  sections.push({title, ...report})
}

if (process.argv.includes('--write')) writeFileSync(join(root, 'docs/benchmarks.md'), page(sections))
if (sections.some(({rows}) => rows.some(({met}) => !met))) process.exitCode = 1

function page(sections) {
  const [cpu] = cpus()
  const machine = `${cpus().length} cores of ${cpu.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${process.arch}, Node ${process.version}`
  const tables = sections.map(({title, rows, notes}) => {
    const lines = rows.map(({name, measured, ratio, goal, met}) => `| ${name} | ${ratio.toFixed(2)} × | ${goal} | ${met ? 'yes' : '**no**'} | ${measured} |`)
    return [`## ${title}`, '', '| what | ratio | goal | met | measured (medians) |', '|---|---|---|---|---|', ...lines, ...notes.map((note) => `\n${note}`)].join('\n')
  })
  return `<!-- Made by npm run bench -- --write. Do not edit. -->

# Benchmarks

One run of \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. The contenders of a line take
turns, so what else the machine did falls on both; the ratio is what counts, the absolute numbers are this machine's.

${tables.join('\n\n')}
`
}
