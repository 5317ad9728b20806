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

/** The present moment, and how many fields are answered for it. */
export interface Present {
  moment: Date
  fields: number
}

/** With the present moment where that is asked about. */
export function readClocks(
  args: { asOf?: unknown; knownAt?: unknown },
  context: Context,
): Clocks & { present?: Present | undefined } {
  const read = <Name extends keyof typeof clockInputs>(name: Name) =>
    args[name] === undefined ? undefined : readArgument(name, () => clockInputs[name].read(args[name] as never))
  const present = presentFor(context)
  const now = present.moment
  const knownAt = read('knownAt')
  const isPast = knownAt && knownAt < now
  if (!isPast) present.fields++
  return {
    asOf: read('asOf') ?? koreanDay(now),
    knownAt: isPast ? knownAt : now,
    outcomes: outcomesSeenBy(context.viewer),
    present: isPast ? undefined : present,
  }
}

const moments = new WeakMap<Context, Present>()

/** The same for all fields that are resolved together, so that they can be asked for at once, and agree. */
function presentFor(context: Context): Present {
  const present = moments.get(context) ?? { moment: context.product.now(), fields: 0 }
  moments.set(context, present)
  setImmediate(() => moments.delete(context))
  return present
}
