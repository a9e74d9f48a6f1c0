import {Args, Flags} from '@oclif/core'

/** `--manifest FILE`, for those who have it elsewhere. */
export const manifestFileFlag = Flags.string({description: 'file with the manifest', default: 'addon-manifest.json', helpValue: 'FILE'})

export const showSecretsFlag = Flags.boolean({description: 'show the password and the salt'})

/** The slug as an argument; without it the one of the manifest in the current folder. */
export const slugArg = Args.string({description: 'slug name of add-on', ignoreStdin: true})
