import {describe, expect, it} from 'vitest'
import {junitXml} from '../../src/lib/partner/conformance/junit.js'
import type {CheckResult} from '../../src/lib/partner/conformance/run.js'
import {describeAnswer, describeRequest, presenter} from '../../src/lib/partner/conformance/texts.js'

const answered = (body: string, headers = {}) => ({status: 200, headers, body, ms: 7})

describe('what is shown', () => {
  it('of a form are the names of its fields', () => {
    const form = {method: 'POST', url: 'http://127.0.0.1/sso', headers: {'content-type': 'application/x-www-form-urlencoded'}, body: 'token=abc&email=a%40b'}
    expect(describeRequest(form)).toBe('POST http://127.0.0.1/sso\ntoken, email')
  })

  it('of config are the names, and values that are wrong by their type', () => {
    expect(describeAnswer(answered('{"id":"a","config":{"URL":"redis://:pw@host","PORT":1}}'))).toBe('status 200, after 7 ms\n{"id":"a","config":{"URL":"[redacted]","PORT":1}}')
    expect(describeAnswer(answered('{"config":"URL=redis://:pw@host"}'))).toBe('status 200, after 7 ms\n{"config":"[redacted]"}')
  })

  it('of a redirect is where it leads, without its query', () => {
    expect(describeAnswer(answered('', {location: '/dashboard?token=abc#top'}))).toBe('status 200, to /dashboard, after 7 ms, without a body')
  })

  it('is without secrets, in every form in which they are sent', () => {
    const show = presenter(['pa"ss/word', 'salt', 'x'])
    expect(show('pa"ss/word "pa\\"ss/word" pa%22ss%2Fword salt x redis://:secret@host https://u:p@h/')).toBe('[redacted] "[redacted]" [redacted] [redacted] x redis://[redacted]@host https://[redacted]@h/')
  })

  it('is cut after secrets are taken out', () => {
    const shown = presenter(['secret'])(`${'x'.repeat(1497)}secret${'y'.repeat(2000)}`)
    expect(shown).toBe(`${'x'.repeat(1497)}[re… (3507 characters)`)
  })

  it('does not reach the controls of a terminal', () => {
    expect(presenter([])('a\u001B[2J\u0000\u009B\r\n\tb')).toBe('a\uFFFD[2J\uFFFD\uFFFD\uFFFD\n\tb')
  })
})

it('JUnit XML holds what XML can hold', () => {
  const check: CheckResult = {id: 'a.b', group: 'sso', title: '<"a"> & b', result: 'failed', sent: 'x\u0000\u001B', must: '<', came: '\uD800 🚀 ]]>', reason: '&', ms: 1500}
  const others = (['ok', 'warned', 'skipped'] as const).map((result): CheckResult => ({...check, group: 'manifest', result, sent: null, came: null}))
  expect(junitXml('acme', [...others, check])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acme" tests="4" failures="1" errors="0" skipped="1" time="6.000">
  <testsuite name="Manifest" tests="3" failures="0" errors="0" skipped="1" time="4.500">
    <testcase classname="a.b" name="&lt;&quot;a&quot;&gt; &amp; b" time="1.500"/>
    <testcase classname="a.b" name="&lt;&quot;a&quot;&gt; &amp; b" time="1.500">
      <system-out>warning
must: &lt;
why: &amp;</system-out>
    </testcase>
    <testcase classname="a.b" name="&lt;&quot;a&quot;&gt; &amp; b" time="1.500">
      <skipped message=""/>
    </testcase>
  </testsuite>
  <testsuite name="Single sign-on" tests="1" failures="1" errors="0" skipped="0" time="1.500">
    <testcase classname="a.b" name="&lt;&quot;a&quot;&gt; &amp; b" time="1.500">
      <failure message="&lt;">sent: x\uFFFD\uFFFD
must: &lt;
came: \uFFFD 🚀 ]]&gt;
why: &amp;</failure>
    </testcase>
  </testsuite>
</testsuites>
`)
})
