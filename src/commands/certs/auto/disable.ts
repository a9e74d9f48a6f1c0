import {Flags} from '@oclif/core'
import {requireApp} from '../../../lib/command/app-name.js'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../../lib/command/flags.js'
import type {App} from '../../../lib/operations/resources.js'
import {color} from '../../../lib/render/color.js'

export default class CertsAutoDisable extends SpacedockCommand {
  static override description = 'disable ACM for an app'
  static override examples = ['<%= config.bin %> certs:auto:disable --app my-app --confirm my-app']
  static override flags = {
    app: appFlag(),
    confirm: Flags.string({char: 'c', description: 'set to app name to bypass confirm prompt', hidden: true}),
    remote: remoteFlag(),
  }

  async run(): Promise<App> {
    const {flags} = await this.parse(CertsAutoDisable)
    const app = await requireApp(flags)
    await this.confirm(app, flags.confirm, warningOf(app, this.config.bin))
    return this.progress('Disabling Automatic Certificate Management', () => this.platform.call('app.disable-acm', {app}))
  }
}

const warningOf = (app: string, bin: string): string => `This command will disable Automatic Certificate Management from ${color.app(app)}.
This will cause the certificate to be removed from ${color.app(app)} causing SSL
validation errors.  In order to avoid downtime, the recommended steps
are preferred which will also disable Automatic Certificate Management.

1) Request a new SSL certificate for your domains names from your certificate provider
2) ${bin} certs:update CRT KEY
`
