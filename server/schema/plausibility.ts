import { batched } from '../batch.ts'
import { builder } from '../builder.ts'
import { clockInputs, readClocks } from '../clocks.ts'
import type { Context } from '../context.ts'
import { argsOf } from '../input.ts'
import type { Clocks } from '../statistics/figures.ts'
import {
  CAPACITY,
  type Check,
  compare,
  divide,
  findKnown,
  type Known,
  orders,
  quotients,
} from '../statistics/plausibility.ts'
import { readableFigures } from './figure.ts'

const CheckType = builder.objectRef<Check>('PlausibilityCheck').implement({
  description: 'Two figures of a program held against each other (타당성 점검). It flags, and never blocks.',
  fields: (t) => ({
    rule: t.exposeString('rule', { description: 'Name of the rule, such as OPERATING_DAYS.' }),
    asOf: t.expose('asOf', { type: 'Date', description: 'The day for which both figures are true.' }),
    arithmetic: t.exposeString('arithmetic', { description: 'The calculation, with both figures.' }),
    value: t.exposeFloat('value', { description: 'What comes out.' }),
    low: t.exposeFloat('low', { description: 'The least that can come out, where a figure was rounded.' }),
    high: t.exposeFloat('high', { description: 'The most that can come out, where a figure was rounded.' }),
    flagged: t.exposeBoolean('flagged', { description: 'True when it cannot be right.' }),
    messageKo: t.exposeString('messageKo', { description: 'What it means, in Korean.' }),
    messageEn: t.exposeString('messageEn', { description: 'What it means, in English.' }),
  }),
})

builder.prismaObjectField('Program', 'plausibility', (t) =>
  t.field({
    type: [CheckType],
    description: 'Whether the figures of the program can be right together, by the two clocks.',
    args: argsOf(t as never, clockInputs) as never,
    complexity: { field: 20, multiplier: 5 },
    resolve: async ({ id }, args, context) => {
      const clocks = readClocks(args, context)
      const checks = await Promise.all([
        ...quotients.map(async (rule) => {
          const both = await bothOf(id, rule.of, rule.by, clocks, context)
          return both && divide(rule, ...both)
        }),
        ...orders.map(async (rule) => {
          const both = await bothOf(id, rule.less, rule.more, clocks, context)
          return both && compare(rule, ...both)
        }),
      ])
      return checks.filter((check) => check !== null)
    },
  }),
)

/** Both figures for the latest day that both are known for; figures of different days are not comparable. */
async function bothOf(
  programId: number,
  first: string,
  second: string,
  clocks: Clocks,
  context: Context,
): Promise<[Known, Known] | null> {
  const known = await knownOf(programId, clocks, context)
  const [a, b] = [first, second].map((code) => known.find((row) => row.code === code))
  if (!a || !b) return null
  const days = [a.asOf, b.asOf].map((day) => day?.getTime())
  if (b.code === CAPACITY || days[0] === days[1]) return [a, b]
  const earlier = new Date(Math.min(...days))
  return earlier < clocks.asOf ? bothOf(programId, first, second, { ...clocks, asOf: earlier }, context) : null
}

async function knownOf(programId: number, clocks: Clocks, context: Context): Promise<Known[]> {
  const question = `plausibility ${clocks.asOf.toISOString()} ${clocks.knownAt.toISOString()}`
  const found = await batched(context, question, programId, async (ids) => {
    const readable = await readableFigures(ids, context)
    const rows = await findKnown(context.product.db.prisma, readable, clocks)
    return new Map(ids.map((id) => [id, rows.filter((row) => row.programId === id)]))
  })
  return found ?? []
}
