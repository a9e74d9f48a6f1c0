import {describe, expect, test} from 'vitest'
import {appDrainSchemes, requireDrainUrl, secureSchemes} from '../../src/lib/rules/drains.js'
import {refused} from './answers.js'

const check = (url: string, schemes: readonly string[] = secureSchemes, shared = true) => requireDrainUrl(url, 'Log drain URL', schemes, shared)

describe('logs do not go', () => {
  test.each([['http://logs.example.com'], ['logs.example.com'], ['syslog+tls://logs.example.com:6514'], [''], ['https://'], ['ftp://logs.example.com']])('to %j over TLS only', (url) => {
    expect(refused(check(url))).toBe('Log drain URL must be a URL that begins with https://, as in https://logs.example.com/drain.')
  })

  test.each([['http://logs.example.com'], ['file:///etc/passwd'], ['//logs.example.com']])('of an app to %j', (url) => {
    expect(refused(check(url, appDrainSchemes))).toMatch(/begins with https:\/\/, syslog:\/\/ or syslog\+tls:\/\//)
  })

  test('to nowhere', () => {
    expect(refused(check('syslog:///drain', appDrainSchemes))).toContain('has no host')
  })

  test('to a URL of a thousand characters and one', () => {
    expect(refused(check(`https://logs.example.com/${'x'.repeat(976)}`))).toBe('Log drain URL is too long (maximum is 1000 characters).')
    expect(check(`https://logs.example.com/${'x'.repeat(975)}`)).toBeUndefined()
  })

  test.each([['https://localhost'], ['https://127.0.0.1/x'], ['https://127.9.9.9'], ['https://[::1]:8080'], ['https://0.0.0.0'], ['https://LOCALHOST.'], ['https://a.localhost'], ['https://2130706433']])(
    'to the machine of a control plane that others use: %s',
    (url) => {
      expect(refused(check(url))).toContain('which others use too')
      expect(check(url, secureSchemes, false)).toBeUndefined()
    },
  )

  test('with the password in the refusal', () => {
    for (const url of ['http://me:hunter2@logs.example.com', 'https://me:hunter2@localhost', 'hunter2'])
      expect(refused(check(url))).not.toContain('hunter2')
  })
})

test.each([['https://logs.example.com'], ['https://me:pass@logs.example.com:8443/a?b=c'], ['syslog://logs.example.com:514'], ['syslog+tls://logs.example.com:6514']])('logs of an app go to %s', (url) => {
  expect(check(url, appDrainSchemes)).toBeUndefined()
})
