/** The longest that a timer of Node can be set for, in milliseconds; beyond it a timer goes off at once. */
const longestTimer = 2 ** 31 - 1

/**
 * Waits for some milliseconds; for more than a timer can count, until the last one it can.
 *
 * @param signal ends the wait early, which then throws the signal's reason
 */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    if (signal?.aborted) {
      reject(signal.reason as Error)
      return
    }
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', stop)
        resolve()
      },
      Math.min(milliseconds, longestTimer),
    )
    signal?.addEventListener('abort', stop, {once: true})
  })
}
