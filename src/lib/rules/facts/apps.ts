import type {Assumption} from './assumptions.js'
import type {Generation} from './generations.js'
import {plainCollaboratorPermissions} from './permissions.js'

/** What every app outside spaces is. documented: tf docs, facts 3.4. */
export const commonGeneration: Generation = 'cedar'

/** The releases that a new app begins with, described as Heroku does. documented for cedar; for fir, which has no logplex, assumed. */
export const firstReleases: Readonly<Record<Generation, readonly string[]>> = {
  cedar: ['Initial release', 'Enable Logplex'],
  fir: ['Initial release'],
}

/** What we chose about apps, their people and their config vars where no source says. */
export const appAssumptions: readonly Assumption[] = [
  {
    rule: 'A region given for an app in a space',
    chosen: "Accepted when it is the space's own, refused otherwise",
    why: 'An app in a space runs there; ignoring what was asked for would be a lie.',
  },
  {
    rule: 'A team given for an app in a space',
    chosen: "Accepted when it is the space's own, refused otherwise",
    why: "An app in a space belongs to the space's team.",
  },
  {
    rule: 'Who creates or brings an app to a team without being an admin of it',
    chosen: 'Becomes a collaborator of the app with view, deploy, operate and manage',
    why: 'Whoever creates an app must be able to deploy to it; a member who is no collaborator can only view.',
  },
  {
    rule: 'First releases of a fir app',
    chosen: firstReleases.fir.join(', '),
    why: 'Cedar apps begin with two releases, the second of which enables Logplex, and fir has none.',
  },
  {
    rule: 'Web address of a renamed app',
    chosen: 'The new name with the same suffix',
    why: 'Only the form of the address is documented.',
  },
  {
    rule: 'Permission for each change of an app',
    chosen: 'manage to rename, operate for maintenance mode, deploy for the stack of the next build',
    why: 'The article on app permissions could be read only in part.',
  },
  {
    rule: 'A locked app',
    chosen: 'Nobody but an admin can join; whoever manages the app can still add people',
    why: 'The schema says that other team members are forbidden from joining.',
  },
  {
    rule: 'Granting app permissions in a team without fine-grained permissions',
    chosen: `Refused; collaborators there have ${plainCollaboratorPermissions.join(', ')}`,
    why: 'The official CLI asks for them only where the team has the feature.',
  },
  {
    rule: 'A collaborator who is not in the team',
    chosen: 'Is in it with the role collaborator for as long as they collaborate on one of its apps',
    why: 'Dev Center: collaborators are team members with the role; when it ends is not said.',
  },
  {
    rule: 'Transfer of an app to another team',
    chosen: 'By whoever manages the app and may create apps there; collaborators stay. Not for apps in a space',
    why: 'Only the request is documented. An app cannot leave its space.',
  },
  {
    rule: "Transfer of a team's app to an account",
    chosen: 'To somebody who is in the team, at once; all collaborators are removed. Not for apps in a space',
    why: 'The official CLI warns that collaborators are removed; nothing says that it has to be accepted.',
  },
  {
    rule: 'Transfer of a personal app to another account',
    chosen: 'One at a time, accepted or declined by the recipient; the owner until then stays as collaborator',
    why: 'The schema has the three states and no more.',
  },
  {
    rule: 'Description of the release when config vars are both set and removed',
    chosen: 'Set FOO, remove BAR config vars',
    why: 'Only those for one or the other are known.',
  },
  {
    rule: "Unsetting a config var of an add-on's attachment",
    chosen: 'Refused like setting it: "Cannot overwrite attachment values DATABASE_URL."',
    why: 'The words for unsetting are not known.',
  },
]
