import {both, given, mutation, refusal, type Scenario} from '../step.js'

const member = 'member@acme.example'
const viewer = 'viewer@acme.example'
const stranger = 'admin@globex.example'

export const access: Scenario = {
  'who has access to an app': [
    given('spaces:create my-space --team acme'),
    given('apps:create my-app --space my-space'),
    given('apps:create app-% --space my-space'),
    given('apps:create own-app-%'),

    both('access --app my-app'),
    both('access -a my-app --json'),
    both('access --app my-app', {ci: true}),
    both('access --app own-app-one'),
    both('access', {env: {HEROKU_APP: 'my-app'}}),
    refusal('access'),
    refusal('access --app no-app'),
    refusal('access --app my-app', {as: stranger}),

    mutation('access:add member@acme.example --app app-% --permissions deploy,operate'),
    mutation('access:add collaborator@acme.example --app app-% --permissions view'),
    mutation('access:add member@acme.example --app own-app-%'),
    refusal('access:add viewer@acme.example --app app-%'),
    refusal('access:add viewer@acme.example --app app-% --permissions fly'),
    refusal('access:add viewer@acme.example --permissions deploy'),
    refusal('access:add --app app-% --permissions deploy'),
    refusal('access:add nobody --app app-% --permissions deploy'),
    refusal('access:add viewer@acme.example --app no-app --permissions deploy'),
    refusal('access:add member@acme.example --app app-% --permissions deploy'),
    refusal('access:add viewer@acme.example --app my-app --permissions deploy', {as: member}),

    mutation('access --app app-%'),
    mutation('access --app app-% --json'),
    mutation('access --app own-app-%'),
    both('access --app app-one', {as: member}),
    both('access --app app-one', {as: viewer}),

    mutation('access:update member@acme.example --app app-% --permissions manage'),
    refusal('access:update member@acme.example --app app-%'),
    refusal('access:update member@acme.example --app app-% --permissions fly'),
    refusal('access:update nobody@acme.example --app app-% --permissions deploy'),
    refusal('access:update member@acme.example --app own-app-% --permissions deploy'),
    refusal('access:update member@acme.example --app no-app --permissions deploy'),

    mutation('access:remove collaborator@acme.example --app app-%'),
    mutation('access:remove member@acme.example --app own-app-%'),
    refusal('access:remove nobody@acme.example --app app-%'),
    refusal('access:remove member@acme.example --app no-app'),
    refusal('access:remove member@acme.example'),
  ],
}
