import {describe, expect, it} from 'vitest'
import {createCli} from '../helpers/cli.js'

describe('spaces:create', () => {
  it.each([
    ['spaces:create', 2, 'Space name required.'],
    ['spaces:create my-space', 2, 'Missing required flag team'],
    ['spaces:create my-space --team acmee', 3, "Couldn't find that team."],
    ['spaces:create my-space --team acme --region oregno', 2, 'Did you mean oregon?'],
    ['spaces:create my-space --team acme --context nowhere', 3, 'There is no context nowhere.'],
    ['spaces:create my-space --team acme --as member@acme.example', 4, 'You do not have access to the team acme.'],
    ['spaces:create my-space --team acme --as membr@acme.example', 4, 'Did you mean member@acme.example?'],
  ])('%s ends with %i', async (line, code, message) => {
    const cli = await createCli()
    const ran = await cli.run(line)
    expect(ran.stderr).toContain(message)
    expect(ran.code).toBe(code)
    expect(ran.stdout).toBe('')
    expect((await cli.ok('spaces --json')).json()).toEqual([])
  })

  it('shows the space, allocating', async () => {
    const cli = await createCli()
    const {stdout, stderr} = await cli.ok('spaces:create my-space --team acme --region oregon')
    expect(stdout.replace(/[\da-f-]{36}/, 'ID').replace(/\d{4}-\S+Z/, 'DATE')).toBe(`=== my-space

ID:         ID
Team:       acme
Region:     oregon
CIDR:       10.0.0.0/16
Data CIDR:  10.1.0.0/16
State:      allocating
Shield:     off
Generation: cedar
Created at: DATE
`)
    expect(stderr).toContain('Creating space my-space in team acme... done')
    expect(stderr).toContain('Spend Alert.')
  })

  it('takes the team from HEROKU_TEAM', async () => {
    const cli = await createCli()
    const {stdout} = await cli.ok('spaces:create my-space --wait --json', {HEROKU_TEAM: 'acme'})
    expect(JSON.parse(stdout)).toMatchObject({name: 'my-space', state: 'allocated', team: {name: 'acme'}})
  })
})
