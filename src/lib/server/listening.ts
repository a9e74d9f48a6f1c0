import type {Server} from 'node:http'
import {AlreadyThere, UsageFailure} from '../client/failures.js'

/** Begins to listen. */
export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({host, port}, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Stops listening, and cuts off who has not finished within some milliseconds. */
export function drained(server: Server, patience: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), patience)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/** What can be done about an address that cannot be listened on; any other error as it is. */
export function explained(error: unknown, {host, port}: {host: string; port: number}): unknown {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return new AlreadyThere(`Port ${port} of ${host} is in use. Give another with --port, or 0 for any that is free.`, {cause: error})
  if (code === 'EACCES') return new UsageFailure(`Port ${port} needs privileges. Give one from 1024 on with --port.`, {cause: error})
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new UsageFailure(`${host} is not an address of this machine. Give another with --host.`, {cause: error})
  return error
}
