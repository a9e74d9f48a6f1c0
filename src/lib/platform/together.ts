/**
 * Asks a store several things that do not depend on each other: where it is some way off, at the cost of one. Waits for
 * all of them even when one fails, as nothing may go on in a transaction that is over.
 *
 * @throws the first failure, in their order
 */
export async function together<T extends readonly unknown[]>(...asked: T): Promise<{-readonly [Key in keyof T]: Awaited<T[Key]>}> {
  await Promise.allSettled(asked)
  return Promise.all(asked)
}
