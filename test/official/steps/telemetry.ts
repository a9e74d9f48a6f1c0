import {both, given, mutation, refusal, type Scenario} from '../step.js'

const member = 'member@acme.example'
const stranger = 'admin@globex.example'
const nowhere = '00000000-0000-4000-8000-000000000000'
const endpoint = 'https://otel.example.com/consumer'

export const telemetry: Scenario = {
  'telemetry drains': [
    given('spaces:create fir-space --team acme --generation fir --wait'),
    given('apps:create fir-app --space fir-space'),
    given('apps:create my-app --team acme'),
    both('telemetry --app fir-app'),
    both('telemetry --space fir-space'),
    refusal('telemetry'),
    refusal('telemetry --app no-app'),
    refusal('telemetry --space fir-space', {as: member}),
    refusal('telemetry --app fir-app', {as: stranger}),
    refusal(`telemetry:add ${endpoint}`),
    refusal('telemetry:add --app fir-app'),
    refusal(`telemetry:add ${endpoint} --app my-app`),
    refusal(`telemetry:add ${endpoint} --app no-app`),
    refusal(`telemetry:add ${endpoint} --app fir-app --signals smoke`),
    refusal(`telemetry:add ${endpoint} --app fir-app --transport pigeon`),
    refusal('telemetry:add http://otel.example.com --app fir-app'),
    refusal(`telemetry:add ${endpoint} --space fir-space`, {as: member}),
    given(`telemetry:add ${endpoint} --app fir-app --signals logs,traces --json`),
    given(`telemetry:add ${endpoint} --space fir-space`),
    both('telemetry --app fir-app'),
    both('telemetry --space fir-space'),
    both('telemetry:info $ID'),
    both('telemetry:update $ID --signals metrics,logs --transport grpc'),
    both('telemetry:update $ID --endpoint https://other.example.com'),
    refusal('telemetry:update $ID'),
    refusal('telemetry:update $ID --endpoint http://other.example.com'),
    refusal('telemetry:update $ID --signals logs', {as: member}),
    refusal(`telemetry:info ${nowhere}`),
    refusal('telemetry:info'),
    refusal('telemetry:info $ID', {as: stranger}),
    refusal('telemetry:remove'),
    refusal(`telemetry:remove ${nowhere}`),
    refusal('telemetry:remove $ID', {as: member}),
    given('apps:create app-% --space fir-space'),
    mutation(`telemetry:add ${endpoint} --app app-%`),
    mutation('telemetry:remove --app app-%'),
    mutation('telemetry --app app-%'),
  ],
}
