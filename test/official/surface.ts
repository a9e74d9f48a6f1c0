import type {Interfaces} from '@oclif/core'

/** The commands of ours that the official CLI has too. */
export const shared = [
  'spaces',
  'spaces:create',
  'spaces:destroy',
  'spaces:hosts',
  'spaces:info',
  'spaces:rename',
  'spaces:transfer',
  'spaces:wait',
  'domains',
  'domains:add',
  'domains:clear',
  'domains:info',
  'domains:remove',
  'domains:update',
  'domains:wait',
  'certs',
  'certs:add',
  'certs:auto',
  'certs:auto:disable',
  'certs:auto:enable',
  'certs:auto:refresh',
  'certs:generate',
  'certs:info',
  'certs:remove',
  'certs:update',
  'drains',
  'drains:add',
  'drains:remove',
  'spaces:drains:get',
  'spaces:drains:set',
  'spaces:peerings',
  'spaces:peerings:accept',
  'spaces:peerings:destroy',
  'spaces:peerings:info',
  'spaces:trusted-ips',
  'spaces:trusted-ips:add',
  'spaces:trusted-ips:remove',
  'spaces:vpn:config',
  'spaces:vpn:connect',
  'spaces:vpn:connections',
  'spaces:vpn:destroy',
  'spaces:vpn:info',
  'spaces:vpn:update',
  'spaces:vpn:wait',
  'telemetry',
  'telemetry:add',
  'telemetry:info',
  'telemetry:remove',
  'telemetry:update',
  'regions',
  'teams',
  'members',
  'members:add',
  'members:remove',
  'members:set',
  'access',
  'access:add',
  'access:remove',
  'access:update',
  'apps',
  'apps:create',
  'apps:destroy',
  'apps:info',
  'apps:join',
  'apps:leave',
  'apps:lock',
  'apps:rename',
  'apps:transfer',
  'apps:unlock',
  'addons',
  'addons:attach',
  'addons:create',
  'addons:destroy',
  'addons:detach',
  'addons:docs',
  'addons:info',
  'addons:open',
  'addons:plans',
  'addons:rename',
  'addons:services',
  'addons:upgrade',
  'addons:wait',
  'config',
  'config:get',
  'config:set',
  'config:unset',
  'auth:whoami',
  'pipelines',
  'pipelines:add',
  'pipelines:create',
  'pipelines:destroy',
  'pipelines:info',
  'pipelines:promote',
  'pipelines:remove',
  'pipelines:rename',
  'pipelines:transfer',
  'pipelines:update',
  'ps',
  'ps:restart',
  'ps:scale',
  'ps:stop',
  'ps:type',
  'ps:wait',
  'run',
  'run:detached',
  'releases',
  'releases:info',
  'releases:rollback',
  'maintenance',
  'maintenance:off',
  'maintenance:on',
  'spaces:ps',
  'spaces:topology',
] as const

/** Commands that both have for different things, with what the official one is for. In `heroku`, as a plugin, theirs is run. */
export const namesakes: Readonly<Record<string, string>> = {accounts: 'the Heroku accounts that the CLI remembers to switch between'}

/** Commands of the list above that ours lacks until they are written: their steps are skipped. Empty in the end. */
export const notYet: readonly string[] = []

/** What can be typed of a command. */
export interface Surface {
  /** Its other names, the hidden ones too. */
  names: string[]
  args: string[]
  /** By name: the short form, whether it takes a value, and which values. */
  flags: Record<string, {char?: string; type: string; options?: string[]}>
}

type Manifest = Pick<Interfaces.Manifest, 'commands'>

/** What can be typed of the commands that both have, as a CLI's manifest has it. */
export function surfaceOf({commands}: Manifest): Record<string, Surface> {
  const listed = shared.flatMap((id) => (commands[id] ? [[id, commands[id]] as const] : []))
  return Object.fromEntries(
    listed.map(([id, {aliases, hiddenAliases, args, flags}]) => [
      id,
      {
        names: [...(aliases ?? []), ...(hiddenAliases ?? [])].sort(),
        args: Object.keys(args),
        flags: Object.fromEntries(
          Object.entries(flags).map(([name, {char, type, ...flag}]) => [name, {...(char && {char}), type, ...('options' in flag && flag.options && {options: [...flag.options]})}]),
        ),
      },
    ]),
  )
}
