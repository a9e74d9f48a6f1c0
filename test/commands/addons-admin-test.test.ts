import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {type AddressInfo, createServer} from 'node:net'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'
import {createTestPartner, exampleManifest, type PartnerFault} from '../helpers/partner.js'

let cli: Cli

beforeAll(async () => {
  cli = await createCli()
})

type Manifest = ReturnType<typeof exampleManifest>

/** Writes a manifest into the folder in which commands are typed. */
const write = (content: unknown, name = 'addon-manifest.json') => writeFileSync(join(cli.folder, name), typeof content === 'string' ? content : JSON.stringify(content))

/** A partner, with its manifest where commands are typed. */
async function partnerHere(fault?: PartnerFault) {
  const partner = await createTestPartner(fault && {fault})
  write(partner.manifest)
  return partner
}

const noMessage: PartnerFault = async (_, pass) => {
  const said = await pass()
  return said.status === 422 ? {...said, body: '{"reason":"hunter2 \u001B[2J"}'} : said
}

describe('addons:admin:test', () => {
  it('ends with 0 for a server that does as it should', async () => {
    const partner = await partnerHere()
    const {code, stdout, stderr} = await cli.run('addons:admin:test --port 0 --plans basic,premium --unavailable premium:tokyo')
    expect([code, stderr]).toEqual([0, `Testing acme-cache at ${partner.url}/heroku/resources... done\n`])
    expect(stdout).toMatch(/^=== Manifest\n\nok      `id` is a slug of lower case letters, digits and dashes \(manifest\.id\)\n/)
    expect(stdout).toContain('=== Plans that are not everywhere\n\nok      refuses premium in tokyo (unavailable.premium:tokyo)\n')
    // Why they are skipped is said once.
    expect(stdout).toContain('=== Provisioning in the background\n\nskipped answers with 202, an id and no config (async.answer)\n        The server did not answer with 202.')
    expect(stdout.match(/did not answer with 202/g)).toHaveLength(1)
    expect(stdout).toMatch(/\n53 checks: 48 ok, 0 warned, 0 failed, 5 skipped\.\n$/)
    expect([...partner.alive]).toEqual([])
  })

  it('ends with 1 for a server that does not, and tells what was sent, what must hold, what came and why', async () => {
    const {url} = await partnerHere(noMessage)
    const {code, stdout} = await cli.run('addons:admin:test --port 0 --only unavailable --plans basic --unavailable premium:tokyo')
    expect(code).toBe(1)
    const lines = stdout.split('\n')
    expect(lines[2]).toBe('failed  refuses premium in tokyo (unavailable.premium:tokyo)')
    expect(lines[3]).toBe(`        sent  POST ${url}/heroku/resources`)
    expect(lines[4]).toMatch(/^ {14}\{"uuid":"[^"]+","name":"acme-cache-.*"region":"amazon-web-services::ap-northeast-1".*"code":"\[redacted\]"/)
    expect(lines[5]).toBe('        must  Status 422, and JSON with a `message` that is a string.')
    expect(lines[6]).toMatch(/^ {8}came {2}status 422, after \d+ ms$/)
    expect(lines[7]).toBe('              {"reason":"hunter2 \uFFFD[2J"}')
    expect(lines[8]).toMatch(/^ {8}why {3}A plan that is not available .*\(Dev Center, Supporting Private Spaces as an Add-on Partner\)\.$/)
    expect(stdout).toContain('1 check: 0 ok, 0 warned, 1 failed, 0 skipped.')
  })

  it('gives the same as JSON', async () => {
    const {url} = await partnerHere(noMessage)
    const ran = await cli.run('addons:admin:test --port 0 --only unavailable --unavailable premium:tokyo --json')
    expect(ran.code).toBe(1)
    expect(ran.json()).toEqual({
      addon: 'acme-cache',
      url: `${url}/heroku/resources`,
      ok: false,
      counts: {ok: 0, warned: 0, failed: 1, skipped: 0},
      checks: [
        {
          id: 'unavailable.premium:tokyo',
          group: 'unavailable',
          title: 'refuses premium in tokyo',
          result: 'failed',
          sent: expect.stringContaining('POST'),
          must: 'Status 422, and JSON with a `message` that is a string.',
          came: expect.stringContaining('status 422'),
          reason: expect.stringContaining('Dev Center'),
          ms: expect.any(Number),
        },
      ],
      leftover: [],
      interrupted: false,
    })
  })

  it('writes JUnit XML besides', async () => {
    await partnerHere(noMessage)
    const file = join(cli.folder, 'results.xml')
    const {code} = await cli.run('addons:admin:test --port 0 --only unavailable,async,deprovision --unavailable premium:tokyo --junit results.xml')
    expect(code).toBe(1)
    const xml = readFileSync(file, 'utf8')
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="acme-cache http:\/\/127.0.0.1:\d+\/heroku\/resources" tests="6" failures="1" errors="0" skipped="4" time="\d+\.\d{3}">\n/)
    expect(xml).toContain('<testsuite name="Plans that are not everywhere" tests="1" failures="1" errors="0" skipped="0"')
    expect(xml).toMatch(/<testcase classname="unavailable.premium:tokyo" name="refuses premium in tokyo" time="[\d.]+">\n {6}<failure message="Status 422, and JSON with a `message` that is a string.">sent: POST http[^<]*&quot;reason&quot;:&quot;hunter2[^<]*<\/failure>/)
    expect(xml).toMatch(/<testcase classname="deprovision.status" name="[^"]+" time="[\d.]+"\/>/)
    expect(xml.match(/<skipped message="The server did not answer/g)).toHaveLength(4)
  })

  it('says so where JUnit XML cannot be written', async () => {
    await partnerHere()
    expect(await cli.run('addons:admin:test --port 0 --only manifest --junit nowhere/results.xml')).toMatchObject({code: 2, stderr: expect.stringContaining('nowhere/results.xml cannot be written (ENOENT).')})
  })

  it('tests the server of --url, with the path of the manifest for sign-ons', async () => {
    const {url, requests} = await createTestPartner()
    const manifest = exampleManifest()
    delete (manifest.api as Partial<Manifest['api']>).test
    write(manifest)
    const {code} = await cli.run(`addons:admin:test --port 0 --only sso,provision --url ${url}`)
    expect(code).toBe(0)
    expect(new Set(requests.map(({method, path}) => `${method} ${path.split('/').slice(0, 3).join('/')}`))).toEqual(new Set(['POST /heroku/resources', 'POST /sso/login', 'DELETE /heroku/resources']))
  })

  it('reads the manifest of --manifest, and tests the regions and groups that are named', async () => {
    const {manifest} = await createTestPartner()
    mkdirSync(join(cli.folder, 'addon'), {recursive: true})
    write(manifest, 'addon/manifest.json')
    const ran = await cli.run('addons:admin:test --port 0 --manifest addon/manifest.json --only regions --regions tokyo,eu --json')
    expect((ran.json() as {checks: {id: string}[]}).checks.map(({id}) => id)).toEqual(['regions.tokyo', 'regions.eu'])
  })

  it('takes * for all regions', async () => {
    const {manifest} = await createTestPartner()
    write({...manifest, api: {...manifest.api, regions: ['*']}})
    const ran = await cli.run('addons:admin:test --port 0 --only manifest,regions --json')
    const {checks} = ran.json() as {checks: {group: string; result: string}[]}
    expect(checks.filter(({group}) => group === 'regions')).toHaveLength(12)
    expect(checks.find(({result}) => result !== 'ok' && result !== 'failed')).toBeUndefined()
  })

  it('plays Heroku to a server that provisions in the background', async () => {
    // The example is told where tokens are; here it learns it from the add-on's own URL.
    let tokenUrl = ''
    const partner = await createTestPartner({
      fault: async (asked, pass) => {
        const url = /"callback_url":"(http:[^"]*)\/addons/.exec(asked.body)?.[1]
        if (url) tokenUrl = `${url}/oauth/token`
        return pass()
      },
      tokenUrl: () => tokenUrl,
    })
    write(partner.manifest)
    const {code, stdout} = await cli.run('addons:admin:test --port 0 --only async --async-option async=true')
    expect([code, stdout.match(/^ok/gm)?.length]).toEqual([0, 4])
  })

  it.each([['', 30], [' --slow', 600]])('waits for that as long as it is told to:%s', async (flag, seconds) => {
    await partnerHere()
    const ran = await cli.run(`addons:admin:test --port 0 --only async --json${flag}`)
    const {checks} = ran.json() as {checks: {must: string}[]}
    expect(checks.at(-1)?.must).toContain(`within ${seconds} s here`)
  })

  it('keeps to itself who is in a URL', async () => {
    const {url} = await createTestPartner()
    write(exampleManifest())
    const {code, stdout, stderr} = await cli.run(`addons:admin:test --port 0 --only provision --url ${url.replace('//', '//somebody:hunter2@')} --json`)
    expect(code).toBe(0)
    expect(`${stdout}${stderr}`).not.toMatch(/hunter2|somebody/)
  })

  it('needs no world', async () => {
    await partnerHere()
    const nowhere = join(cli.folder, 'nowhere')
    expect((await cli.run('addons:admin:test --port 0 --only manifest', {SPACEDOCK_DATA_DIR: nowhere})).code).toBe(0)
    expect(existsSync(nowhere)).toBe(false)
  })
})

