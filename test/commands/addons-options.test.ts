import {expect, it} from 'vitest'
import {configFrom, splitAtDashes, takeOptions} from '../../src/lib/command/addon-options.js'

it.each([
  [['--version=14'], {version: '14'}],
  [['--version', '14'], {version: '14'}],
  [['--follow', 'a=b'], {follow: 'a=b'}],
  [['--url=postgres://x?a=b'], {url: 'postgres://x?a=b'}],
  [['--rollback'], {rollback: true}],
  [['--rollback', '--fork', 'DATABASE'], {rollback: true, fork: 'DATABASE'}],
  [['--rollback=true', '--loud=false'], {rollback: true, loud: 'false'}],
  [['--name', ''], {name: ''}],
  [['--name='], {name: ''}],
  [['--version', '1.10'], {version: '1.10'}],
  [['--fork', 'DATABASE', '--follow', 'DATABASE'], {fork: 'DATABASE', follow: 'DATABASE'}],
  [['--offset', '-5'], {offset: '-5'}],
  [['--text', 'two\nlines'], {text: 'two\nlines'}],
  [[], {}],
])('%j are the options %j', (options, config) => {
  expect(configFrom(options)).toEqual(config)
})

it.each([
  [['14'], '14'],
  [['--version', '14', '15'], '15'],
  [['-v', '14'], '-v'],
])('%j are no options', (options, word) => {
  expect(() => configFrom(options)).toThrow(`Unexpected argument ${word}`)
})

it('options stand after --, or among the flags', () => {
  expect(splitAtDashes(['x', '--app', 'a', '--', '--fork', '--', 'y'])).toEqual({own: ['x', '--app', 'a'], options: ['--fork', '--', 'y']})
  expect(splitAtDashes(['x'])).toEqual({own: ['x'], options: []})
  const taken = takeOptions(['--region', 'us', 'x', '--size=3', '-a', 'app', '--rollback', '--offset', '-5', '--last'], ['--region', '--size=3', '--rollback', '--offset', '--last'])
  expect(taken).toEqual({own: ['x', '-a', 'app'], options: ['--region', 'us', '--size=3', '--rollback', '--offset', '-5', '--last']})
})
