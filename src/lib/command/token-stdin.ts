import {UsageFailure} from '../client/failures.js'

/** @throws {UsageFailure} when there is nothing that could be a token */
export async function tokenFromStdin(): Promise<string> {
  if (process.stdin.isTTY) throw new UsageFailure('--token-stdin reads the token from a pipe: echo "$TOKEN" | … --token-stdin')
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  const token = Buffer.concat(chunks).toString().trim()
  if (!/^[\x21-\x7e]{1,4096}$/.test(token)) throw new UsageFailure('Standard input had no token on it: one word is expected.')
  return token
}
