import {groups} from '../partner/conformance/check.js'
import type {CheckResult, Report} from '../partner/conformance/run.js'
import {color} from '../render/color.js'
import {renderHeader} from '../render/header.js'

/** What became of a test of a partner's server. Texts are without secrets. */
export interface PartnerReport extends Report {
  /** The slug of the add-on service. */
  addon: string
  url: string
  /** Nothing has failed. */
  ok: boolean
  counts: Record<CheckResult['result'], number>
}

export function countsOf(checks: readonly CheckResult[]): PartnerReport['counts'] {
  const having = (result: CheckResult['result']) => checks.filter((check) => check.result === result).length
  return {ok: having('ok'), warned: having('warned'), failed: having('failed'), skipped: having('skipped')}
}

/** A line for each check, below the name of its group; where something is wrong, also what, and why it matters. */
export function partnerReport({checks, counts}: PartnerReport): string {
  const sections = Object.entries(groups).flatMap(([group, title]) => {
    const own = checks.filter((check) => check.group === group)
    return own.length === 0 ? [] : [[renderHeader(title), ...own.map((check, at) => linesOf(check, own[at - 1])), ''].join('\n')]
  })
  const {ok, warned, failed, skipped} = counts
  return [...sections, `${checks.length} ${checks.length === 1 ? 'check' : 'checks'}: ${ok} ok, ${warned} warned, ${failed} failed, ${skipped} skipped.`].join('\n')
}

const paints = {ok: 'success', warned: 'warning', failed: 'failure', skipped: 'inactive'} as const

/** The width of the longest word, so that titles stand below each other. */
const width = Math.max(...Object.keys(paints).map((word) => word.length))

function linesOf({id, title, result, sent, must, came, reason}: CheckResult, before: CheckResult | undefined): string {
  const line = `${color[paints[result]](result.padEnd(width))} ${title} ${color.inactive(`(${id})`)}`
  // Why checks are skipped is often the same for all of a group.
  if (result === 'ok' || (result === 'skipped' && before?.result === 'skipped' && before.came === came)) return line
  if (result === 'skipped') return `${line}\n${labelled('', came)}`
  return [line, labelled('sent', sent), labelled('must', must), labelled('came', came), labelled('why', reason)].filter(Boolean).join('\n')
}

function labelled(label: string, text: string | null): string {
  const [first = '', ...others] = (text ?? '').split('\n')
  const indent = ' '.repeat(width + 1)
  return text === null ? '' : [`${indent}${label && label.padEnd(6)}${first}`, ...others.map((line) => `${indent}${label && ' '.repeat(6)}${line}`)].join('\n')
}