describe('addons:admin:test is refused', () => {
  const edited = (edit: (api: Record<string, unknown>, manifest: Record<string, unknown>) => void) => () => {
    const manifest = exampleManifest()
    edit(manifest.api, manifest as unknown as Record<string, unknown>)
    write(manifest)
  }

  it.each<[string, () => void, string]>([
    ['is not JSON', () => write('{"id": "acme",'), 'addon-manifest.json: The manifest cannot be read. The file is not valid JSON.'],
    ['is empty', () => write(''), 'The manifest cannot be read. The file is empty, where JSON belongs.'],
    ['is a list', () => write([]), 'The file is an array, not an object.'],
    ['has no id', edited((_, manifest) => delete manifest['id']), 'The manifest has no `id`'],
    ['has no api', edited((_, manifest) => delete manifest['api']), 'The manifest has no `api`.'],
    ['has no version', edited((api) => delete api['version']), '`api.version` of the manifest is missing. Version "3" is what can be tested'],
    ['has version 1', edited((api) => (api['version'] = '1')), '`api.version` of the manifest is "1".'],
    ['has no password', edited((api) => delete api['password']), 'The manifest has no `api.password`'],
    ['has an empty password', edited((api) => (api['password'] = '')), 'The manifest has no `api.password`'],
    ['has URLs of version 1', edited((api) => (api['test'] = 'http://127.0.0.1:4567/')), '`api.test` of the manifest is a URL, as in version 1.'],
    ['has no URL', edited((api) => [delete api['test'], delete api['production']]), 'neither `api.test.base_url` nor `api.production.base_url`'],
    ['has no URL of its own', edited((api) => (api['test'] = {base_url: 'acme.example'})), '`api.test.base_url` of the manifest is no http:// or https:// URL.'],
    ['has no URL for sign-ons', edited((api) => (api['test'] = {base_url: 'http://127.0.0.1:9', sso_url: 7})), '`api.test.sso_url` of the manifest is no http:// or https:// URL.'],
  ])('when the manifest %s', async (_, prepare, message) => {
    prepare()
    const {code, stdout, stderr} = await cli.run('addons:admin:test --port 0')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('not-a-secret')
  })

  it.each([
    ['--manifest nowhere.json', 'There is no nowhere.json. Go to the folder of the add-on, or name the file with --manifest.'],
    ['--manifest .', '. cannot be read (EISDIR).'],
    ['--only provision,speling', '--only takes groups of checks, and there is none called speling. There are manifest, provision, regions,'],
    ['--only ,', '--only names nothing.'],
    ['--regions sydney', '--regions takes regions of the manifest, and sydney is none. It has us, eu, virginia, frankfurt, tokyo.'],
    ['--plans ,', '--plans names nothing.'],
    ['--unavailable premium', '--unavailable takes a plan and a region, as premium:tokyo, not premium.'],
    ['--unavailable premium:atlantis', '--unavailable premium:atlantis: there is no region atlantis.'],
    ['--async-option async', '--async-option takes a name and a value, as async=true, not async.'],
    ['--url acme.example', '--url takes an http:// or https:// URL, not acme.example.'],
    ['--url ftp://acme.example', '--url takes an http:// or https:// URL'],
    ['--heroku-url tunnel.example', '--heroku-url takes an http:// or https:// URL, not tunnel.example.'],
    ['somewhere', 'Unexpected argument: somewhere'],
  ])('with %s', async (flags, message) => {
    write(exampleManifest())
    const {code, stdout, stderr} = await cli.run(`addons:admin:test --port 0 ${flags}`)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })

  it('where the port is taken', async () => {
    write(exampleManifest())
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const {port} = server.address() as AddressInfo
    const {code, stderr} = await cli.run(`addons:admin:test --port ${port}`)
    server.close()
    expect([code, stderr]).toEqual([2, `Heroku cannot be played at port ${port} (EADDRINUSE). Choose another with --port, and let the server know.\n`])
  })

  it('as JSON too', async () => {
    write('{')
    const ran = await cli.run('addons:admin:test --port 0 --json')
    expect(ran.json()).toEqual({error: {id: 'usage_failure', message: expect.stringContaining('not valid JSON'), exit: 2}})
  })
})

describe('a server that is not there', () => {
  it('fails the first check that needs it', async () => {
    write(exampleManifest())
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const {port} = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const {code, stdout, stderr} = await cli.run(`addons:admin:test --port 0 --only sso --url http://127.0.0.1:${port}`)
    expect(code).toBe(1)
    expect(stdout).toContain(`came  http://127.0.0.1:${port} cannot be reached (ECONNREFUSED).`)
    expect(stderr).not.toContain('may still be there')
  })

  it('is not called on another machine while SPACEDOCK_LOOPBACK_ONLY is set', async () => {
    write(exampleManifest())
    const {code, stdout} = await cli.run('addons:admin:test --port 0 --only provision --url https://acme.example')
    expect(code).toBe(1)
    expect(stdout).toContain('acme.example is not on this machine, and SPACEDOCK_LOOPBACK_ONLY is set.')
  })
})
