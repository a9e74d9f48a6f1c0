import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../../lib/command/base.js'
import {hidden, manifestPath, readManifestFile, slugIn} from '../../../../lib/command/manifest-file.js'
import {slugArg} from '../../../../lib/command/manifest-flags.js'
import {renderPlans} from '../../../../lib/command/partner-plans.js'
import type {PartnerService} from '../../../../lib/operations/manifests.js'

export default class AddonsAdminPlans extends SpacedockCommand {
  static override args = {slug: slugArg}
  static override description = `show the plans of an add-on, as in Heroku's partner portal
The portal has no API: this is of control planes of spacedock only.`
  static override examples = ['<%= config.bin %> addons:admin:plans fast-db']

  static override flags = {'show-secrets': Flags.boolean({description: 'show the client secret, with which the server exchanges grants for tokens'})}

  async run(): Promise<PartnerService> {
    const {args, flags} = await this.parse(AddonsAdminPlans)
    const slug = args.slug ?? slugIn(readManifestFile(manifestPath((message) => this.warn(message))))
    const service = await this.platform.call('control-plane-partner.info', {partnerService: slug})
    this.log(renderPlans(service))
    if (flags['show-secrets']) this.log(`Client secret: ${service.client_secret}`)
    return flags['show-secrets'] ? service : {...service, client_secret: hidden}
  }
}
