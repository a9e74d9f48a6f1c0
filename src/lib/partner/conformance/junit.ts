import type {CheckResult} from './run.js'
import {type Group, groups} from './check.js'

/** The results as JUnit XML, which CI services read: a suite for each group. Seconds, as everybody writes them. */
export function junitXml(name: string, checks: readonly CheckResult[]): string {
  const suites = Object.entries(groups).flatMap(([group, title]) => {
    const own = checks.filter((check) => check.group === (group as Group))
    return own.length === 0 ? [] : [`  <testsuite name="${escaped(title)}"${counts(own)}>\n${own.map(testCase).join('\n')}\n  </testsuite>`]
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escaped(name)}"${counts(checks)}>\n${suites.join('\n')}\n</testsuites>\n`
}

const counts = (checks: readonly CheckResult[]): string => {
  const having = (result: CheckResult['result']) => checks.filter((check) => check.result === result).length
  return ` tests="${checks.length}" failures="${having('failed')}" errors="0" skipped="${having('skipped')}" time="${seconds(checks.reduce((sum, {ms}) => sum + ms, 0))}"`
}

function testCase({id, title, result, ms, sent, must, came, reason}: CheckResult): string {
  const open = `    <testcase classname="${escaped(id)}" name="${escaped(title)}" time="${seconds(ms)}"`
  const details = [sent && `sent: ${sent}`, `must: ${must}`, came && `came: ${came}`, `why: ${reason}`].filter(Boolean).join('\n')
  switch (result) {
    case 'failed':
      return `${open}>\n      <failure message="${escaped(must)}">${escaped(details)}</failure>\n    </testcase>`
    case 'skipped':
      return `${open}>\n      <skipped message="${escaped(came ?? '')}"/>\n    </testcase>`
    case 'warned':
      return `${open}>\n      <system-out>${escaped(`warning\n${details}`)}</system-out>\n    </testcase>`
    case 'ok':
      return `${open}/>`
  }
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

/** XML has no way to write most control characters. */
const escaped = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
