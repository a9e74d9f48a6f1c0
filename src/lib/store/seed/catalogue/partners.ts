// Third-party services. Only New Relic, Auth0 and Honeybadger have a documented place in the availability matrix
// ([B], 2019); the regions of the others are chosen so that every cell of the matrix occurs. Letters: see heroku.ts.
// Assumed price for every plan above $0, unless a letter says otherwise. Config vars are the partners' usual ones [D].

import {named, type ServiceSpec} from './notation.js'
import {availableEverywhere, availableIn, installableInEverySpace} from './regions.js'

export const partnerServices: readonly ServiceSpec[] = [
  {
    slug: 'newrelic',
    humanName: 'New Relic APM',
    attachmentBase: 'NEW_RELIC',
    vars: ['LICENSE_KEY', 'LOG'], // [B]
    generations: ['cedar', 'fir'], // [D]
    regions: availableEverywhere, // [B] 2019
    defaultPlan: 'wayne',
    plans: named({wayne: 0, hawke: 49}), // wayne [B], the name hawke [C]
  },
  {
    slug: 'papertrail',
    humanName: 'Papertrail',
    cliPlugin: 'heroku-papertrail', // [A] the schema's example
    vars: ['API_TOKEN'],
    regions: availableEverywhere, // [D]. Cedar only: on Fir an add-on can't read the app's logs [C]
    defaultPlan: 'choklad',
    plans: named({choklad: 0, fixa: 8}), // choklad [C], fixa [D]
  },
  {
    slug: 'auth0',
    humanName: 'Auth0',
    vars: ['DOMAIN', 'CLIENT_ID', 'CLIENT_SECRET'],
    generations: ['cedar', 'fir'], // [D]
    regions: availableEverywhere, // [B] 2019
    defaultPlan: 'free',
    plans: named({free: 0, silver: 28}), // free [C], silver [D]
  },
  {
    slug: 'honeybadger',
    humanName: 'Honeybadger',
    vars: ['API_KEY'],
    regions: installableInEverySpace, // [B] 2019, in the regions of then
    defaultPlan: 'free',
    plans: named({free: 0, basic: 29}), // [D]
  },
  {
    slug: 'mailgun',
    humanName: 'Mailgun',
    vars: ['API_KEY', 'DOMAIN', 'SMTP_SERVER', 'SMTP_PORT', 'SMTP_LOGIN', 'SMTP_PASSWORD'],
    generations: ['cedar', 'fir'], // [D]
    regions: availableIn('us', 'eu', 'virginia', 'oregon', 'dublin', 'frankfurt'),
    defaultPlan: 'starter',
    plans: named({starter: 0, foundation: 35}), // starter [C], foundation [D]
  },
  {
    slug: 'sendgrid',
    humanName: 'SendGrid',
    vars: ['USERNAME', 'PASSWORD', 'API_KEY'],
    regions: availableIn('us', 'virginia', 'oregon', 'montreal'),
    defaultPlan: 'starter',
    plans: named({starter: 0, bronze: 10}), // [C]
  },
  {
    slug: 'rediscloud',
    humanName: 'Redis Enterprise Cloud',
    datastore: true,
    vars: ['URL'],
    regions: availableIn('us', 'eu', 'virginia', 'oregon', 'dublin', 'frankfurt', 'tokyo', 'sydney'),
    defaultPlan: '30',
    plans: named({30: 0, 100: 10}), // names [C]
  },
  {
    slug: 'memcachier',
    humanName: 'MemCachier',
    datastore: true, // [D]
    vars: ['SERVERS', 'USERNAME', 'PASSWORD'],
    regions: availableIn('us', 'eu', 'virginia', 'dublin'),
    defaultPlan: 'dev',
    plans: named({dev: 0, 100: 15}), // [C]
  },
  {
    slug: 'cloudamqp',
    humanName: 'CloudAMQP',
    vars: ['URL', 'APIKEY'],
    supportsMultipleInstallations: true,
    supportsSharing: true,
    regions: availableIn('us', 'eu', 'virginia', 'frankfurt', 'singapore', 'tokyo'),
    defaultPlan: 'lemur',
    plans: named({lemur: 0, tiger: 19}), // names [C]
  },
  {
    slug: 'adminium',
    humanName: 'Adminium',
    vars: ['URL'],
    regions: availableIn('us', 'eu'),
    defaultPlan: 'startup',
    plans: named({startup: 10, enterprise: 25}), // [D]
  },
]
