import {once} from 'node:events'
import {Agent, request} from 'node:http'
import {connect, type Socket} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import type {ApiResponse, Send} from '../../src/lib/operations/wire.js'
import {serve, type ServeOptions, type Serving} from '../../src/lib/server/serve.js'

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

const answered: ApiResponse = {status: 200, headers: {'content-type': 'application/json'}, body: '[]'}

async function serving(send: Send, patience: ServeOptions['patience'] = {}): Promise<Serving> {
  const server = await serve({send, host: '127.0.0.1', port: 0, patience: {drain: 200, ...patience}})
  closing.push(server.close)
  return server
}

/** A client that writes what it is told to, as slowly as it is told to. */
function client({url}: Serving): Socket & {said: () => string} {
  let said = ''
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('data', (chunk) => (said += chunk)).on('error', () => {})
  return Object.assign(socket, {said: () => said})
}

/** A request whose answer is held back until it is let go. */
function held(answer = answered) {
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => (letGo = resolve))
  let arrived = () => {}
  const there = new Promise<void>((resolve) => (arrived = resolve))
  const done: string[] = []
  const send: Send = async ({path}) => {
    arrived()
    await gate
    done.push(path)
    return answer
  }
  return {send, there, letGo: () => letGo(), done}
}

function ask(url: string, agent?: Agent): Promise<{status: number | undefined; connection: string | undefined}> {
  return new Promise((resolve, reject) => {
    request(`${url}/spaces`, {agent: agent ?? false}, (response) => {
      response.resume().on('end', () => resolve({status: response.statusCode, connection: response.headers.connection}))
    })
      .on('error', reject)
      .end()
  })
}

describe('a client is dropped', () => {
  it('that never ends its headers', async () => {
    const slow = client(await serving(async () => answered, {headers: 40}))
    slow.write('GET /spaces HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ')
    await once(slow, 'close')
    expect(slow.said()).toContain('408 Request Timeout')
  })

  it('that never ends its body, and its request is not carried out', async () => {
    const carriedOut: string[] = []
    const slow = client(
      await serving(
        async ({path}) => {
          carriedOut.push(path)
          return answered
        },
        {headers: 40, request: 60},
      ),
    )
    slow.write('POST /spaces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{"name"')
    await once(slow, 'close')
    expect(carriedOut).toEqual([])
  })

  it('that hangs up in the middle of its body, and its request is not carried out', async () => {
    const carriedOut: string[] = []
    const server = await serving(async ({path}) => {
      carriedOut.push(path)
      return answered
    })
    const gone = client(server)
    gone.write('POST /spaces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{"name"', () => gone.destroy())
    await once(gone, 'close')
    expect((await ask(server.url)).status).toBe(200)
    expect(carriedOut).toEqual(['/spaces'])
  })

  it('that does not take its answer', async () => {
    const large = {...answered, body: 'x'.repeat(20 * 1024 * 1024)}
    const {send, there, letGo} = held(large)
    const server = await serving(send, {silence: 60, drain: 60_000})
    const deaf = client(server)
    deaf.pause()
    deaf.write('GET /spaces HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
    await there
    letGo()
    // It ends only once all connections have.
    await server.close()
    deaf.destroy()
  })

  it('that keeps its connection and says nothing more', async () => {
    const idle = client(await serving(async () => answered, {keepAlive: 30}))
    idle.write('GET /spaces HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
    await once(idle, 'close')
    expect(idle.said()).toMatch(/^HTTP\/1.1 200 OK/)
  })
})

describe('a server that is to stop', () => {
  it('answers what is under way first, and tells clients to let go of their connections', async () => {
    const {send, there, letGo} = held()
    const server = await serving(send, {drain: 5000})
    const agent = new Agent({keepAlive: true})
    const asked = ask(server.url, agent)
    await there
    const closed = server.close()
    letGo()
    expect(await asked).toEqual({status: 200, connection: 'close'})
    await closed
    agent.destroy()
  })

  it('takes no more requests', async () => {
    const server = await serving(async () => answered)
    await server.close()
    await expect(ask(server.url)).rejects.toMatchObject({code: 'ECONNREFUSED'})
  })

  it('cuts off who takes too long, and yet is not done before the change of theirs is', async () => {
    const {send, there, letGo, done} = held()
    const server = await serving(send, {drain: 20})
    const asked = ask(server.url).catch((error: NodeJS.ErrnoException) => error.code)
    await there
    const closed = server.close().then(() => done.push('closed'))
    expect(await asked).toBe('ECONNRESET')
    expect(done).toEqual([])
    letGo()
    await closed
    expect(done).toEqual(['/spaces', 'closed'])
  })
})

describe('a server for this machine alone answers to its names alone', () => {
  it.each([
    ['127.0.0.1', 200],
    ['127.0.0.1:5455', 200],
    ['localhost:5455', 200],
    ['[::1]:5455', 200],
    ['127.rebound.example', 403],
    ['localhost.rebound.example', 403],
    ['10.0.0.1:5455', 403],
    ['', 403],
  ])('Host: %s with %i', async (host, status) => {
    const socket = client(await serving(async () => answered))
    socket.end(`GET /spaces HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    await once(socket, 'close')
    expect(socket.said()).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })
})
