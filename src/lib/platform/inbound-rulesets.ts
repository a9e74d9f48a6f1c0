import type {InboundRule, InboundRuleset} from '../operations/resources.js'
import type {Row} from '../store/schema.js'
import {reviewAcm} from './acm.js'
import {type Context, nowText} from './context.js'
import {accept, notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {refuseWhileDeleting} from './lifecycle.js'
import {mapPage, pageOfQuery} from './range.js'
import {wireTime} from './time.js'

type SpaceReference = Pick<Row<'spaces'>, 'id' | 'name'>

export const inboundRulesetHandlers: Handlers<
  'inbound-ruleset.create' | 'inbound-ruleset.current' | 'inbound-ruleset.info' | 'inbound-ruleset.list'
> = {
  async 'inbound-ruleset.current'(context, {space}) {
    return rulesetView(space, await currentRuleset(context, space))
  },

  async 'inbound-ruleset.list'(context, {space}) {
    const rulesets = context.db.selectFrom('inbound_rulesets').selectAll().where('space_id', '=', space.id)
    const page = await pageOfQuery(context.range, rulesets, 'inbound_rulesets', undefined, 'inbound_rulesets.number')
    return mapPage(page, (ruleset) => rulesetView(space, ruleset))
  },

  async 'inbound-ruleset.info'(_, {space, ruleset}) {
    return rulesetView(space, ruleset)
  },

  /** Replaces all rules at once; each replacement is a ruleset of its own, and the old ones stay to be read. */
  async 'inbound-ruleset.create'(context, {space}, body) {
    refuseWhileDeleting(space)
    // As the platform was seen to answer shortly after allocation (facts/platform-api.md 3.7, tf#116).
    if (context.strike?.kind === 'not-ready') throw notFound('space')
    const {'trusted-ranges': limit} = await context.settings()
    const {normaliseRules} = await import('../rules/trusted-ranges.js')
    const rules = accept(normaliseRules(body.rules, {limit, generation: space.generation}))
    const ruleset = await storeRuleset(context, space, rules)
    // The answer says that it is in force, and it is not.
    if (context.strike?.kind === 'not-applied') await context.db.deleteFrom('inbound_rulesets').where('id', '=', ruleset.id).execute()
    else await reviewAcm(context, space)
    return rulesetView(space, ruleset)
  },
}

/** Puts rules in force in a space. They are taken as they are. */
export async function storeRuleset(context: Context, space: SpaceReference, rules: readonly InboundRule[]): Promise<Row<'inbound_rulesets'>> {
  const before = await context.db
    .selectFrom('inbound_rulesets')
    .select(['number', 'created_at'])
    .where('space_id', '=', space.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const ruleset: Row<'inbound_rulesets'> = {
    id: context.newId(),
    space_id: space.id,
    number: (before?.number ?? 0) + 1,
    rules_json: JSON.stringify(rules),
    created_by: context.actor.account.email,
    created_at: laterThan(before?.created_at, context),
  }
  await context.db.insertInto('inbound_rulesets').values(ruleset).execute()
  return ruleset
}

/** Now, or a millisecond after what came before: clients read the history in the order of these moments, which must be the true one. */
function laterThan(before: string | undefined, context: Context): string {
  const now = nowText(context)
  return before === undefined || before < now ? now : new Date(Date.parse(before) + 1).toISOString()
}

const currentRuleset = ({db}: Context, {id}: SpaceReference) =>
  db.selectFrom('inbound_rulesets').selectAll().where('space_id', '=', id).orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow()

const rulesetView = ({id, name}: SpaceReference, ruleset: Row<'inbound_rulesets'>): InboundRuleset => ({
  applied: true,
  created_at: wireTime(ruleset.created_at),
  created_by: ruleset.created_by,
  id: ruleset.id,
  rules: JSON.parse(ruleset.rules_json) as InboundRule[],
  space: {id, name},
})
