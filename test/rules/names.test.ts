import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {adjectives, nouns, shapes} from '../../src/lib/rules/facts.js'
import {
  addonName, appName, attachmentName, configVarKey, email, generateAddonName, generateAppName, generateWebUrl, spaceName, taken,
  teamName, teamOwnerEmail,
} from '../../src/lib/rules/names.js'
import {isRefusal} from '../../src/lib/rules/refusal.js'
import {refused} from './answers.js'

const long = (length: number) => 'a'.repeat(length)

describe('no name of a space', () => {
  const characters =
    'Name must start and end with a letter or digit and can only contain lowercase letters, digits, and single dashes.'

  test.each([
    ['', 'Name is too short (minimum is 3 characters).'],
    ['ab', 'Name is too short (minimum is 3 characters).'],
    [long(31), 'Name is too long (maximum is 30 characters).'],
    ['My-Space', characters],
    ['MYSPACE', characters],
    ['my--space', characters],
    ['-my-space', characters],
    ['my-space-', characters],
    ['my_space', characters],
    ['my.space', characters],
    ['my space', characters],
    ['my-space\n', characters],
    ['mÿ-space', characters],
    ['../spaces', characters],
    ['---', characters],
  ])('%j', (name, message) => {
    expect(refused(spaceName(name))).toBe(message)
  })

  test.each([['abc'], ['a-b'], ['123'], ['0-0'], ['my-space'], ['a-b-c-d'], [long(30)]])('but %s is one', (name) => {
    expect(spaceName(name)).toBe(name)
  })
})

describe('no name of an app', () => {
  const characters =
    'Name must start with a letter, end with a letter or digit and can only contain lowercase letters, digits, and dashes.'

  test.each([
    ['', 'Name is too short (minimum is 3 characters).'],
    ['ab', 'Name is too short (minimum is 3 characters).'],
    [long(31), 'Name is too long (maximum is 30 characters).'],
    ['1app', characters],
    ['App', characters],
    ['my-app-', characters],
    ['-my-app', characters],
    ['my_app', characters],
    ['my-app\n', characters],
  ])('%j', (name, message) => {
    expect(refused(appName(name))).toBe(message)
  })

  test.each([['abc'], ['a--b'], ['frozen-oasis-70544'], [long(30)]])('but %s is one', (name) => {
    expect(appName(name)).toBe(name)
  })
})

describe('no name of a team, an add-on, an attachment, no key of a config var', () => {
  test.each([[''], ['ab'], ['Acme'], ['acme-'], ['ac me'], ['acme@x'], [long(31)]])('team %j', (name) => {
    refused(teamName(name))
  })

  test.each([[''], ['a'], ['1redis'], ['-redis'], ['redis one'], ['redis\n'], [long(101)]])('add-on %j', (name) => {
    refused(addonName(name))
  })

  test('add-on with the form of an id', () => {
    expect(refused(addonName('e7b99e37-69b3-4475-ad47-a5cc5d75fd9f'))).toBe('Name cannot have the form of an id.')
  })

  test.each([[''], ['1DB'], ['_DB'], ['MY-DB'], ['MY DB'], ['DB\n'], [long(101)]])('attachment %j', (name) => {
    refused(attachmentName(name))
  })

  test.each([[''], ['MY-KEY'], ['MY KEY'], ['KEY='], ['KEY\n'], ['SCHLÜSSEL'], [long(257)]])('config var %j', (key) => {
    refused(configVarKey(key))
  })

  test('the key of a config var is named, harmlessly', () => {
    expect(refused(configVarKey('A\u001b[31mB'))).toBe(
      'Config var key A\\u{1b}[31mB is not valid. It can only contain letters, digits, and underscores.',
    )
  })

  test('but these are', () => {
    expect(teamName('acme-labs')).toBe('acme-labs')
    expect(addonName('Acme-inc_primary-database')).toBe('Acme-inc_primary-database')
    expect(attachmentName('HEROKU_POSTGRESQL_OLIVE')).toBe('HEROKU_POSTGRESQL_OLIVE')
    expect(configVarKey('_private_1')).toBe('_private_1')
    expect(configVarKey('1')).toBe('1')
  })

  test('an attachment is named in upper case', () => {
    expect(attachmentName('users_db')).toBe('USERS_DB')
  })
})

describe('no email address', () => {
  test.each([
    [''], ['acme'], ['@acme.example'], ['a@'], ['a@localhost'], ['a b@acme.example'], ['a@acme..example'], ['a@acme.example.'],
    ['a@b@acme.example'], ['<a@acme.example>'], ['a@acme.example, b@acme.example'], ['a@acme.example\n'], ['a@acme_x.example'],
    [`${long(250)}@acme.example`],
  ])('%j', (address) => {
    expect(refused(email(address))).toMatch(/ is not a valid email address\.$/)
  })

  test.each([['admin@acme.example'], ["o'brien+tag@mail.acme-labs.example"], ['acme@herokumanager.com']])('but %s is one', (address) => {
    expect(email(address)).toBe(address)
  })

  test('is kept in lower case', () => {
    expect(email('Admin@ACME.example')).toBe('admin@acme.example')
  })
})

describe('a generated name', () => {
  const random = fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true})
  /** Draws the numbers in turn, over and over. */
  const drawing = (numbers: readonly number[]) => {
    let at = 0
    return () => numbers[at++ % numbers.length] ?? 0
  }
  const draws = fc.array(random, {minLength: 1, maxLength: 16}).map((numbers) => () => drawing(numbers))

  test('of an app is a legal one of two words and five digits', () => {
    expect(generateAppName(drawing([0]))).toBe(`${adjectives[0]}-${nouns[0]}-10000`)
    fc.assert(
      fc.property(draws, (source) => {
        const name = generateAppName(source())
        expect(name).toMatch(/^[a-z]+-[a-z]+-\d{5}$/)
        expect(appName(name)).toBe(name)
      }),
    )
  })

  test('of an app is legal for every pair of words', () => {
    for (const adjective of adjectives) for (const noun of nouns) expect(appName(`${adjective}-${noun}-99999`)).not.toSatisfy(isRefusal)
  })

  test('of an add-on has the service without heroku, a shape and five digits', () => {
    expect(generateAddonName('heroku-postgresql', drawing([0]))).toBe(`postgresql-${shapes[0]}-10000`)
    expect(generateAddonName('papertrail', drawing([0.999_999]))).toBe(`papertrail-${shapes.at(-1)}-99999`)
    fc.assert(
      fc.property(draws, fc.constantFrom('heroku-redis', 'newrelic'), (source, service) => {
        const name = generateAddonName(service, source())
        expect(name).toMatch(/^(?:redis|newrelic)-[a-z]+-\d{5}$/)
        expect(addonName(name)).toBe(name)
      }),
    )
  })

  test('of a web address has twelve hexadecimal digits after the name', () => {
    expect(generateWebUrl('my-app', drawing([0, 0.5, 0.999]))).toBe('https://my-app-08f08f08f08f.herokuapp.com/')
  })

  test('is another one for other numbers', () => {
    const seen = new Set(Array.from({length: 50}, (_, at) => generateAppName(drawing([at / 50, (at * 7) / 350, at / 50]))))
    expect(seen.size).toBe(50)
  })
})

test('a name that is taken is named', () => {
  expect(taken('my-space').message).toBe('Name my-space is already taken')
})

test("a team owns its apps by this address", () => {
  expect(teamOwnerEmail('acme')).toBe('acme@herokumanager.com')
})
