import {Flags} from '@oclif/core'
import {chooseTarget, type Target} from '../../lib/client/contexts.js'
import {UsageFailure} from '../../lib/client/failures.js'
import {readPreferences} from '../../lib/client/preferences.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import {officialEnvironment} from '../../lib/command/official-environment.js'
import {type Shell, exportLines, shellOf, shells} from '../../lib/command/shells.js'
import {tokenFromStdin} from '../../lib/command/token-stdin.js'

export default class ControlPlaneRelay extends ControlPlaneCommand {
  static override description = `lead the official heroku CLI to a control plane on another machine
It goes to Heroku and to this machine only. The relay listens here, until Ctrl-C, and passes what it is sent on to that one control plane. Prints what points heroku at it, as control-plane:env does. The token is that of the context or of SPACEDOCK_TOKEN; requests carry it themselves, and without it the relay lets nobody in.`
  static override examples = [
    '<%= config.bin %> control-plane:relay --context shared',
    'echo "$TOKEN" | <%= config.bin %> control-plane:relay --url https://spaces.example.com --token-stdin > relay.env &',
  ]
  static override flags = {
    port: Flags.integer({default: 5456, description: 'port to listen on; 0 for any that is free', max: 65_535, min: 0}),
    shell: Flags.string({description: 'shell to print for; by default the one of $SHELL', options: [...shells]}),
    'token-stdin': Flags.boolean({description: 'read the token from standard input'}),
    url: Flags.string({description: 'where the control plane is, instead of that of the context', helpValue: 'URL'}),
  }

  async run(): Promise<Record<string, string>> {
    const {flags} = await this.parse(ControlPlaneRelay)
    // oclif's own check of flags that exclude each other would show a password in the URL.
    if (flags.url !== undefined && flags.context !== undefined) throw new UsageFailure('Name the control plane either with --url or with --context.')
    const target = flags.url === undefined ? this.target : this.#targetAt(flags.url)
    if (target.kind !== 'remote') throw new UsageFailure('A relay leads to a control plane that is served. Name it with --url or --context.')
    const token = flags['token-stdin'] ? await tokenFromStdin() : target.token
    if (token === undefined) throw new UsageFailure(`There is no token for ${target.url}. Give one with --token-stdin or SPACEDOCK_TOKEN, or add a context that has one.`)
    const {runRelay} = await import('../../lib/server/relay.js')
    return runRelay({url: target.url, port: flags.port}, (url) => {
      const variables = officialEnvironment(url, token, flags.world)
      this.logToStderr(`Relaying ${url} to ${target.url}`)
      // The options of the flag are the shells.
      this.log(exportLines(variables, (flags.shell as Shell | undefined) ?? shellOf(process.env)))
      this.tellAtOnce(variables)
      return variables
    })
  }

  #targetAt(url: string): Target {
    if (!/^https?:\/\//i.test(url)) throw new UsageFailure(`${url} is not a URL. Give one like https://spaces.example.com, or the name of a context with --context.`)
    return chooseTarget({flag: url, env: process.env, preferences: readPreferences(this.folders.config), running: this.running})
  }
}
