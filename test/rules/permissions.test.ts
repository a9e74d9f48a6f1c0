import {describe, expect, test} from 'vitest'
import {appPermissionList} from '../../src/lib/rules/facts.js'
import {
  appPermissions, mayJoinApp, noAccess, requireAppPermissions, requireSpaceGrants, requireTeamRole, spaceGrants, spacePermissions,
  teamPermissions, type AppPermission, type TeamRole,
} from '../../src/lib/rules/permissions.js'
import {refused} from './answers.js'

const outsiders = [null, undefined] as const
const members: TeamRole[] = ['member', 'viewer']
const admins: TeamRole[] = ['admin', 'owner']

describe('in a team', () => {
  test.each(outsiders)('who has no role (%s) may do nothing', (role) => {
    expect(teamPermissions(role)).toEqual([])
  })

  test('a collaborator knows of the team and sees neither its people nor its spaces', () => {
    expect(teamPermissions('collaborator')).toEqual(['enter'])
  })

  test('a viewer sees and creates nothing', () => {
    expect(teamPermissions('viewer')).toEqual(['enter', 'view'])
  })

  test('a member sees, and creates apps outside spaces, and manages neither spaces nor people', () => {
    expect(teamPermissions('member')).toEqual(['enter', 'view', 'create apps'])
  })

  test.each(admins)('an %s may do everything', (role) => {
    expect(teamPermissions(role)).toEqual(['enter', 'view', 'create apps', 'manage spaces', 'manage'])
  })
})

describe('on a space', () => {
  test.each([...outsiders, 'collaborator'] as const)('%s sees nothing, whatever was granted', (role) => {
    expect(spacePermissions(role, ['create_apps'])).toEqual([])
    expect(spaceGrants(role, ['create_apps'])).toEqual([])
  })

  test.each(members)('a %s without a grant may only see it', (role) => {
    expect(spacePermissions(role, [])).toEqual(['view'])
    expect(spacePermissions(role, ['manage', 'view_metrics'])).toEqual(['view'])
    expect(spaceGrants(role, [])).toEqual([])
  })

  test.each(members)('a %s with create_apps may create apps in it, and not manage it', (role) => {
    expect(spacePermissions(role, ['create_apps'])).toEqual(['view', 'create apps'])
    expect(spaceGrants(role, ['create_apps'])).toEqual(['create_apps'])
  })

  test.each(admins)('an %s may do everything, and keeps create_apps when it is taken away', (role) => {
    expect(spacePermissions(role, [])).toEqual(['view', 'create apps', 'manage'])
    expect(spaceGrants(role, [])).toEqual(['create_apps'])
  })
})

describe('on an app', () => {
  const all: AppPermission[] = ['view', 'deploy', 'operate', 'manage']
  const added = (...granted: AppPermission[]) => ({collaborator: {granted}})

  test('who has nothing to do with it sees nothing', () => {
    expect(appPermissions({})).toEqual([])
    expect(appPermissions({role: null, fineGrained: true})).toEqual([])
    expect(appPermissions({owner: false, role: undefined})).toEqual([])
  })

  test('a collaborator of the team, but of another app, sees nothing', () => {
    expect(appPermissions({role: 'collaborator', fineGrained: true})).toEqual([])
    expect(appPermissions({role: 'collaborator'})).toEqual([])
  })

  test.each(members)('a %s sees it and may do no more', (role) => {
    expect(appPermissions({role, fineGrained: true})).toEqual(['view'])
    expect(appPermissions({role})).toEqual(['view'])
  })

  test.each([null, 'collaborator', 'member', 'viewer'] as const)('%s has exactly what was granted, and view', (role) => {
    expect(appPermissions({role, fineGrained: true, ...added()})).toEqual(['view'])
    expect(appPermissions({role, fineGrained: true, ...added('deploy')})).toEqual(['view', 'deploy'])
    expect(appPermissions({role, fineGrained: true, ...added('operate', 'deploy')})).toEqual(['view', 'deploy', 'operate'])
    expect(appPermissions({role, fineGrained: true, ...added('manage')})).toEqual(['view', 'manage'])
  })

  test.each([null, 'collaborator', 'member'] as const)('%s, where nothing finer can be granted, may do all but manage', (role) => {
    expect(appPermissions({role, ...added()})).toEqual(['view', 'deploy', 'operate'])
    expect(appPermissions({role, ...added('manage')})).toEqual(all)
  })

  test.each(admins)('an %s has all four, granted or not', (role) => {
    expect(appPermissions({role, fineGrained: true})).toEqual(all)
    expect(appPermissions({role, fineGrained: true, ...added('view')})).toEqual(all)
  })

  test('its owner has all four', () => {
    expect(appPermissions({owner: true})).toEqual(all)
  })

  test.each([
    [null, false, false],
    ['collaborator', false, false],
    ['viewer', false, false],
    ['member', false, true],
    ['member', true, false],
    ['admin', true, true],
    ['owner', true, true],
  ] as const)('%s may join it, locked %s: %s', (role, locked, may) => {
    expect(mayJoinApp(role, locked)).toBe(may)
  })
})

