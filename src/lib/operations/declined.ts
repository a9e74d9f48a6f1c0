import type {Method} from './wire.js'

export interface DeclinedOperation {
  id: string
  method: Method
  path: string
  reason: string
}

export const declinedOperations: readonly DeclinedOperation[] = []
