import {both, given, mutation, refusal, type Scenario} from '../step.js'

const member = 'member@acme.example'
const stranger = 'admin@globex.example'

export const config: Scenario = {
  'config vars': [
    given('apps:create app-%'),
    given('apps:create empty-app --team acme'),
    both('config --app empty-app'),
    both('config --app empty-app --json'),
    both('config --app empty-app --shell'),

    mutation('config:set GREETING=hello --app app-%'),
    mutation('config:set "SENTENCE=with two words" "QUOTES=it\'s" EQUATION=a=b -a app-%'),
    mutation('config:set GREETING=hello --app app-%'),
    mutation('config:set EMPTY= --app app-%'),
    mutation('config:add LATER=1', {env: {HEROKU_APP: 'app-%'}}),
    refusal('config:set --app app-%'),
    refusal('config:set GREETING --app app-%'),
    refusal('config:set A-B=1 --app app-%'),
    refusal('config:set GREETING=hello --app no-app'),
    refusal('config:set GREETING=hello'),
    refusal('config:set GREETING=hello --app empty-app', {as: member}),

    mutation('config --app app-%'),
    both('config -a app-one --json'),
    both('config -a app-one --shell'),
    both('config --app app-one', {ci: true}),
    refusal('config'),
    refusal('config --app no-app'),
    refusal('config --app app-one', {as: stranger}),

    both('config:get GREETING --app app-one'),
    both('config:get GREETING SENTENCE -a app-one'),
    both('config:get NOTHING -a app-one'),
    both('config:get SENTENCE QUOTES -a app-one --shell'),
    both('config:get GREETING -a app-one --json'),
    both('config:get GREETING NOTHING -a app-one --json'),
    refusal('config:get --app app-one'),
    refusal('config:get GREETING'),
    refusal('config:get GREETING --app no-app'),

    mutation('config:unset GREETING --app app-%'),
    mutation('config:remove SENTENCE QUOTES -a app-%'),
    mutation('config:unset NOTHING -a app-%'),
    refusal('config:unset --app app-%'),
    refusal('config:unset GREETING'),
    refusal('config:unset GREETING --app no-app'),
    both('config --app app-one'),
  ],
}
