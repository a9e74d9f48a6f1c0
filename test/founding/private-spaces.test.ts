import {beforeEach, describe, expect, it, vi} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'
import {type Example, expectInOrder, type Since} from './transcript.js'

// The examples of "Heroku Private Spaces" (Dev Center, 7 March 2019) about spaces, trusted IP ranges, apps and add-ons.
// They run as written, in a terminal: where a question is asked, its answer is typed.
const typed = vi.hoisted(() => ({answer: ''}))
vi.mock('../../src/lib/command/terminal.js', () => ({isInteractive: () => true}))
vi.mock('../../src/lib/command/prompt.js', () => ({askFor: async () => typed.answer}))

const created = (region: string) => [
  'Creating space my-space-name in team my-team-name... done',
  '=== my-space-name',
  'Team:    my-team-name',
  `Region:  ${region}`,
  'State:   allocating',
]

/** What reads another way since. */
const since: Since[] = [
  {was: 'Waiting for space my-space to allocate... done', today: 'Waiting for space my-space-name to allocate... done', why: 'the document waits for one space and shows another'},
  {was: '  ▸ WARNING: It may take a few moments for the changes to take effect.', today: 'Trusted IP rules are applied to this space.', why: 'the API tells by now whether they are in force'},
  {was: 'Region:      virginia', today: 'Region: Virginia, United States', why: 'spaces:info shows the place, as the other example of it does'},
  {was: 'Team: my-team-name', today: null, why: 'spaces:destroy shows its progress alone'},
  {was: 'State: deleting', today: null, why: 'spaces:destroy shows its progress alone'},
  {was: 'Creating my-space-app in space my-space-name... done, stack is cedar-14', today: 'Creating my-space-app in space my-space-name... done', why: 'the stack is named where --stack asks for one'},
  {
    was: 'http://my-space-app.herokuapp.com/ | https://git.heroku.com/my-space-app.git',
    today: '.herokuapp.com/ | https://git.heroku.com/my-space-app.git',
    why: "an app's host name has a suffix since 2023, and is https",
  },
  {was: 'Web URL:      http://my-space-app.herokuapp.com/', today: null, why: 'stands right below the Git URL; it is https, and its host name has a suffix since 2023'},
  {was: 'Space:        my-space-name', today: null, why: 'stands higher up, right below the collaborators'},
  {was: 'Stack:        cedar-14', today: 'Stack: heroku-24', why: 'the default stack is a newer one'},
  {was: 'Creating newrelic-cubic-72448... done, (free)', today: 'Creating newrelic:wayne on appname... free', why: 'the plan is named before the add-on has a name'},
  {was: 'Adding newrelic-cubic-72448 to appname... done', today: null, why: 'one step with creating it'},
  {
    was: 'Setting NEW_RELIC_LICENSE_KEY, NEW_RELIC_LOG and restarting appname... done, v80',
    today: 'Created newrelic-cubic-72448 as NEW_RELIC_LICENSE_KEY, NEW_RELIC_LOG',
    why: 'the config vars are named with the add-on',
  },
  {was: 'Use `heroku addons:docs newrelic` to view documentation.', today: 'Run spacedock addons:docs newrelic to view documentation.', why: "in other words, and our binary's name"},
]

/** Runs an example as written, and looks for its lines in what is shown. */
async function follow(cli: Cli, example: Example, env: Record<string, string> = {}): Promise<void> {
  const {stdout, stderr, code} = await cli.run(example.line, env)
  expect(code, stderr).toBe(0)
  expectInOrder(`${stderr}\n${stdout}`, example, since)
}

