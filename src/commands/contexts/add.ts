import {Args, Flags} from '@oclif/core'
import {AlreadyThere, UsageFailure} from '../../lib/client/failures.js'
import {readPreferences, writePreferences} from '../../lib/client/preferences.js'
import {requireUrl} from '../../lib/client/urls.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {isBuiltIn, listContexts, type ShownContext} from '../../lib/command/context-list.js'
import {tokenFromStdin} from '../../lib/command/token-stdin.js'

export default class ContextsAdd extends SpacedockCommand {
  static override args = {
    name: Args.string({description: 'name to give the control plane', ignoreStdin: true, required: true}),
    url: Args.string({description: 'where it is', ignoreStdin: true, required: true}),
  }
  static override description = `add a control plane that commands can go to
Its token is read from standard input, so that it is in no list of processes and no history, and is kept in a file that only you can read.`
  static override examples = [
    '<%= config.bin %> contexts:add ci http://127.0.0.1:5455 --team acme',
    'echo "$TOKEN" | <%= config.bin %> contexts:add shared https://spaces.example.com --token-stdin --use',
  ]
  static override flags = {
    team: Flags.string({char: 't', description: 'team that stands in for --team in this context'}),
    'token-stdin': Flags.boolean({description: 'read the token from standard input'}),
    use: Flags.boolean({description: 'make it the current context'}),
  }

  async run(): Promise<ShownContext> {
    const {args, flags} = await this.parse(ContextsAdd)
    const {name} = args
    const url = requireUrl(args.url)
    if (!/^[a-z0-9][\w.-]{0,63}$/i.test(name)) throw new UsageFailure(`${name} cannot name a context. Use letters, digits, dots, dashes and underscores, at most 64.`)
    const preferences = readPreferences(this.folders.config)
    if (isBuiltIn(name)) throw new AlreadyThere(`${name} is built in. Take another name.`)
    if (Object.hasOwn(preferences.contexts, name)) throw new AlreadyThere(`There is a context ${name} already. Remove it with ${this.config.bin} contexts:remove ${name}, or take another name.`)
    const token = flags['token-stdin'] ? await tokenFromStdin() : undefined
    const context = {url, ...(token !== undefined && {token}), ...(flags.team !== undefined && {team: flags.team})}
    const changed = {...preferences, ...(flags.use && {current: name}), contexts: {...preferences.contexts, [name]: context}}
    await writePreferences(this.folders.config, changed)
    this.log(`Added context ${name} for ${url}`)
    return listContexts(changed).find((shown) => shown.name === name) as ShownContext
  }
}
