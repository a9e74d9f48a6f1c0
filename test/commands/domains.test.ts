import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {X509Certificate} from 'node:crypto'
import {beforeEach, describe, expect, it} from 'vitest'
import {createPair} from '../helpers/certificates.js'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli
const pair = await createPair({hostnames: ['www.example.com', 'api.example.com']})

beforeEach(async () => {
  cli = await createCli()
  await cli.ok('control-plane:settings domain=0 acm=0')
  await cli.ok('spaces:create my-space --team acme --wait')
  await cli.ok('apps:create my-app --space my-space')
})

const file = (name: string) => join(cli.folder, name)
/** A certificate and its key in the files a.crt and a.key. */
function writePair({certificate, key} = pair): void {
  writeFileSync(file('a.crt'), certificate)
  writeFileSync(file('a.key'), key)
}
const nameOf = async (): Promise<string> => ((await cli.ok('certs --app my-app --json')).json() as {name: string}[])[0]?.name ?? 'none'

it.each([
  ['domains:add --app my-app', 2, 'Missing 1 required arg'],
  ['domains:add example --app my-app', 2, 'it has no dot'],
  ['domains:add www.example.com --app no-app', 3, "Couldn't find that app."],
  ['domains:add www.example.com --app my-app --cert reef-12345', 3, "Couldn't find that SNI endpoint."],
  ['domains:info www.example.com --app my-app', 3, "Couldn't find that domain."],
  ['domains:remove www.example.com --app my-app', 3, "Couldn't find that domain."],
  ['domains:update www.example.com --app my-app', 2, 'Missing required flag cert'],
  ['domains:wait www.example.com --app my-app', 3, "Couldn't find that domain."],
  ['domains --app my-app --filter Name', 2, 'Filter flag has an invalid value'],
  ['domains --app my-app --columns Owner', 2, '--columns knows no column Owner. The columns are Domain Name, DNS Record Type'],
  ['domains --app my-app --sort=', 2, '--sort knows no column ""'],
  ['certs:add a.crt a.key --app my-app', 2, 'a.crt cannot be read: there is no such file.'],
  ['certs:info --app my-app', 3, 'my-app has no SSL certificates'],
  ['certs:remove --app my-app --confirm my-app', 3, 'my-app has no SSL certificates'],
  ['certs:generate www.example.com --app my-app', 2, 'use --now to leave it out'],
  ['certs:generate ../www.example.com --now --app my-app', 2, 'is not a host name'],
  ['certs:generate www.example.com --now --keysize 1024 --app my-app', 2, '--keysize takes a number of bits from 2048 to 8192'],
  ['certs:generate www.example.com --subject CN=x --app my-app', 2, 'Write it as /C=US/O=Acme/CN=www.example.com.'],
  ['certs:generate www.example.com --country Utopia --app my-app', 2, 'a country is two letters'],
  ['certs:auto:disable --app my-app', 8, 're-run this command with --confirm my-app'],
  ['certs:auto:refresh --app my-app', 2, 'not enabled for this app'],
])('%s ends with %i', async (line, exit, message) => {
  const {code, stderr, stdout} = await cli.run(line)
  expect([code, stdout], stderr).toEqual([exit, ''])
  expect(stderr.replaceAll(/\s+›?\s*/g, ' ')).toContain(message)
  expect(existsSync(file('www.example.com.key'))).toBe(false)
})

