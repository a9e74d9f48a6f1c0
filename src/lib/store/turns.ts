/** How long somebody waits for a turn at most, in milliseconds. */
const patience = 10_000

/** Lets one at a time work, in the order in which they came. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** @param tooLate the error for who has waited too long */
  constructor(private readonly tooLate: () => Error) {}

  take<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last
    const deadline = performance.now() + patience
    const mine = before.then(() => {
      if (performance.now() > deadline) throw this.tooLate()
      return work()
    })
    this.#last = mine.catch(() => {})
    return mine
  }
}
