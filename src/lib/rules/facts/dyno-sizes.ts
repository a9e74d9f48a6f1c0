import type {Assumption} from './assumptions.js'
import type {Generation} from './generations.js'

// platform-api.md 5.1.

/** Sizes of one tier run side by side in an app, those of two tiers never (facts 4, "mixing tiers"). */
export type Tier = 'basic' | 'eco' | 'fir' | 'private' | 'production'

export interface DynoSize {
  readonly id: string
  /** As answers spell it; requests may in any case. */
  readonly name: string
  readonly tier: Tier
  readonly generation: Generation
  /** In GB. */
  readonly memory: number
  readonly compute: number
  readonly dedicated: boolean
  /** US dollars a month at most. */
  readonly dollars: number
}

const size =
  (tier: Tier, generation: Generation, dedicated: boolean) =>
  (id: string, name: string, memory: number, compute: number, dollars: number): DynoSize => ({id: `d7a05${id}-0000-4000-8000-000000000000`, name, tier, generation, memory, compute, dedicated, dollars})

const eco = size('eco', 'cedar', false)
const basic = size('basic', 'cedar', false)
const standard = size('production', 'cedar', false)
const performance = size('production', 'cedar', true)
const inSpace = size('private', 'cedar', true)
const fir = size('fir', 'fir', false)

/** Every size, smallest first within a tier. Names, memory and prices documented; ids are assumed. */
export const dynoSizes: readonly DynoSize[] = [
  eco('100', 'Eco', 0.5, 1, 5),
  basic('110', 'Basic', 0.5, 1, 7),
  standard('120', 'Standard-1X', 0.5, 1, 25),
  standard('121', 'Standard-2X', 1, 2, 50),
  performance('130', 'Performance-M', 2.5, 12, 250),
  performance('131', 'Performance-L', 14, 50, 500),
  performance('132', 'Performance-L-RAM', 30, 24, 500),
  performance('133', 'Performance-XL', 62, 50, 750),
  performance('134', 'Performance-2XL', 126, 100, 1500),
  inSpace('200', 'Private-S', 1, 12, 225),
  inSpace('201', 'Private-M', 2.5, 12, 450),
  inSpace('202', 'Private-L', 14, 50, 900),
  inSpace('203', 'Private-L-RAM', 30, 24, 500),
  inSpace('204', 'Private-XL', 62, 50, 750),
  inSpace('205', 'Private-2XL', 126, 100, 1500),
  fir('300', 'dyno-1c-0.5gb', 0.5, 1, 25),
  fir('301', 'dyno-1c-4gb', 4, 1, 80),
  fir('302', 'dyno-1c-8gb', 8, 1, 100),
  fir('303', 'dyno-2c-1gb', 1, 2, 50),
  fir('304', 'dyno-2c-4gb', 4, 2, 150),
  fir('305', 'dyno-2c-8gb', 8, 2, 160),
  fir('306', 'dyno-2c-16gb', 16, 2, 250),
  fir('307', 'dyno-4c-8gb', 8, 4, 300),
  fir('308', 'dyno-4c-16gb', 16, 4, 320),
  fir('309', 'dyno-4c-32gb', 32, 4, 500),
  fir('310', 'dyno-8c-16gb', 16, 8, 600),
  fir('311', 'dyno-8c-32gb', 32, 8, 640),
  fir('312', 'dyno-8c-64gb', 64, 8, 750),
  fir('313', 'dyno-16c-32gb', 32, 16, 1200),
  fir('314', 'dyno-16c-64gb', 64, 16, 1000),
  fir('315', 'dyno-16c-128gb', 128, 16, 1500),
  fir('316', 'dyno-32c-64gb', 64, 32, 2400),
]

/** Dynos of one process type outside spaces. assumed. */
export const commonDynosPerProcessType = 100

/** Memory of a dedicated host of a space in GB. assumed: the largest size of dyno fits. */
export const hostMemory = 128

/** documented: DC:dyno-size, "default scaling limits". */
export const scalingLimitsUrl = 'https://devcenter.heroku.com/articles/dyno-size#default-scaling-limits'

/** Share of a process type's dynos that a rolling deploy replaces at a time, rounded up. documented: seeds 2 and 3. */
export const rollingShare = 0.25

/** What the platform warns of when it starts a one-off dyno in a space. documented: seed 3. */
export const slowDynosWarning = 'Dynos can take up to a few minutes to be provisioned in Private Spaces.'

/** What we chose about dynos where no source says. */
export const dynoAssumptions: readonly Assumption[] = [
  {
    rule: 'Size of a dyno when none is given',
    chosen: 'Private-S in a space, dyno-1c-0.5gb on fir; elsewhere Standard-1X for enterprise teams and Basic for the rest; the tier that the app runs in already',
    why: 'Documents name both Private-S and Private-M; for the common runtime they say only what enterprise accounts may not have.',
  },
  {
    rule: 'Dynos of a process type outside spaces',
    chosen: `${commonDynosPerProcessType}`,
    why: 'Limits of the common runtime depend on size and account, and are not stated in one place.',
  },
  {
    rule: 'Restarting all dynos or all of a type, and changing their size',
    chosen: 'All at once, not rolling; a release is rolling in spaces and at once outside them',
    why: 'The documents promise zero downtime for releases and scaling, and speak of a short downtime when the size changes.',
  },
  {
    rule: 'Stopping a dyno of the formation',
    chosen: 'It is started again at once, as after a restart; a one-off dyno ends',
    why: 'The formation says how many run; to run fewer is scaling down.',
  },
  {
    rule: 'Which dynos a rolling deploy replaces first',
    chosen: 'Those that are not up yet, then the highest number, then the others so that web.1 and web.2 are never replaced together',
    why: 'Only the share is documented. In this order scaling down in the middle of a deploy leaves a dyno that is up.',
  },
  {
    rule: 'Process types that a release no longer has',
    chosen: 'Their dynos end with the release; a new type begins with no dynos, web with one',
    why: 'Documented only for the first release.',
  },
  {
    rule: 'One-off dynos in an availability zone that fails',
    chosen: 'End; dynos of the formation are started in the other zones',
    why: 'A one-off process cannot be taken up again elsewhere.',
  },
  {
    rule: 'Dedicated hosts of a space',
    chosen: `One of ${hostMemory} GB in each zone and more where the dynos there need more, none on fir; those of a zone that has failed are a permanent failure`,
    why: 'Which hosts there are, and how dynos are spread over them, is not published.',
  },
  {
    rule: 'Address of a dyno',
    chosen: 'From one of three /20 at x.y.128.0, x.y.144.0 and x.y.160.0, one per availability zone',
    why: 'Two of them are documented for two zones; there are three now.',
  },
]
