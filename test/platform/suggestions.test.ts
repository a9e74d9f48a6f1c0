import {expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {collaborator, createWorld, stranger, type World} from '../helpers/world.js'

const messageOf = async (world: World, path: string, as?: string) => (await world.get(path, as === undefined ? {} : {as})).body.message

async function world() {
  const made = await createWorld()
  await made.space('my-space')
  await createApp(made, {name: 'team-app', team: 'acme'})
  await createApp(made, {name: 'own-app'})
  return made
}

it.each([
  ['/spaces/my-spce', "Couldn't find that space. Did you mean my-space?"],
  ['/teams/acmee', "Couldn't find that team. Did you mean acme?"],
  ['/apps/team-ap', "Couldn't find that app. Did you mean team-app?"],
  ['/apps/own-ap', "Couldn't find that app. Did you mean own-app?"],
  ['/spaces/quite-another', "Couldn't find that space."],
  ['/spaces/00000000-0000-4000-8000-00000000dead', "Couldn't find that space."],
])('a name that leads nowhere is answered with what was meant: %s', async (path, message) => {
  expect(await messageOf(await world(), path)).toBe(message)
})

it.each(['/spaces/my-space', '/spaces/my-spce', '/teams/acmee', '/apps/team-app', '/apps/team-ap', '/apps/own-ap'])('nobody is told of what they may not see: %s', async (path) => {
  const made = await world()
  expect(await messageOf(made, path, stranger)).toMatch(/^Couldn't find that (app|space|team)\.$/)
  if (!path.startsWith('/teams')) expect(await messageOf(made, path, collaborator)).toMatch(/^Couldn't find that (app|space)\.$/)
})

it('a collaborator is told of the app that is shared', async () => {
  const made = await world()
  await addCollaborator(made, 'team-app', collaborator)
  expect(await messageOf(made, '/apps/team-ap', collaborator)).toBe("Couldn't find that app. Did you mean team-app?")
})

it('a space that is gone is not what was meant', async () => {
  const made = await createWorld()
  await made.space('my-space')
  await made.delete('/spaces/my-space')
  made.pass(60)
  expect(await messageOf(made, '/spaces/my-spce')).toBe("Couldn't find that space.")
})
