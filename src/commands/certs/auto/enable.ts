import {Flags} from '@oclif/core'
import {requireApp} from '../../../lib/command/app-name.js'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {customOf, renderDnsSettings, waitForCertificates} from '../../../lib/command/domains.js'
import {appFlag, remoteFlag} from '../../../lib/command/flags.js'
import type {App} from '../../../lib/operations/resources.js'
import {color} from '../../../lib/render/color.js'
import {renderHeader} from '../../../lib/render/header.js'

export default class CertsAutoEnable extends SpacedockCommand {
  static override description = 'enable ACM status for an app'
  static override examples = ['<%= config.bin %> certs:auto:enable --app my-app', '<%= config.bin %> certs:auto:enable --app my-app --wait']
  static override flags = {app: appFlag(), remote: remoteFlag(), wait: Flags.boolean({description: 'watch ACM status and exit when complete'})}

  async run(): Promise<App> {
    const {flags} = await this.parse(CertsAutoEnable)
    const app = await requireApp(flags)
    const {bin} = this.config
    const starting = color.info('starting')
    const before = await this.platform.call('domain.list', {app})
    const enabled = await this.progress(
      'Enabling Automatic Certificate Management',
      () => this.platform.call('app.enable-acm', {app}),
      () => (flags.wait ? `${starting}.` : `${starting}. See status with ${color.code(`${bin} certs:auto`)} or wait until active with ${color.code(`${bin} certs:auto --wait`)}`),
    )
    if (flags.wait) await this.#wait(app)
    const message = `Your certificate will now be managed by Heroku. Check the status by running ${color.code(`${bin} certs:auto`)}.`
    const changed = customOf(await this.platform.call('domain.list', {app})).filter(({cname, hostname}) => before.some((old) => old.hostname === hostname && old.cname !== cname))
    this.log(changed.length > 0 ? await renderDnsSettings(changed, message) : renderHeader(message))
    return enabled
  }

  async #wait(app: string): Promise<void> {
    try {
      await waitForCertificates(this, this.platform, {app, target: this.target})
    } catch (error) {
      this.log(renderHeader(`${color.failure('Error')}: The certificate could not be issued to all domains. See status with ${color.code(`${this.config.bin} certs:auto`)}.`))
      throw error
    }
  }
}
