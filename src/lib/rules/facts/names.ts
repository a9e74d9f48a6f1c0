// platform-api.md 3.1. Lengths are characters.

/** documented: schema space.name; the pattern implies `shortest`, `longest` is assumed, the same as an app's. */
export const spaceNames = {pattern: /^[a-z0-9](?:[a-z0-9]|-(?!-))+[a-z0-9]$/, shortest: 3, longest: 30} as const

/** documented: schema app.name, DC:limits. */
export const appNames = {pattern: /^[a-z][a-z0-9-]*[a-z0-9]$/, shortest: 3, longest: 30} as const

/** documented: schema pipeline.name. */
export const pipelineNames = {pattern: /^[a-z][a-z0-9-]+$/, shortest: 3, longest: 30} as const

/** assumed: the schema has no rule for a team's name. */
export const teamNames = {pattern: /^[a-z0-9][a-z0-9-]*[a-z0-9]$/, shortest: 3, longest: 30} as const

/** documented: schema add-on.name; `longest` is assumed. */
export const addonNames = {pattern: /^[a-zA-Z][A-Za-z0-9_-]+$/, shortest: 2, longest: 100} as const

/** assumed: the slugs of Heroku's own plans. */
export const addonPlanNames = {pattern: /^[a-z0-9][a-z0-9-]*$/, shortest: 1, longest: 60} as const

/** assumed: it becomes a config var `<NAME>_URL`; schema and issues show DATABASE, HEROKU_POSTGRESQL_OLIVE. */
export const attachmentNames = {pattern: /^[A-Z][A-Z0-9_]*$/, shortest: 1, longest: 100} as const

/** documented: schema config-var; `longest` is assumed. */
export const configVarKeys = {pattern: /^\w+$/, shortest: 1, longest: 256} as const

/** assumed, on purpose loose; `longest` is the 254 octets of a deliverable address (RFC 5321, erratum 1690). */
export const emails = {pattern: /^[^\s@,;:"<>()[\]\\]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, longest: 254} as const

/** Characters of hexadecimal after an app's name in its web address. documented: help.heroku.com 7KRHKEPA (June 2023). */
export const webUrlSuffixLength = 12

/** documented: schema app.web_url. */
export const webDomain = 'herokuapp.com'

/** documented: schema app.git_url. */
export const gitHost = 'git.heroku.com'

/** The account that owns a team's apps is `<team>@` this. inferred: cli src/lib/team-utils.ts. */
export const teamOwnerDomain = 'herokumanager.com'

// assumed: the words of generated names. Ours; Heroku's lists are not published. At most nine letters each, so that
// adjective-noun-12345 stays within an app's thirty characters.
export const adjectives = [
  'ancient', 'autumn', 'bold', 'calm', 'clear', 'cold', 'dawn', 'deep', 'distant', 'dry', 'evening', 'fierce', 'floating',
  'fragrant', 'frozen', 'gentle', 'glacial', 'green', 'hidden', 'hollow', 'icy', 'late', 'limitless', 'lively', 'lone',
  'misty', 'morning', 'mossy', 'nameless', 'peaceful', 'polar', 'quiet', 'rough', 'salty', 'secret', 'serene', 'shielded',
  'silent', 'smooth', 'snowy', 'stark', 'still', 'stormy', 'sunny', 'tidal', 'tranquil', 'vast', 'warm', 'wild', 'winter',
] as const

export const nouns = [
  'atoll', 'basin', 'bayou', 'brook', 'canyon', 'castle', 'cliffs', 'coast', 'cove', 'crag', 'delta', 'dune', 'earth',
  'falls', 'fjord', 'forest', 'garden', 'glade', 'harbor', 'headland', 'hills', 'island', 'journey', 'lagoon', 'lake',
  'meadow', 'mesa', 'mountain', 'oasis', 'ocean', 'peak', 'plains', 'plateau', 'ravine', 'reef', 'ridge', 'river', 'savannah',
  'scrubland', 'sea', 'shelf', 'shore', 'spire', 'springs', 'stream', 'tundra', 'valley', 'waters', 'waves', 'woods',
] as const

/** The middle word of an add-on's generated name: issue heroku/cli#328 shows `postgresql-amorphous-28398`. */
export const shapes = [
  'acute', 'amorphous', 'angular', 'animate', 'asymmetrical', 'circular', 'clean', 'closed', 'colorful', 'concave', 'concentric',
  'concrete', 'contoured', 'convex', 'cubed', 'curly', 'curved', 'cylindrical', 'defined', 'deep', 'dimensional', 'elliptical',
  'encircled', 'fitted', 'flat', 'flexible', 'fluffy', 'globular', 'graceful', 'horizontal', 'infinite', 'lively', 'metric',
  'objective', 'octagonal', 'opaque', 'parallel', 'perpendicular', 'polished', 'pointy', 'rectangular', 'reticulated', 'rigid',
  'rugged', 'shallow', 'shaped', 'sinuous', 'solid', 'spherical', 'symmetrical', 'tapered', 'transparent', 'triangular', 'vertical',
] as const

/** Ours: snapshots and worlds are no things of Heroku's. PostgreSQL cuts the name of a schema off after 63 bytes. */
export const snapshotNames = {pattern: /^[a-z0-9][a-z0-9-]*$/, shortest: 1, longest: 40} as const

/** The same; a world's schema has this name after a prefix. */
export const worldNames = {pattern: /^[a-z][a-z0-9-]*$/, shortest: 1, longest: 40} as const
