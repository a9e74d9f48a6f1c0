// The services Heroku runs itself. Letters in brackets say how sure a figure is, as in facts/addon-partners.md:
// A Heroku's own source, B Heroku's documentation, C third parties, D our assumption.

import {named, spaceTier, tier, type ServiceSpec} from './notation.js'
import {installableInEverySpace} from './regions.js'

const hipaa = {compliance: ['HIPAA']} as const // [A] the schema's example; that it is the Shield tier: [D]

const postgres: ServiceSpec = {
  slug: 'heroku-postgresql',
  humanName: 'Heroku Postgres',
  datastore: true,
  generations: ['cedar', 'fir'], // [D]
  attachmentBase: 'DATABASE',
  vars: ['URL'],
  regions: installableInEverySpace,
  defaultPlan: 'essential-0',
  spaceDefaultPlan: 'private-0',
  plans: [
    ...tier('essential', {0: 5, 1: 9, 2: 20}), // [C]
    ...tier('standard', {0: 50, 2: 200, 3: 400, 4: 750, 5: 1400, 6: 2000, 7: 3500, 8: 4500, 9: 5800}), // [C], -2 [A]
    ...tier('premium', {0: 200, 2: 350, 3: 750, 4: 1200, 5: 2500, 6: 3500, 7: 6000, 8: 8500, 9: 11_000}), // [C], -3 [A]
    // assumed price; names [C], from a public Terraform module
    ...tier('standard', {10: 9000}),
    ...tier('premium', {'l-6': 4500, 'xl-6': 5500, 'l-9': 13_000, 'xl-9': 15_000, 10: 17_000}),
    // Names [B]. private-0 [C] and private-4 [A]; the others assumed price: premium and a quarter.
    ...spaceTier('private', {
      0: 300, 2: 440, 3: 950, 4: 1500, 5: 3100, 6: 4400, 7: 7500, 8: 10_600, 9: 13_800, 10: 21_000,
      'l-6': 5600, 'xl-6': 6900, 'l-9': 16_300, 'xl-9': 18_800,
    }),
    // Names [B]. Assumed price: private and a fifth, the ratio of Shield to Private dynos.
    ...spaceTier('shield', {
      0: 360, 2: 530, 3: 1140, 4: 1800, 5: 3700, 6: 5300, 7: 9000, 8: 12_700, 9: 16_600, 10: 25_000,
      'l-6': 6700, 'xl-6': 8300, 'l-9': 19_600, 'xl-9': 22_600,
    }, hipaa),
    // Names [A]; metered and so without a price of its own [D].
    ...named({advanced: 0}, {placement: 'outside', metered: true}),
    ...named({'advanced-private': 0}, {placement: 'inside', metered: true}),
    ...named({'advanced-shield': 0}, {placement: 'inside', metered: true, ...hipaa}),
  ],
}

const redis: ServiceSpec = {
  slug: 'heroku-redis',
  humanName: 'Heroku Key-Value Store',
  cliPlugin: 'heroku-redis', // [C]
  datastore: true,
  generations: ['cedar', 'fir'], // [D]
  attachmentBase: 'REDIS',
  vars: ['URL'],
  regions: installableInEverySpace,
  defaultPlan: 'mini',
  spaceDefaultPlan: 'private-7',
  plans: [
    ...named({mini: 3}, {placement: 'outside'}), // [C]
    ...tier('premium', {0: 15, 1: 30, 2: 60, 3: 120, 5: 200, 7: 750, 9: 1450, 10: 3500, 12: 6500, 14: 12_500}), // [C], -2 [A]
    // Names [B], private-3 [C]; assumed price: premium and a quarter, then a fifth.
    ...spaceTier('private', {3: 150, 7: 940, 9: 1800, 10: 4400, 12: 8100, 14: 15_600}),
    ...spaceTier('shield', {7: 1130, 9: 2200, 10: 5300, 12: 9700, 14: 18_700}, hipaa),
  ],
}

const kafka: ServiceSpec = {
  slug: 'heroku-kafka',
  humanName: 'Apache Kafka on Heroku',
  cliPlugin: 'heroku-kafka', // [C]
  datastore: true, // [D]
  attachmentBase: 'KAFKA',
  vars: ['URL', 'TRUSTED_CERT', 'CLIENT_CERT', 'CLIENT_CERT_KEY'],
  regions: installableInEverySpace,
  defaultPlan: 'basic-0',
  spaceDefaultPlan: 'private-standard-2',
  // Assumed price throughout. Names: basic [B], private [A]/[C], the sizes of standard and extended and all of shield [D].
  plans: [
    ...tier('basic', {0: 100, 1: 175, 2: 350}),
    ...tier('standard', {0: 1500, 1: 1800, 2: 2200}),
    ...tier('extended', {0: 4000, 1: 4500, 2: 5000}),
    ...spaceTier('private-standard', {2: 2800}),
    ...spaceTier('private-extended', {2: 6300}),
    ...spaceTier('shield-standard', {2: 3400}, hipaa),
    ...spaceTier('shield-extended', {2: 7600}, hipaa),
  ],
}

const scheduler: ServiceSpec = {
  slug: 'scheduler',
  humanName: 'Heroku Scheduler',
  vars: [],
  regions: installableInEverySpace, // [B] 2019, in the regions of then
  defaultPlan: 'standard',
  plans: named({standard: 0}), // [C], free [D]
}

const connect: ServiceSpec = {
  slug: 'herokuconnect',
  humanName: 'Heroku Connect',
  vars: ['URL', 'SCHEMA'], // [D]
  regions: installableInEverySpace, // [B] 2019, in the regions of then
  defaultPlan: 'demo',
  plans: named({demo: 0}), // [C], free [D]
}

export const herokuServices: readonly ServiceSpec[] = [postgres, redis, kafka, scheduler, connect]
