import {constants} from 'node:os'

type StopSignal = 'SIGHUP' | 'SIGINT' | 'SIGTERM'

const signals: readonly StopSignal[] = ['SIGHUP', 'SIGINT', 'SIGTERM']

/** Milliseconds within which a second signal is still the first: who runs a program passes on what the terminal has sent to both. */
const sameKeyPress = 200

/** What tells a process of signals. */
export interface Signals {
  on: (signal: StopSignal, heard: (signal: StopSignal) => void) => unknown
  off: (signal: StopSignal, heard: (signal: StopSignal) => void) => unknown
}

export interface StopSignals {
  /** Resolves with the first that came, also if it came before anybody waited. */
  asked: Promise<StopSignal>
  /** No longer listens. */
  release: () => void
}

/**
 * Listens from the start: a signal that comes while the server is being opened stops it as soon as it is.
 *
 * @param insisted told of a further signal, of whatever kind, with the exit code that stands for it: whoever sends it does not want to wait
 */
export function stopSignals(insisted: (exitCode: number) => void, from: Signals = process, now: () => number = () => performance.now()): StopSignals {
  let first: number | undefined
  let ask: (signal: StopSignal) => void
  const asked = new Promise<StopSignal>((resolve) => (ask = resolve))
  const heard = (signal: StopSignal) => {
    if (first === undefined) {
      first = now()
      ask(signal)
    } else if (now() - first > sameKeyPress) insisted(128 + constants.signals[signal])
  }
  for (const signal of signals) from.on(signal, heard)
  return {
    asked,
    release() {
      for (const signal of signals) from.off(signal, heard)
    },
  }
}
