import {Args, Flags} from '@oclif/core'

/** The person that a command about a team's members or an app's collaborators is about. */
export const emailArg = Args.string({description: 'email address of the team member', ignoreStdin: true, required: true})

/** Which roles there are depends on the team, so the platform is asked, not the flag. */
export const roleFlag = Flags.string({char: 'r', description: 'member role (admin, collaborator, member, owner)', required: true})
