import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli, type Ran} from '../helpers/cli.js'
import {answering, createFaultyServer, cutReply, type FaultyServer, limited, loseReply, passOn, reset, saying, unavailable} from '../helpers/faulty-server.js'
import {createWorld, type World} from '../helpers/world.js'

let cli: Cli
let world: World
let server: FaultyServer

beforeEach(async () => {
  cli = await createCli()
  world = await createWorld()
  server = await createFaultyServer(world.send, {clock: world.now})
})

const run = (line: string): Promise<Ran> => cli.run(`${line} --context ${server.url}`)
const words = (text: string) => text.replaceAll(/\s*\n\s*›?\s*/g, ' ')
const posts = () => server.seen().filter((request) => request.startsWith('POST'))

describe('spaces:create', () => {
  it.each([
    ['is lost', loseReply],
    ['stops half-way', cutReply],
  ])('whose reply %s shows the space that was made, and does not make it again', async (_, fault) => {
    server.fault('POST', fault)
    const {code, stdout} = await run('spaces:create my-space --team acme')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^=== my-space\n/)
    expect(posts()).toEqual(['POST /spaces'])
  })

  it('whose reply is lost because it never arrived says that the space was not made', async () => {
    server.fault('POST', reset)
    const {code, stdout, stderr} = await run('spaces:create my-space --team acme')
    expect([code, stdout]).toEqual([9, ''])
    expect(words(stderr)).toContain('It was looked up by its name and is not there: it was not created.')
    expect(posts()).toEqual(['POST /spaces'])
    expect((await world.get('/spaces')).body).toEqual([])
  })

  it('whose reply is lost does not take an older space of that name for its own', async () => {
    await world.space('my-space')
    server.fault('POST', loseReply)
    const {code, stdout, stderr} = await run('spaces:create my-space --team acme')
    expect([code, stdout]).toEqual([9, ''])
    expect(words(stderr)).toContain('There is one of that name, which is older than this request: this one was not created.')
  })

  it('whose reply is lost, and cannot be looked up either, claims nothing', async () => {
    server.fault('POST', loseReply)
    server.always('GET', answering(502, {}, ''))
    const {code, stderr} = await run('spaces:create my-space --team acme')
    expect(code).toBe(9)
    expect(words(stderr)).toContain('It is not known whether the request was carried out.')
  })

  it('is sent again when a rate limit asks to come back', async () => {
    server.fault('POST', limited(0.01), limited(0.01))
    expect((await run('spaces:create my-space --team acme')).code).toBe(0)
    expect(posts()).toHaveLength(3)
  })

  it('ends with 6 when a rate limit asks to come back too late, and says when', async () => {
    server.fault('POST', limited(900))
    const {code, stderr} = await run('spaces:create my-space --team acme')
    expect(code).toBe(6)
    expect(words(stderr)).toContain('says to come back in 900 s: too long to wait here')
    expect(posts()).toHaveLength(1)
  })

  it('is not sent again after a 503', async () => {
    server.fault('POST', unavailable)
    expect((await run('spaces:create my-space --team acme')).code).toBe(9)
    expect(posts()).toHaveLength(1)
  })
})

describe('trusted-ips:add', () => {
  it('whose reply is lost tells that the range was added', async () => {
    await world.space('my-space')
    server.fault('PUT', loseReply)
    const {code, stdout} = await run('trusted-ips:add 10.0.0.0/8 --space my-space')
    expect(code).toBe(0)
    expect(stdout).toContain('Added 10.0.0.0/8 to trusted IP ranges on my-space')
    expect(server.seen().filter((request) => request.startsWith('PUT'))).toHaveLength(1)
  })

  it('that cannot be checked afterwards has not failed, or a script would do it again', async () => {
    await world.space('my-space')
    server.fault('GET', passOn)
    server.always('GET', unavailable)
    const {code, stdout, stderr} = await run('trusted-ips:add 10.0.0.0/8 --space my-space')
    expect(code).toBe(0)
    expect(stdout).toContain('Added 10.0.0.0/8')
    expect(words(stderr)).toContain('The change was made. Whether it has overwritten one of somebody else could not be found out')
  })
})

describe('a target that is no control plane ends with 9, in one sentence', () => {
  it.each([
    ['a web page', answering(200, {'content-type': 'text/html'}, '<h1>Welcome</h1>'), 'is not a control plane: it answered GET with status 200 and text/html.'],
    ['nothing', answering(200, {'content-type': 'application/json'}, ''), 'is not a control plane'],
    ['JSON that is cut off', answering(200, {'content-type': 'application/json'}, '[{"name":'), 'cannot be understood'],
    ['JSON of something else', answering(200, {'content-type': 'application/json'}, '{"status":"ok"}'), 'cannot be understood'],
    ['a redirect', answering(302, {location: 'https://login.example.com/'}), 'a redirect to https://login.example.com. Redirects are not followed'],
    ['what is not HTTP', saying('220 smtp.example.com ESMTP\r\n'), 'does not speak HTTP as it should'],
  ])('%s', async (_, fault, message) => {
    server.always('GET', fault)
    const {code, stdout, stderr} = await run('spaces')
    expect([code, stdout]).toEqual([9, ''])
    expect(words(stderr)).toContain(message)
    const inJson = await run('spaces --json')
    expect(inJson.code).toBe(9)
    expect(inJson.json()).toMatchObject({error: {exit: 9}})
  })

  it('nobody', async () => {
    const {code, stderr} = await cli.run('spaces --context http://127.0.0.1:1')
    expect(code).toBe(9)
    expect(stderr).toContain('Nobody answers at http://127.0.0.1:1 (ECONNREFUSED).')
  })
})
