import {configNameFaults, configValueFaults, drainFaults, idFaults, messageFaults, readObject} from '../../protocol.js'
import type {Answered} from '../../call.js'
import {type Bench, type Provisioning, succeeded} from '../bench.js'
import {type Check, type Checks, Skip} from '../check.js'
import {faultless, judged, told} from '../texts.js'

const source = 'Dev Center, Add-on Partner API Reference'

type Json = Readonly<Record<string, unknown>>

/** What the first answer to a provision looks like. */
export const provisionChecks: Checks = ({manifest: {terms, environment}}) => [
  {
    id: 'provision.status',
    group: 'provision',
    title: 'answers a provision with 200, 201 or 202',
    reason: `200 provisions at once, 202 in the background (${source}).`,
    async run(bench) {
      const exchange = await bench.first()
      return judged(exchange, succeeded(exchange.answer) && [200, 201, 202].includes(exchange.answer.status))
    },
  },
  {
    id: 'provision.json',
    group: 'provision',
    title: 'answers with a JSON object',
    reason: `Bodies of answers are valid JSON (${source}).`,
    async run(bench) {
      const exchange = await successful(bench)
      return faultless(exchange, readObject(exchange.answer.body).faults ?? [])
    },
  },
  bodyCheck('id', 'gives the resource an `id`, a string or an integer', `The id is required (${source}).`, idFaults),
  {
    id: 'provision.unique',
    group: 'provision',
    title: 'gives two add-ons two ids',
    must: 'Two provisions with different uuids get different ids.',
    reason: `The id is unique, and best the uuid (${source}; kensa, "multiple provisions cannot return the same id").`,
    async run(bench) {
      const {id} = objectIn(await first(bench))
      const second = await bench.another()
      const other = succeeded(second.answer) ? readObject(second.answer.body).result?.['id'] : id
      return {...judged(second, id === undefined || other !== id), sent: `two provisions, the second:\n${told(second).sent}`}
    },
  },
  {
    id: 'provision.id-own',
    group: 'provision',
    title: 'does not make the id of the name of the add-on',
    must: 'The id does not hold the `name`, which customers change.',
    reason: `The id stays as it is and is not derived from anything sent but the uuid (Dev Center, Add-on Provider API, 2014).`,
    async run(bench) {
      const exchange = await first(bench)
      const {id} = objectIn(exchange)
      return judged(exchange, !String(id).includes(exchange.name))
    },
  },
  bodyCheck('message', 'has a string for a `message`, if it has one', `The message is shown to the customer (${source}).`, messageFaults),
  configCheck('config', 'has strings for config vars', `Values of config vars are strings (${source}).`, configValueFaults),
  configCheck('config-declared', 'sets config vars of the manifest only', `What is set is declared in config_vars and has the prefix (Dev Center, Add-on Manifest).`, (config) => Object.keys(config).flatMap((name) => configNameFaults(name, terms))),
  configCheck('config-urls', 'has URLs in config vars that end with _URL', 'A _URL has a scheme and a host, and in production not this machine (kensa, "URL configs vars").', (config) =>
    Object.entries(config).flatMap(([name, value]) => (name.endsWith('_URL') && typeof value === 'string' ? urlFaults(name, value, environment === 'production') : [])),
  ),
  {
    id: 'provision.config-complete',
    group: 'provision',
    title: 'sets all config vars of the manifest',
    must: `The config has ${terms.configVars.join(', ') || 'nothing'}.`,
    reason: 'What is declared and never set is missed by customers (kensa, a warning).',
    async run(bench) {
      const exchange = await immediate(bench)
      const config = configIn(exchange)
      if (!config) throw new Skip('The config is not an object.', 'provision.config')
      const missing = terms.configVars.filter((name) => !Object.hasOwn(config, name))
      return missing.length === 0 ? {result: 'ok'} : {result: 'warned', ...told(exchange, `${missing.join(', ')} is missing.`)}
    },
  },
  {
    ...bodyCheck('log-drain', 'says where logs go', 'A service that requires syslog_drain answers with a log_drain_url, https:// or syslog:// (kensa, "log_drain_url is returned if required").', (body) => drainFaults(body, terms)),
    ...(!terms.requires.includes('syslog_drain') && {run: () => ({result: 'skipped', came: 'The manifest does not require syslog_drain.'})}),
  },
]

/** A check of the body of the first answer. */
function bodyCheck(name: string, title: string, reason: string, faultsOf: (body: Json) => string[]): Check {
  return {
    id: `provision.${name}`,
    group: 'provision',
    title,
    reason,
    async run(bench) {
      const exchange = await first(bench)
      return faultless(exchange, faultsOf(objectIn(exchange)))
    },
  }
}

/** A check of the config of the first answer, if that has one. */
function configCheck(name: string, title: string, reason: string, faultsOf: (config: Json) => string[]): Check {
  return {
    id: `provision.${name}`,
    group: 'provision',
    title,
    reason,
    async run(bench) {
      const exchange = await immediate(bench)
      const config = configIn(exchange)
      if (config) return faultless(exchange, faultsOf(config))
      if (name !== 'config') throw new Skip('The config is not an object.', 'provision.config')
      return faultless(exchange, ['`config` is not an object.'])
    },
  }
}

type Answering = Provisioning & {answer: Answered}

/** The first answer. @throws {Skip} when it is a refusal or a failure */
async function successful(bench: Bench): Promise<Answering> {
  const {answer, ...rest} = await bench.first()
  if (!succeeded(answer)) throw new Skip('Nothing could be provisioned.', 'provision.status')
  return {...rest, answer}
}

/** The first answer, whose body is a JSON object. */
async function first(bench: Bench): Promise<Answering> {
  const exchange = await successful(bench)
  if (readObject(exchange.answer.body).faults) throw new Skip('The answer is not a JSON object.', 'provision.json')
  return exchange
}

/** The first answer, when config vars are in it rather than sent later. */
async function immediate(bench: Bench): Promise<Answering> {
  const exchange = await first(bench)
  if (exchange.answer.status === 202) throw new Skip('Add-ons are provisioned in the background, and config vars are set later.')
  return exchange
}

const objectIn = ({answer}: Answering): Json => readObject(answer.body).result ?? {}

function configIn(exchange: Answering): Json | undefined {
  const config = objectIn(exchange)['config'] ?? {}
  return typeof config === 'object' && !Array.isArray(config) ? (config as Json) : undefined
}

function urlFaults(name: string, value: string, production: boolean): string[] {
  // Hosts of databases come in lists, which no parser of URLs reads.
  const [, host] = /^[a-z][a-z\d+.-]*:\/\/(?:[^/@]*@)?([^/?#@]+)/i.exec(value) ?? []
  if (host === undefined) return [`\`config.${name}\` is not a URL with a scheme and a host.`]
  return production && /^(localhost|127\.|\[::1\])/.test(host) ? [`\`config.${name}\` is on localhost.`] : []
}
