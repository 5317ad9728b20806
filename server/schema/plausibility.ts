import { allowed } from '../access.ts'
import { batched } from '../batch.ts'
import { builder } from '../builder.ts'
import { clockInputs, readClocks } from '../clocks.ts'
import type { Context } from '../context.ts'
import type { Prisma } from '../generated/prisma/client.ts'
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
      return checksOf((first, second) => bothOf(id, first, second, clocks, context))
    },
  }),
)

builder.prismaObjectField('Outcome', 'plausibility', (t) =>
  t.field({
    type: [CheckType],
    description:
      'Whether the figure can be right together with the others of its program and day, those that wait for approval included. Empty for parts of a breakdown and for single intakes.',
    complexity: { field: 20, multiplier: 5 },
    select: { programId: true, asOf: true, indicator: { select: { code: true } } },
    resolve: async ({ id, programId, asOf, indicator }, _args, context) => {
      const waiting = await waitingWith(id, context)
      if (!waiting.length) return []
      const known = await knownOf(programId, { ...readClocks({}, context), asOf }, context)
      const find = (code: string) => waiting.find((row) => row.code === code) ?? known.find((row) => row.code === code)
      return checksOf(async (first, second) => {
        const [a, b] = [find(first), find(second)]
        if (!a || !b || ![first, second].includes(indicator.code)) return null
        return b.code === CAPACITY || a.asOf.getTime() === b.asOf.getTime() ? [a, b] : null
      })
    },
  }),
)

async function checksOf(both: (first: string, second: string) => Promise<[Known, Known] | null>): Promise<Check[]> {
  const checks = await Promise.all([
    ...quotients.map(async (rule) => {
      const found = await both(rule.of, rule.by)
      return found && divide(rule, ...found)
    }),
    ...orders.map(async (rule) => {
      const found = await both(rule.less, rule.more)
      return found && compare(rule, ...found)
    }),
  ])
  return checks.filter((check) => check !== null)
}

/** The figure, and those of the same program and day that wait for approval; none for a part or an intake. */
async function waitingWith(outcomeId: number, context: Context): Promise<Known[]> {
  const found = await batched(context, 'waiting figures', outcomeId, async (ids) => {
    const { outcome } = context.product.db.prisma
    const totals = { dimension: null, cohortId: null, value: { not: null } }
    const own = await outcome.findMany({ where: { id: { in: ids }, ...totals }, include: { indicator: true } })
    const days = own.map(({ programId, asOf }) => ({ programId, asOf }))
    const others = await outcome.findMany({
      where: { AND: [{ OR: days }, { status: 'SUBMITTED', ...totals }, allowed(context.viewer, 'readOutcome')] },
      include: { indicator: true },
      orderBy: { id: 'asc' },
    })
    const beside = (one: (typeof own)[number]) =>
      others.filter(({ programId, asOf }) => programId === one.programId && asOf.getTime() === one.asOf.getTime())
    return new Map(own.map((one) => [one.id, [one, ...beside(one)].map(known)]))
  })
  return found ?? []
}

const known = ({ programId, indicator, value, asOf }: Prisma.OutcomeGetPayload<{ include: { indicator: true } }>) => ({
  ...{ programId, asOf, code: indicator.code },
  value: value as Prisma.Decimal,
})

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
