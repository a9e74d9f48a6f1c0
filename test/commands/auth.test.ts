import {expect, it} from 'vitest'
import {createCli} from '../helpers/cli.js'

it('auth:whoami refuses an account that is not in the world', async () => {
  const ran = await (await createCli()).run('auth:whoami --as membr@acme.example')
  expect(ran).toMatchObject({code: 4, stdout: ''})
  expect(ran.stderr).toContain('Did you mean member@acme.example?')
})

it('auth:whoami tells the account, whatever key the environment has for elsewhere', async () => {
  const cli = await createCli()
  expect(await cli.ok('auth:whoami', {HEROKU_API_KEY: 'secret'})).toMatchObject({stdout: 'admin@acme.example\n', stderr: ''})
  expect((await cli.ok('whoami --as member@acme.example')).stdout).toBe('member@acme.example\n')
  expect((await cli.ok('auth:whoami --json')).json()).toMatchObject({email: 'admin@acme.example'})
})
