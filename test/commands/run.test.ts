import {beforeEach, describe, expect, it} from 'vitest'
import type {Dyno} from '../../src/lib/operations/processes.js'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
  await cli.ok('spaces:create my-space --team acme')
  await cli.ok('apps:create my-app --space my-space')
})

const dynos = async () => (await cli.ok('ps --app my-app --json')).json() as Dyno[]

describe('run', () => {
  it('records the dyno, warns, and says with exit code 2 that nothing runs in it', async () => {
    const {code, stdout, stderr} = await cli.run('run bash --app my-app')
    const [{name} = {name: ''}] = await dynos()
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('Dynos can take up to a few minutes to be provisioned')
    expect(stderr).toContain(`Dyno ${name} is recorded, but nothing runs in it`)
    expect(stderr).toContain('spacedock ps --app my-app')
  })

  it.each(['run --app my-app', 'run:detached --app my-app'])('%s needs a command', async (line) => {
    expect(await cli.run(line)).toMatchObject({code: 2, stderr: expect.stringContaining('Usage: spacedock run COMMAND')})
    expect(await dynos()).toEqual([])
  })
})

describe('run:detached', () => {
  it('gives the dyno, with the command as it was typed', async () => {
    const dyno = (await cli.ok(['run:detached', 'echo', 'two words', 'a"b', '--app', 'my-app', '--json'])).json() as Dyno
    expect(dyno).toMatchObject({command: String.raw`echo "two words" "a\"b"`, type: 'run', attach_url: null})
    expect(await dynos()).toMatchObject([{id: dyno.id}])
  })

  it('has the launcher in front on fir, unless it is not wanted', async () => {
    await cli.ok('spaces:create fir-space --team acme --generation fir')
    await cli.ok('apps:create fir-app --space fir-space')
    const command = async (line: string) => ((await cli.ok(`${line} --app fir-app --json`)).json() as Dyno).command
    expect([await command('run:detached ls'), await command('run:detached ls --no-launcher')]).toEqual(['launcher ls', 'ls'])
  })

  it('does not follow logs, and then starts nothing', async () => {
    expect(await cli.run('run:detached ls --tail --app my-app')).toMatchObject({code: 2, stderr: expect.stringContaining('there are no logs to follow')})
    expect(await dynos()).toEqual([])
  })
})
