import {both, mutation, refusal, type Scenario} from '../step.js'

const member = 'member@acme.example'
const viewer = 'viewer@acme.example'
const collaborator = 'collaborator@acme.example'
const stranger = 'admin@globex.example'

export const people: Scenario = {
  'regions, teams and who is in them': [
    both('regions'),
    both('regions --private'),
    both('regions --common'),
    both('regions', {ci: true}),
    both('regions --json'),
    both('regions --private --json'),
    refusal('regions --public'),

    both('auth:whoami'),
    both('whoami', {as: viewer}),
    refusal('auth:whoami', {env: {HEROKU_API_KEY: 'no-such-token'}}),

    both('teams'),
    both('teams', {as: member}),
    both('teams', {as: collaborator}),
    both('teams', {ci: true}),
    both('teams --json'),
    refusal('teams acme'),

    both('members --team acme'),
    both('members -t acme-labs', {as: member}),
    both('members --team acme', {ci: true}),
    both('members --team acme --role admin'),
    both('members --team acme --role owner'),
    both('members --team acme --pending'),
    both('members --team acme --json'),
    both('members', {env: {HEROKU_TEAM: 'acme'}}),
    both('members', {env: {HEROKU_ORGANIZATION: 'acme'}}),
    both('members --team globex', {as: stranger}),
    refusal('members'),
    refusal('members --team no-team'),
    refusal('members --team acme', {as: stranger}),
    refusal('members --team acme', {as: collaborator}),

    mutation('members:add new-%@acme.example --role member --team acme'),
    mutation('members:add labs-%@acme.example -r admin -t acme-labs'),
    mutation('members:add new-%@globex.example --role member --team globex', {as: stranger}),
    refusal('members:add some@acme.example --team acme'),
    refusal('members:add some@acme.example --role member'),
    refusal('members:add --role member --team acme'),
    refusal('members:add some@acme.example --role captain --team acme'),
    refusal('members:add nobody --role member --team acme'),
    refusal('members:add some@acme.example --role member --team no-team', {differs: 'unknown-team-of-member'}),
    refusal('members:add some@acme.example --role member --team acme', {as: member}),

    mutation('members:set new-%@acme.example --role viewer --team acme'),
    refusal('members:set new-one@acme.example --team acme'),
    refusal('members:set new-one@acme.example --role captain --team acme'),
    refusal('members:set nobody@acme.example --role viewer --team acme'),
    refusal('members:set new-one@acme.example --role member --team acme', {as: member}),
    both('members --team acme'),

    mutation('members:remove new-%@acme.example --team acme'),
    mutation('members:remove labs-%@acme.example --team acme-labs'),
    mutation('members:remove new-%@globex.example --team globex', {as: stranger}),
    refusal('members:remove nobody@acme.example --team acme'),
    refusal('members:remove admin@acme.example --team acme'),
    refusal('members:remove viewer@acme.example --team acme', {as: member}),
    refusal('members:remove viewer@acme.example'),
  ],
}
