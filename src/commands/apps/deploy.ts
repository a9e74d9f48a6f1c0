import {createReadStream} from 'node:fs'
import {Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {parseProcfile} from '../../lib/command/procfile.js'
import {generationName} from '../../lib/command/space-summary.js'
import type {Release} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

/** As much of a file as tells that it is too large for a Procfile. */
const enough = 128 * 1024

export default class AppsDeploy extends SpacedockCommand {
  static override description = `release the process types of a Procfile
Makes a slug, or on fir an image, with these process types and releases it. No code is sent: what runs are the dynos that
ps shows.`
  static override examples = ['<%= config.bin %> apps:deploy --app my-app', '<%= config.bin %> apps:deploy --app my-app --procfile deploy/Procfile --slug-commit 60883d9e']
  static override flags = {
    app: appFlag(),
    description: Flags.string({description: 'how the release is described; by its commit when left out'}),
    procfile: Flags.string({default: 'Procfile', description: 'file with the process types; - for standard input', helpValue: 'PATH'}),
    remote: remoteFlag(),
    'slug-commit': Flags.string({description: 'commit the slug was made from', helpValue: 'SHA'}),
  }

  async run(): Promise<Release> {
    const {flags} = await this.parse(AppsDeploy)
    const app = await requireApp(flags)
    const process_types = parseProcfile(await readStart(flags.procfile), nameOf(flags.procfile))
    const {description, 'slug-commit': commit} = flags
    const release = await this.progress(
      `Releasing ${color.app(app)}`,
      async () => {
        const fir = generationName(await this.platform.call('app.info', {app})) === 'fir'
        const code = {app, body: {process_types, ...(commit !== undefined && {commit})}}
        const {id} = fir ? await this.platform.call('oci-image.create', code) : await this.platform.call('slug.create', code)
        const body = {...(fir ? {oci_image: id} : {slug: id}), ...(description !== undefined && {description})}
        return this.platform.call('release.create', {app, body})
      },
      ({version}) => `done, ${color.green(`v${version}`)}`,
    )
    this.log(`Process types: ${Object.keys(process_types).map((type) => color.name(type)).join(', ')}`)
    return release
  }
}

const standardInput = '-'

const nameOf = (path: string): string => (path === standardInput ? 'Standard input' : path)

/** The beginning of a file, whatever there is at the path: a device may have no end, and a pipe cannot be read from a place. */
async function readStart(path: string): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of (path === standardInput ? process.stdin : createReadStream(path)) as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= enough) break
    }
  } catch (error) {
    throw new UsageFailure(`${nameOf(path)} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}). Name a Procfile with --procfile.`)
  }
  return Buffer.concat(chunks)
}