describe('domains', () => {
  it('are listed whole, in part, in order, and for other programs', async () => {
    for (const name of ['www.example.com', 'example.co.uk', '*.example.org']) await cli.ok(['domains:add', name, '--app', 'my-app'])
    const csv = async (more: string) => (await cli.ok(`domains --app my-app --csv ${more}`)).stdout.split('Custom Domains\n\n')[1]?.replaceAll(/[a-z]+-[a-z]+-\w{26}/g, '…')
    expect(await csv('--sort hostname')).toBe(
      'Domain Name,DNS Record Type,DNS Target,SNI Endpoint\n*.example.org,CNAME,….herokudns.com,\nexample.co.uk,ALIAS or ANAME,….herokudns.com,\nwww.example.com,CNAME,….herokudns.com,\n',
    )
    expect(await csv('--columns hostname --filter hostname=co.uk')).toBe('Domain Name\nexample.co.uk\n')
    expect((await cli.ok('domains --app my-app -x')).stdout).toMatch(/DNS Target +ACM Status +ACM Status +SNI Endpoint/)
    expect((await cli.ok('domains --app my-app --json')).json()).toHaveLength(4)
    await cli.ok('domains:clear --app my-app')
    expect((await cli.ok('domains --app my-app --json')).json()).toHaveLength(1)
    expect((await cli.ok('domains --app my-app')).stdout).toMatch(/^=== my-app Heroku Domain\n\nmy-app-[0-9a-f]{12}\.herokuapp\.com\n$/)
  })

  it('are waited for', async () => {
    await cli.ok('control-plane:settings domain=0.3')
    expect((await cli.ok('domains:add www.example.com --app my-app --wait --json')).json()).toMatchObject({status: 'succeeded'})
    await cli.ok('domains:add api.example.com --app my-app')
    expect((await cli.ok('domains:wait --app my-app --json')).json()).toMatchObject([{hostname: 'api.example.com', status: 'succeeded'}])
    expect((await cli.ok('domains:wait --app my-app --json')).json()).toEqual([])
  })

  it('of an app with several certificates are added without one, and it is said how to choose', async () => {
    writePair()
    for (const _ of [1, 2]) await cli.ok('certs:add a.crt a.key --app my-app')
    const {stderr, stdout} = await cli.ok('domains:add www.example.com --app my-app --json')
    expect(stderr.replaceAll(/\s+›?\s*/g, ' ')).toContain('my-app has 2 certificates, and the domain is added without one. Choose it with spacedock domains:update www.example.com --app my-app --cert NAME.')
    expect(JSON.parse(stdout)).toMatchObject({sni_endpoint: null})
  })
})

describe('certificates', () => {
  it('are added, used, shown, replaced and removed', async () => {
    writePair()
    await cli.ok('domains:add www.example.com --app my-app')
    const {stderr} = await cli.ok('certs:add a.crt a.key --app my-app')
    const name = await nameOf()
    expect(stderr.replaceAll(/\s+›?\s*/g, ' ')).toContain(`spacedock domains:update www.example.com --app my-app --cert ${name}.`)
    await cli.ok(`domains:update www.example.com --cert ${name} --app my-app`)
    expect((await cli.ok('certs:info --app my-app --endpoint www.example.com --show-domains')).stdout).toBe(
      'Certificate details:\nCommon Name(s): www.example.com\n                api.example.com\nExpires At:     2099-01-01 00:00 UTC\nIssuer:         /CN=www.example.com\nStarts At:      2020-01-01 00:00 UTC\nSubject:        /CN=www.example.com\nDomain(s):      www.example.com\nSSL certificate is self signed.\n',
    )
    expect((await cli.ok('certs --app my-app')).stdout).toMatch(new RegExp(`${name} +www.example.com, api.example.com +2099-01-01 00:00 UTC +False +SNI +1\n`))
    expect((await cli.run('certs:info --app my-app --endpoint other.example.com')).stderr).toContain('Record not found.')
    expect((await cli.run(`certs:info --app my-app --name ${name} --endpoint www.example.com`)).stderr).toContain('please use just one')
    writePair(await createPair({hostnames: ['other.example.com']}))
    expect(await cli.run('certs:update a.crt a.key --app my-app')).toMatchObject({code: 8})
    expect((await cli.run('certs:update a.crt a.key --app my-app --confirm my-app')).stderr).toContain('the certificate does not name it')
    writePair(await createPair({hostnames: ['*.example.com']}))
    expect((await cli.ok('certs:update a.crt a.key --app my-app --confirm my-app')).stdout).toMatch(/^Updated certificate details:\nCommon Name\(s\): \*\.example\.com\n/)
    expect(await cli.run('certs:remove --app my-app --confirm other')).toMatchObject({code: 8})
    await cli.ok('certs:remove --app my-app --confirm my-app')
    expect((await cli.ok('certs --app my-app')).stdout).toContain('my-app has no SSL certificates.')
  })

  it('have to be named where there are several', async () => {
    writePair()
    for (const _ of [1, 2]) await cli.ok('certs:add a.crt a.key --app my-app')
    expect(await cli.run('certs:info --app my-app')).toMatchObject({code: 2, stderr: expect.stringContaining('Must pass --name when more than one endpoint')})
    expect((await cli.ok(`certs:info --app my-app --name ${await nameOf()}`)).stdout).toContain('Certificate details:')
  })

  it('are generated: signed by themselves, they can be added, and what is there is not written over', async () => {
    const {stderr, stdout} = await cli.ok('certs:generate www.example.com --selfsigned --owner Acme/Inc --country US --app my-app')
    expect(stdout).toBe('')
    expect(stderr).toContain('Next, run:\n$ spacedock certs:add www.example.com.crt www.example.com.key\n')
    const {subject, subjectAltName} = new X509Certificate(readFileSync(file('www.example.com.crt')))
    expect([subject, subjectAltName]).toEqual(['C=US\nO=Acme/Inc\nCN=www.example.com', 'DNS:www.example.com'])
    expect(statSync(file('www.example.com.key')).mode & 0o777).toBe(0o600)
    await cli.ok('certs:add www.example.com.crt www.example.com.key --app my-app')
    expect(await cli.run('certs:generate www.example.com --now --app my-app')).toMatchObject({code: 5, stderr: expect.stringContaining('www.example.com.key is there already')})
  })

  it('are requested, for an update where the app has one already', async () => {
    writePair()
    await cli.ok('certs:add a.crt a.key --app my-app')
    const {stderr} = await cli.ok('certs:generate www.example.com --now --app my-app')
    expect(stderr).toContain("Submit the CSR in 'www.example.com.csr' to your preferred certificate authority.\nWhen you've received your certificate, run:\n$ spacedock certs:update CERTFILE www.example.com.key\n")
    expect(readFileSync(file('www.example.com.csr'), 'utf8')).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----\n/)
  })
})

