import {both, given, mutation, refusal, type Scenario} from '../step.js'

const member = 'member@acme.example'
const twenty = Array.from({length: 20}, (_, index) => `203.0.113.${index}/32`).join(' ')

export const trustedIps: Scenario = {
  'trusted IP ranges': [
    given('spaces:create my-space --team acme'),
    given('spaces:create fir-space --team acme --generation fir'),
    both('trusted-ips my-space'),
    both('trusted-ips --space my-space'),
    both('trusted-ips my-space --json'),
    both('trusted-ips my-space', {ci: true}),
    both('trusted-ips my-space', {as: member}),
    both('spaces:trusted-ips my-space'),
    both('spaces:trusted-ips fir-space'),
    refusal('trusted-ips'),
    refusal('trusted-ips no-space'),
    refusal('trusted-ips my-space', {as: 'admin@globex.example'}),

    given('spaces:create space-% --team acme'),
    mutation('trusted-ips:add 192.0.2.0/24 --space space-%', {differs: 'range-without-effect'}),
    mutation('trusted-ips:remove 192.0.2.0/24 --space space-%'),
    given('trusted-ips:remove 0.0.0.0/0 --space space-% --confirm space-%'),
    both('trusted-ips space-one'),
    both('trusted-ips space-one --json'),
    refusal('trusted-ips:remove 192.0.2.0/24 --space space-one'),
    mutation('trusted-ips:add 192.0.2.0/24 --space space-%'),
    mutation('spaces:trusted-ips:add 198.51.100.7/32 -s space-%'),
    mutation('trusted-ips:add --space space-% 203.0.113.0/28', {ci: true}),
    mutation('trusted-ips space-%'),
    mutation('trusted-ips:add 198.51.100.99/26 --space space-%', {differs: 'host-bits'}),
    mutation('trusted-ips:add 10.0.0.0/8 172.16.0.0/12 --space space-%', {differs: 'several-ranges'}),
    refusal('trusted-ips:add 192.0.2.0/24 --space space-%'),
    refusal('trusted-ips:add 192.0.2.0/24'),
    refusal('trusted-ips:add --space space-%'),
    refusal('trusted-ips:add 192.0.2.0/24 --space no-space'),
    refusal('trusted-ips:add banana --space space-%', {differs: 'malformed-range'}),
    refusal('trusted-ips:add 192.0.2.0/33 --space space-%', {differs: 'malformed-range'}),
    refusal('trusted-ips:add 192.0.2.77/24 --space space-%', {differs: 'duplicate-by-meaning'}),
    refusal('trusted-ips:add 192.0.2.128/25 --space space-one', {as: member}),

    mutation('trusted-ips:remove 192.0.2.0/24 --space space-%'),
    mutation('spaces:trusted-ips:remove 203.0.113.0/28 --space space-%'),
    refusal('trusted-ips:remove 192.0.2.0/24 --space space-%'),
    refusal('trusted-ips:remove 192.0.2.0/24'),
    refusal('trusted-ips:remove --space space-%'),
    refusal('trusted-ips:remove 198.51.100.7/32 --space no-space'),
    refusal('trusted-ips:remove 198.51.100.7/32 --space space-one', {as: member}),

    given('spaces:create last-% --team acme'),
    refusal('trusted-ips:remove 0.0.0.0/0 --space last-%', {differs: 'last-range'}),
    given('spaces:create wrong-% --team acme'),
    refusal('trusted-ips:remove 0.0.0.0/0 --space wrong-% --confirm last-%', {differs: 'last-range-not-confirmed'}),

    given('spaces:create full-% --team acme'),
    given('trusted-ips:remove 0.0.0.0/0 --space full-% --confirm full-%'),
    given(`trusted-ips:add ${twenty} --space full-%`),
    mutation('trusted-ips full-%'),
    refusal('trusted-ips:add 198.51.100.0/24 --space full-%'),
  ],
}
