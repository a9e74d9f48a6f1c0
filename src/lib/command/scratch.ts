import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createPlatform, type Platform} from '../client/platform.js'
import {inWorld} from '../client/worlds.js'

/** A control plane with whoever runs it. */
export interface Operated {
  operator: Platform
  url: string
  token: string
  close: () => Promise<void>
}

/** Serves a fresh world on a free port of this machine, in this process; closing removes it. @param world whose operator it is, instead of the main one's */
export async function serveScratch(world: string | undefined): Promise<Operated> {
  const folder = mkdtempSync(join(tmpdir(), 'spacedock-drill-'))
  const closing: (() => Promise<void> | void)[] = [() => rmSync(folder, {force: true, recursive: true})]
  const close = async () => {
    for (const one of closing.splice(0).reverse()) await one()
  }
  try {
    const {openEmbedded} = await import('../client/embedded.js')
    const {address, guarded, send, close: closeWorld} = await openEmbedded({world: {file: join(folder, 'world.sqlite')}})
    closing.push(closeWorld)
    const {serve} = await import('../server/serve.js')
    const {url, close: stop} = await serve({send: guarded, host: '127.0.0.1', port: 0})
    closing.push(stop)
    address.url = url
    const {token} = await createPlatform(send).call('control-plane-token.create', {body: {account: 'admin@acme.example', description: 'control-plane:drill', operator: true}})
    return {operator: createPlatform(inWorld(send, world)), url, token, close}
  } catch (error) {
    await close()
    throw error
  }
}

/** A control plane that is there already, with the token of whoever has started it. */
export async function operateServed({url, token}: {url: string; token: string}, userAgent: string, world: string | undefined): Promise<Operated> {
  const {openRemote} = await import('../client/remote.js')
  const {send, close} = await openRemote({url, token, userAgent}, () => {})
  return {operator: createPlatform(inWorld(send, world)), url, token, close}
}
