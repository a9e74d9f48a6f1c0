import {didYouMean} from '../rules/suggest.js'
import {ApiError} from './errors.js'

/** Literal: facts 4. */
export const noSuchProcessType = (type: string, known: readonly {type: string}[]): ApiError =>
  new ApiError(404, {
    id: 'not_found',
    message: `Couldn't find that process type (${type}).${didYouMean(type, known.map((row) => row.type))}`,
    resource: 'formation',
  })
