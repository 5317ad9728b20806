import type { Context } from './context.ts'
import { day, instant, optional } from './input.ts'
import { readArgument } from './list.ts'
import { koreanDay } from './statistics/clock.ts'
import type { Clocks } from './statistics/figures.ts'
import { outcomesSeenBy } from './statistics/seen.ts'

/** The arguments of every field that answers on both clocks. */
export const clockInputs = {
  asOf: optional(day('Day for which the answer is to be true; today in Korea when left out.')),
  knownAt: optional(
    instant('Moment whose knowledge is to be used; now when left out, and also for a moment that is still to come.'),
  ),
}

export function readClocks(args: { asOf?: unknown; knownAt?: unknown }, context: Context): Clocks {
  const read = <Name extends keyof typeof clockInputs>(name: Name) =>
    args[name] === undefined ? undefined : readArgument(name, () => clockInputs[name].read(args[name] as never))
  const now = nowFor(context)
  const knownAt = read('knownAt')
  return {
    asOf: read('asOf') ?? koreanDay(now),
    knownAt: knownAt && knownAt < now ? knownAt : now,
    outcomes: outcomesSeenBy(context.viewer),
  }
}

const moments = new WeakMap<Context, Date>()

/** The present moment, the same for all fields that are resolved together, so that they can be asked for at once. */
function nowFor(context: Context): Date {
  const now = moments.get(context) ?? context.product.now()
  moments.set(context, now)
  setImmediate(() => moments.delete(context))
  return now
}