describe('there is no such', () => {
  test.each([
    ['depoly', "Couldn't find that permission: depoly. Did you mean deploy? Use view, deploy, operate or manage."],
    ['MANAGE', "Couldn't find that permission: MANAGE. Did you mean manage? Use view, deploy, operate or manage."],
    ['create_apps', "Couldn't find that permission: create_apps. Use view, deploy, operate or manage."],
    ['', 'Couldn\'t find that permission: "". Use view, deploy, operate or manage.'],
    ['__proto__', "Couldn't find that permission: __proto__. Use view, deploy, operate or manage."],
  ])('app permission %j', (name, message) => {
    expect(refused(requireAppPermissions(['deploy', name]))).toBe(message)
  })

  test('space permission', () => {
    expect(refused(requireSpaceGrants(['create_app']))).toBe(
      "Couldn't find that permission: create_app. Did you mean create_apps? Use create_apps.",
    )
  })

  test.each([
    ['collaborator', 'enterprise', "Couldn't find that role: collaborator. Use admin, member or viewer."],
    ['owner', 'enterprise', "Couldn't find that role: owner. Use admin, member or viewer."],
    ['viewer', 'team', "Couldn't find that role: viewer. Use admin or member."],
    ['amdin', 'team', "Couldn't find that role: amdin. Did you mean admin? Use admin or member."],
  ] as const)('role %s in a team of type %s', (name, type, message) => {
    expect(refused(requireTeamRole(name, type))).toBe(message)
  })
})

test('permissions are read without repeats, in the order of the list, and with view', () => {
  expect(requireAppPermissions([])).toEqual(['view'])
  expect(requireAppPermissions(['operate', 'deploy', 'operate'])).toEqual(['view', 'deploy', 'operate'])
  expect(requireAppPermissions(appPermissionList.map(({name}) => name).toReversed())).toEqual(['view', 'deploy', 'operate', 'manage'])
  expect(requireSpaceGrants([])).toEqual([])
  expect(requireSpaceGrants(['create_apps', 'create_apps'])).toEqual(['create_apps'])
})

test.each([
  ['admin', 'team'],
  ['member', 'team'],
  ['viewer', 'enterprise'],
] as const)('a member can be made %s in a team of type %s', (role, type) => {
  expect(requireTeamRole(role, type)).toBe(role)
})

test('the sentence for whoever lacks access names the thing', () => {
  expect(noAccess('app', 'my-app').message).toBe('You do not have the required access to the app my-app')
  expect(noAccess('team', 'acme').message).toBe('You do not have access to the team acme.')
  expect(noAccess('space', 'my-space').message).toBe('You do not have access to the space my-space.')
})
