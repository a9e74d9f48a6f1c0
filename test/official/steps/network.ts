import {both, given, mutation, refusal, type Scenario} from '../step.js'

const member = 'member@acme.example'
const stranger = 'admin@globex.example'
const request = (space: string, pcx: string, cidr: string) => given(`control-plane:peerings:request --space ${space} --pcx-id ${pcx} --vpc-id vpc-0a1b2c3d --account 210987654321 --cidr ${cidr}`)

export const network: Scenario = {
  peerings: [
    given('spaces:create my-space --team acme --wait'),
    given('spaces:create fir-space --team acme --generation fir --wait'),
    both('spaces:peerings my-space'),
    both('spaces:peerings --space my-space --json'),
    both('spaces:peerings fir-space'),
    both('spaces:peerings:info my-space'),
    both('spaces:peering:info my-space'),
    both('spaces:peerings:info --space my-space --json'),
    refusal('spaces:peerings'),
    refusal('spaces:peerings no-space'),
    refusal('spaces:peerings my-space', {as: stranger}),
    refusal('spaces:peerings:info'),
    refusal('spaces:peerings:info fir-space'),

    request('my-space', 'pcx-0000000a', '10.20.0.0/16'),
    request('my-space', 'pcx-0000000b', '192.168.7.0/24'),
    given('apps:create my-app --space my-space'),
    given('addons:create heroku-postgresql:private-0 --app my-app'),
    both('spaces:peerings my-space'),
    both('spaces:peerings my-space', {as: member}),
    both('spaces:peerings my-space --json'),
    both('spaces:peerings:info my-space'),

    given('spaces:create space-% --team acme --wait'),
    request('space-%', 'pcx-0000000c', '10.20.0.0/16'),
    refusal('spaces:peerings:accept pcx-0000000c'),
    refusal('spaces:peerings:accept pcx-0000000c --space no-space'),
    refusal('spaces:peerings:accept pcx-0000000d --space my-space'),
    refusal('spaces:peerings:accept pcx-0000000a --space my-space', {as: member}),
    mutation('spaces:peerings:accept pcx-0000000c --space space-%'),
    refusal('spaces:peerings:accept pcx-0000000c space-%'),
    mutation('spaces:peerings space-%'),
    refusal('spaces:peerings:destroy --space my-space'),
    refusal('spaces:peerings:destroy pcx-0000000a'),
    refusal('spaces:peerings:destroy pcx-0000000a --space my-space --confirm pcx-0000000b'),
    refusal('spaces:peerings:destroy pcx-0000000d --space my-space --confirm pcx-0000000d'),
    refusal('spaces:peerings:destroy pcx-0000000a --space my-space --confirm pcx-0000000a', {as: member}),
    mutation('spaces:peerings:destroy -p pcx-0000000c --space space-% --confirm pcx-0000000c'),
    mutation('spaces:peerings space-%'),
  ],
}
