import {describe, expect, it} from 'vitest'
import {requireLoopback} from './guard.js'

const here = 'http://127.0.0.1:5000'
const elsewhere = [
  undefined,
  '',
  'heroku.com',
  'localhost:5000',
  'https://api.heroku.com',
  'https://127.0.0.1:5000',
  'http://127.0.0.1.example.com',
  'http://localhost.example.com:5000',
  'http://127.0.0.1@example.com',
  'http://localhost:5000@example.com',
  'http://user:secret@localhost:5000',
  'http://0.0.0.0:5000',
  'http://example.com/localhost',
  'file:///localhost',
]

describe('the guard of the official suite', () => {
  it.each([here, 'http://localhost:5000/'])('lets it talk to %s', (url) => {
    expect(() => requireLoopback({HEROKU_HOST: url, HEROKU_PARTICLEBOARD_URL: here})).not.toThrow()
  })

  it.each(elsewhere)('does not let it talk to %s', (url) => {
    expect(() => requireLoopback({HEROKU_HOST: url, HEROKU_PARTICLEBOARD_URL: here})).toThrow(/HEROKU_HOST .* this machine only/)
    expect(() => requireLoopback({HEROKU_HOST: here, HEROKU_PARTICLEBOARD_URL: url})).toThrow(/HEROKU_PARTICLEBOARD_URL/)
  })
})