describe('the examples of the documents', () => {
  let cli: Cli
  const given = async (...lines: string[]) => {
    for (const line of lines) await cli.ok(line)
  }
  beforeEach(async () => {
    cli = await createCli()
    await given('teams:create my-team-name')
  })

  it('a space is created, and waited for', async () => {
    await follow(cli, {line: 'spaces:create my-space-name --team my-team-name', shows: created('virginia')})
    await follow(cli, {line: 'spaces:wait my-space-name', shows: ['Waiting for space my-space to allocate... done']})
  })

  it('in a region', async () => {
    await follow(cli, {line: 'spaces:create my-space-name --team my-team-name --region tokyo', shows: created('tokyo')})
  })

  it('with networks of its own', async () => {
    // The document leaves the team to the environment. The region that it shows is the one of the example before.
    const line = 'spaces:create --cidr 172.16.0.0/16 --data-cidr 172.17.0.0/20 --space my-space-name'
    await follow(cli, {line, shows: created('virginia')}, {HEROKU_TEAM: 'my-team-name'})
    expect((await cli.ok('spaces:info my-space-name')).stdout).toMatch(/^CIDR: +172\.16\.0\.0\/16\nData CIDR: +172\.17\.0\.0\/20$/m)
  })

  it('a space is described', async () => {
    await given('spaces:create my-space-name --team acme --region tokyo --shield', 'spaces:create acme-prod --team acme')
    await follow(cli, {
      line: 'spaces:info --space my-space-name',
      shows: [
        '=== my-space-name',
        'ID:          12345678-abcd-1234-abcd-12345678abcd',
        'Team:        acme',
        'Region:      Tokyo, Japan',
        'State:       allocated',
        'Shield:      on',
        'Outbound IPs: 52.198.127.12, 52.197.133.34, 52.199.6.12, 52.198.222.211',
        'Created at:  2016-10-13T05:36:15Z',
      ],
    })
    await follow(cli, {
      line: 'spaces:info --space acme-prod',
      shows: [
        '=== acme-prod',
        'ID:          12345678-ed4a-4e96-b998-3fcb499439e0',
        'Team: acme',
        'Region:      virginia',
        'State:       allocated',
        'Outbound IPs: 192.0.2.2, 192.0.2.3, 192.0.2.4, 192.0.2.5',
        'Created at:  2015-08-07T16:16:56Z',
      ],
    })
  })

  it('trusted IP ranges are listed, and one is added', async () => {
    await given(
      'spaces:create acme-prod --team acme',
      'trusted-ips:remove 0.0.0.0/0 --space acme-prod --confirm acme-prod',
      'trusted-ips:add 192.0.2.0/26 192.0.2.64/26 --space acme-prod',
    )
    await follow(cli, {line: 'trusted-ips --space acme-prod', shows: ['=== Trusted IP Ranges', '192.0.2.0/26', '192.0.2.64/26']})
    await follow(cli, {
      line: 'trusted-ips:add 192.0.2.128/26 --space acme-prod',
      shows: ['Added 192.0.2.128/26 to trusted IP ranges on acme-prod', '  ▸ WARNING: It may take a few moments for the changes to take effect.'],
    })
  })

  it('a space is destroyed', async () => {
    await given('spaces:create my-space-name --team my-team-name')
    typed.answer = 'my-space-name'
    await follow(cli, {
      line: 'spaces:destroy --space my-space-name',
      shows: ['Destroying space my-space-name... done', 'Team: my-team-name', 'State: deleting'],
    })
    expect((await cli.run('spaces:info my-space-name')).code).toBe(3)
  })

  it('an app is created in a space, listed, described and destroyed', async () => {
    await given('spaces:create my-space-name --team my-team-name --region tokyo')
    await follow(cli, {
      line: 'create my-space-app --space my-space-name',
      shows: ['Creating my-space-app in space my-space-name... done, stack is cedar-14', 'http://my-space-app.herokuapp.com/ | https://git.heroku.com/my-space-app.git'],
    })
    await given('members:add my-team-name@example.com --role member --team my-team-name', 'access:add my-team-name@example.com --app my-space-app --permissions view')
    await follow(cli, {
      line: 'info --app my-space-app',
      shows: [
        '=== my-space-app',
        'Collaborators: my-team-name@example.com',
        'Git URL:      https://git.heroku.com/my-space-app.git',
        'Owner:        my-team-name',
        'Region:       tokyo',
        'Space:        my-space-name',
        'Stack:        cedar-14',
        'Web URL:      http://my-space-app.herokuapp.com/',
      ],
    })
    typed.answer = 'my-space-app'
    await follow(cli, {line: 'apps:destroy -a my-space-app', shows: ['Destroying my-space-app (including all add-ons)... done']})
    await given('apps:create my-space-app-2 --space my-space-name', 'apps:create my-space-app-1 --space my-space-name')
    await follow(cli, {line: 'apps --space my-space-name', shows: ['=== Apps in space my-space-name', 'my-space-app-1', 'my-space-app-2']})
  })

  describe('add-ons', () => {
    beforeEach(() =>
      given('spaces:create my-space --team acme', 'apps:create appname --space my-space', 'apps:create your-private-app-name --space my-space'),
    )

    it('one that is available in the region is created', async () => {
      await follow(cli, {
        line: 'addons:create newrelic:wayne -a appname',
        shows: [
          'Creating newrelic-cubic-72448... done, (free)',
          'Adding newrelic-cubic-72448 to appname... done',
          'Setting NEW_RELIC_LICENSE_KEY, NEW_RELIC_LOG and restarting appname... done, v80',
          'Use `heroku addons:docs newrelic` to view documentation.',
        ],
      })
    })

    it('a data store outside the space is confirmed first', async () => {
      typed.answer = 'another'
      const refused = await cli.run('addons:create rediscloud:30 -a appname')
      expect(refused.code).toBe(8)
      expectInOrder(refused.stderr, {line: '', shows: ['This add-on is not automatically networked with this Private Space.']}, since)
      typed.answer = 'appname'
      await follow(cli, {line: 'addons:create rediscloud:30 -a appname', shows: ['This add-on is not automatically networked with this Private Space.']})
    })

    it('one that is inside the space is not', async () => {
      typed.answer = 'another'
      await follow(cli, {line: 'addons:create heroku-postgresql:private-0 -a your-private-app-name', shows: []})
    })

    it('a plan outside the space is', async () => {
      typed.answer = 'your-private-app-name'
      await follow(cli, {
        line: 'addons:create heroku-postgresql:standard-4 --region=us -a your-private-app-name',
        shows: ['This add-on is not automatically networked with this Private Space.'],
      })
    })
  })
})