describe('certs:auto', () => {
  const show = async (line: string) => (await cli.ok(line)).stdout

  it('says whether it is on, and what to do', async () => {
    expect(await show('certs:auto --app my-app')).toBe('=== Automatic Certificate Management is disabled on my-app\n\n')
    expect(await show('certs:auto:enable --app my-app')).toBe('=== Your certificate will now be managed by Heroku. Check the status by running spacedock certs:auto.\n\n')
    expect(await show('certs:auto --app my-app')).toContain('=== Add a custom domain to your app by running: spacedock domains:add <yourdomain.com>\n')
    await cli.ok('domains:add www.example.com --app my-app')
    const issued = await show('certs:auto --app my-app --wait')
    expect(issued).toMatch(/^=== Automatic Certificate Management is enabled on my-app\n\nRenewal scheduled for [-\d]+ [:\d]+ UTC\.\n\nCertificate details:\n/)
    expect(issued).toMatch(/Issuer: +\/O=spacedock[^]*SSL certificate is verified by a root authority\.\n\n[^]*www\.example\.com +Cert issued +less than a minute/)
    await cli.ok('certs:auto:disable --app my-app --confirm my-app')
    expect(await show('certs:auto --app my-app')).toContain('disabled')
  })

  it('fails where the trusted IP ranges keep validation out', async () => {
    await cli.ok('control-plane:settings acm-patience=0')
    await cli.ok('trusted-ips:remove 0.0.0.0/0 --space my-space --confirm my-space')
    await cli.ok('domains:add www.example.com --app my-app')
    const {code, stderr, stdout} = await cli.run('certs:auto:enable --app my-app --wait')
    expect([code, stdout]).toEqual([5, '=== Error: The certificate could not be issued to all domains. See status with spacedock certs:auto.\n\n'])
    expect(stderr).toContain('ACM not enabled for some domains')
    expect(await show('certs:auto --app my-app --wait')).toMatch(/Failed +Trusted IP ranges[^]*retry by running: spacedock certs:auto:refresh\n {4}See our documentation/)
  })
})
