/** Lets one at a time work, in the order in which they came. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /**
   * @param tooLate the error for who has waited too long
   * @param patience how long somebody waits at most, in milliseconds
   */
  constructor(
    private readonly tooLate: () => Error,
    private readonly patience: number,
  ) {}

  take<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last
    const deadline = performance.now() + this.patience
    const mine = before.then(() => {
      if (performance.now() > deadline) throw this.tooLate()
      return work()
    })
    this.#last = mine.catch(() => {})
    return mine
  }
}
