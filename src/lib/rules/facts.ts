/*
 * Every number and literal of the domain, each with its source and how sure it is:
 *
 *   documented  the official schema, the Dev Center, an official document of `founding/`, a captured answer
 *   inferred    an official client, its tests, or what follows from documented facts
 *   assumed     nobody says; we chose. Each one we use also stands in `assumptions`, from which docs/limits.md is made
 *
 * Sources are named as in facts/platform-api.md (DC: a Dev Center article, tf: the Terraform provider, cli: heroku/cli).
 */
export * from './facts/apps.js'
export * from './facts/domains.js'
export * from './facts/dyno-sizes.js'
export * from './facts/generations.js'
export * from './facts/limits.js'
export * from './facts/names.js'
export * from './facts/networks.js'
export * from './facts/permissions.js'
export * from './facts/pipelines.js'
export * from './facts/regions.js'
export * from './facts/tokens.js'
