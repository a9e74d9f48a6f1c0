import {Args, Flags} from '@oclif/core'
import {NotThere} from '../../../lib/client/failures.js'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {manifestPath, readManifestFile, slugIn} from '../../../lib/command/manifest-file.js'
import type {PartnerCall} from '../../../lib/operations/manifests.js'
import {renderObject} from '../../../lib/render/object.js'
import {renderTable} from '../../../lib/render/table.js'

export default class AddonsAdminRequests extends SpacedockCommand {
  static override args = {id: Args.string({description: 'id of a request, to see all of it', ignoreStdin: true})}
  static override description = `show what a partner's server was asked, and what it answered
The newest first, without secrets: of config vars and options only the names.`
  static override examples = ['<%= config.bin %> addons:admin:requests', '<%= config.bin %> addons:admin:requests --slug fast-db --json']
  static override flags = {slug: Flags.string({char: 's', description: 'slug name of add-on'})}

  async run(): Promise<PartnerCall | PartnerCall[]> {
    const {args, flags} = await this.parse(AddonsAdminRequests)
    const slug = flags.slug ?? slugIn(readManifestFile(manifestPath((message) => this.warn(message))))
    const calls = await this.platform.call('control-plane-partner-call.list', {partnerService: slug})
    if (args.id !== undefined) return this.#show(calls.find(({id}) => id === args.id))
    if (calls.length === 0) this.log(`The server of ${slug} has not been asked anything yet.`)
    else
      this.log(
        renderTable(calls, {
          id: {header: 'ID'},
          kind: {header: 'Request'},
          created_at: {header: 'At'},
          answer: {header: 'Answer', get: ({answer, state, trouble}) => answer?.status ?? (trouble === null ? state : 'none')},
          ms: {header: 'Took', get: ({answer}) => (answer ? `${answer.ms} ms` : '')},
          attempts: {header: 'Tries'},
        }, {maxWidth: 'none'}),
      )
    return calls
  }

  #show(call: PartnerCall | undefined): PartnerCall {
    if (!call) throw new NotThere("Couldn't find that request.")
    const {addon, answer, attempts, created_at, id, kind, request, state, trouble} = call
    this.log(
      renderObject({
        ID: id,
        Request: request ? `${request.method} ${request.url}` : kind,
        Body: request?.body,
        'Add-on': addon,
        At: created_at,
        State: state,
        Tries: attempts,
        Answer: answer ? `${answer.status} in ${answer.ms} ms` : undefined,
        'Answer body': answer?.body,
        Trouble: trouble,
      }),
    )
    return call
  }
}
