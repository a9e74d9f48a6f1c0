// platform-api.md 3.2. Names and descriptions: documented (DC:private-spaces, Oct 2024). Country, locale and provider
// region: documented for us, eu, dublin and tokyo (captured /regions answers), inferred from geography and the schema's
// enumeration for the rest. Ids and dates: documented where a captured answer is named, else assumed.

export interface Region {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly country: string
  readonly locale: string
  readonly private_capable: boolean
  readonly provider: {readonly name: string; readonly region: string}
  readonly created_at: string
  readonly updated_at: string
}

/** The captured date of the last change of `us` and `eu`; assumed for the regions of that time. */
const in2016 = '2016-08-09T22:03:28Z'
/** assumed: when heroku/roadmap#98 and #175 say the newer regions came. */
const in2023 = '2023-05-01T00:00:00Z'

type Place = readonly [id: string, name: string, description: string, country: string, locale: string, at: string]

const region = (private_capable: boolean, created_at: string, updated_at: string, place: Place): Region => {
  const [id, name, description, country, locale, at] = place
  const provider = {name: 'amazon-web-services', region: at}
  return {id, name, description, country, locale, private_capable, provider, created_at, updated_at}
}

const common = (created: string, ...place: Place): Region => region(false, created, in2016, place)
const early = (...place: Place): Region => region(true, in2016, in2016, place)
const late = (...place: Place): Region => region(true, in2023, in2023, place)

/** All regions, both runtimes, in wire shape. `private_capable` tells the runtimes apart. */
export const regions: readonly Region[] = [
  // ids and dates documented: captured answer of 2019 (gist el-rotny), toolbelt spec/heroku/command/regions_spec.rb
  common('2012-11-21T20:44:16Z', '59accabd-516d-4f0e-83e6-6e3757701145', 'us', 'United States', 'United States', 'Virginia', 'us-east-1'),
  common('2013-09-19T01:29:12Z', 'ed30241c-ed8c-4bb6-9714-61953675d0b4', 'eu', 'Europe', 'Ireland', 'Dublin', 'eu-west-1'),
  // id documented: the same answer of 2019
  early('6f2b2ec9-b087-4976-8ec9-5d2f62276aeb', 'dublin', 'Dublin, Ireland', 'Ireland', 'Dublin', 'eu-west-1'),
  early('c89375ab-5aab-4efc-89ba-762383d86801', 'frankfurt', 'Frankfurt, Germany', 'Germany', 'Frankfurt', 'eu-central-1'),
  late('38a9ea8b-3a1b-44ee-abdd-8da8c9fab297', 'london', 'London, United Kingdom', 'United Kingdom', 'London', 'eu-west-2'),
  late('576f2717-aaa8-4fa1-b923-2b7ec445ac06', 'montreal', 'Montreal, Canada', 'Canada', 'Montreal', 'ca-central-1'),
  late('75ce9949-d859-4465-9414-b753fe8adeaf', 'mumbai', 'Mumbai, India', 'India', 'Mumbai', 'ap-south-1'),
  early('70d5d250-48ba-4dc6-a698-d4655c47e9c9', 'oregon', 'Oregon, United States', 'United States', 'Oregon', 'us-west-2'),
  late('5bc63c5e-04b7-4c17-a3f6-46bc049f016d', 'singapore', 'Singapore', 'Singapore', 'Singapore', 'ap-southeast-1'),
  early('be3b60bc-a56f-46c3-a867-7cf13ac50bb9', 'sydney', 'Sydney, Australia', 'Australia', 'Sydney', 'ap-southeast-2'),
  // id documented: toolbelt spec/heroku/command/regions_spec.rb
  early('478864c7-3c1a-4fbd-992b-7c6160abfb71', 'tokyo', 'Tokyo, Japan', 'Japan', 'Tokyo', 'ap-northeast-1'),
  // id inferred: cli test/unit/commands/spaces/transfer
  early('3544427c-5b3b-4e1e-b01a-b66362573b26', 'virginia', 'Virginia, United States', 'United States', 'Virginia', 'us-east-1'),
]

/** documented: DC:working-with-private-spaces, seed 3. */
export const defaultSpaceRegion = 'virginia'

/** documented: schema app.create. */
export const defaultCommonRegion = 'us'
