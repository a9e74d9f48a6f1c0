import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {AddonSso} from '../operations/addons.js'

/** A page that signs on by posting the form as soon as a browser shows it. */
export function ssoPage({action, params}: AddonSso): string {
  const fields = Object.entries(params).map(([name, value]) => `      <input type="hidden" name="${escaped(name)}" value="${escaped(String(value))}">`)
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Signing on</title>
  </head>
  <body onload="document.forms[0].submit()">
    <form method="POST" action="${escaped(action)}">
${fields.join('\n')}
      <noscript><button>Sign on</button></noscript>
    </form>
  </body>
</html>
`
}

/** Writes the page where only the user can read it: its tokens are good for five minutes. @returns its path */
export function writeSsoPage(sso: AddonSso): string {
  const path = join(mkdtempSync(join(tmpdir(), 'spacedock-sso-')), 'sign-on.html')
  writeFileSync(path, ssoPage(sso), {mode: 0o600})
  return path
}

const entities: Readonly<Record<string, string>> = {'&': '&amp;', '"': '&quot;', "'": '&#39;', '<': '&lt;', '>': '&gt;'}
const escaped = (text: string): string => text.replaceAll(/[&"'<>]/g, (character) => entities[character] ?? character)
