import { allowed } from '../access.ts'
import { batched } from '../batch.ts'
import { builder } from '../builder.ts'
import { clockInputs, readClocks } from '../clocks.ts'
import type { Context } from '../context.ts'
import { badArgument, Problem } from '../errors.ts'
import { type Dimension, Prisma } from '../generated/prisma/client.ts'
import { argsOf, choice, optional, pattern, ref, text, type Values } from '../input.ts'
import { readArgument } from '../list.ts'
import { type Clocks, type FigureRow, findFigures, totalsOnly } from '../statistics/figures.ts'
import { Dimension as DimensionEnum } from './indicator.ts'
import { State, SUPPRESSION } from './outcome.ts'

/** A figure as it is answered: the row that was found, or only the key where there is none. */
export interface Figure extends Clocks, Partial<FigureRow> {
  programId: number
  indicatorId: number
  cohortId: number | null
  dimension: Dimension | null
  category: string | null
}

/** Every total of the program that the caller may see, by the two clocks. */
export const totalsOf = (programId: number, clocks: Clocks, context: Context): Promise<Figure[]> =>
  figuresOf(programId, clocks, totalsOnly, 'totals', context)

export const FigureType = builder.objectRef<Figure>('Figure').implement({
  description: `A figure by the two clocks: true for a day, as it was known at a moment. Only approved figures are ever used. ${SUPPRESSION}`,
  fields: (t) => ({
    indicator: t.field({
      type: 'Indicator',
      description: 'What is counted, in which unit and on which basis.',
      resolve: ({ indicatorId }) => ({ id: indicatorId }),
    }),
    cohort: t.field({
      type: 'Cohort',
      nullable: true,
      description: 'The intake that it is about; null when it is about the whole program.',
      resolve: ({ cohortId }) => (cohortId ? { id: cohortId } : null),
    }),
    dimension: t.expose('dimension', {
      type: DimensionEnum,
      nullable: true,
      description: 'By what it is broken down; null for a total.',
    }),
    category: t.exposeString('category', { nullable: true, description: 'The part of the breakdown.' }),
    state: t.field({
      type: State,
      description: 'Whether there is a value; MISSING when no figure was known (미보고).',
      resolve: ({ state }) => state ?? 'MISSING',
    }),
    value: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The value in the unit of the indicator.',
      resolve: ({ value }) => value,
    }),
    asOf: t.expose('asOf', { type: 'Date', description: 'The day that was asked about (기준일).' }),
    figureAsOf: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day for which the figure used is true; null when there is none.',
      resolve: ({ figureAsOf }) => figureAsOf,
    }),
    reported: t.boolean({
      description:
        'True when a figure for the day asked about was known; false when one of another day stands in for it, or none.',
      resolve: ({ reported }) => reported ?? false,
    }),
    knownAt: t.expose('knownAt', { type: 'DateTime', description: 'The moment whose knowledge was used.' }),
    rivals: t.int({
      description: 'Number of other approved figures for the same day that say something else.',
      resolve: ({ rivals }) => rivals ?? 0,
    }),
    outcome: t.field({
      type: 'Outcome',
      nullable: true,
      description: 'The figure used, with its sources.',
      resolve: ({ outcomeId }) => (outcomeId ? { id: outcomeId } : null),
    }),
    conflict: t.field({
      type: 'Conflict',
      nullable: true,
      description: 'The conflict that chose it, or the open one that it is part of (상충).',
      resolve: ({ conflictId }) => (conflictId ? { id: conflictId } : null),
    }),
  }),
})

const inputs = {
  indicator: pattern(/^[A-Z][A-Z0-9_]{1,39}$/, 'PLACED', 'Code of the indicator.'),
  cohort: optional(ref('Cohort', 'Id of the intake; a figure of the whole program when left out.')),
  dimension: optional(choice(DimensionEnum, 'By what the figure is broken down; a total when left out.')),
  category: optional(text(40, 'The part of the breakdown, such as FEMALE.')),
}

builder.prismaObjectField('Program', 'figure', (t) =>
  t.field({
    type: FigureType,
    description: 'One figure of the program by the two clocks.',
    args: argsOf(t as never, { ...inputs, ...clockInputs }) as never,
    complexity: 5,
    resolve: async ({ id }, args, context) => {
      const clocks = readClocks(args, context)
      const { indicator: code, cohort, dimension, category } = readKey(args)
      if (cohort && !(await hasCohort(id, cohort, context))) {
        throw badArgument(new Problem('NO_SUCH', { noun: 'cohort of this program' }, 'cohort'))
      }
      const key = { cohortId: cohort ?? null, dimension: dimension ?? null, category: category ?? null }
      const which = Prisma.sql`AND i.code = ${code} AND o.cohort_id IS NOT DISTINCT FROM ${key.cohortId}::int
        AND o.dimension::text IS NOT DISTINCT FROM ${key.dimension}::text
        AND o.category IS NOT DISTINCT FROM ${key.category}::text`
      const [found] = await figuresOf(id, clocks, which, JSON.stringify([code, key]), context)
      if (found) return found
      const indicator = await context.product.db.prisma.indicator.findUnique({ where: { code }, select: { id: true } })
      if (!indicator) throw badArgument(new Problem('NO_SUCH', { noun: 'indicator' }, 'indicator'))
      return { programId: id, indicatorId: indicator.id, ...key, ...clocks }
    },
  }),
)

builder.prismaObjectField('Program', 'figures', (t) =>
  t.field({
    type: [FigureType],
    description: 'Every total that was reported for the program, by the two clocks, sorted by indicator.',
    args: argsOf(t as never, clockInputs) as never,
    complexity: { field: 5, multiplier: 10 },
    resolve: ({ id }, args, context) => totalsOf(id, readClocks(args, context), context),
  }),
)

async function figuresOf(
  programId: number,
  clocks: Clocks,
  which: Prisma.Sql,
  name: string,
  context: Context,
): Promise<Figure[]> {
  const question = `${name} ${clocks.asOf.toISOString()} ${clocks.knownAt.toISOString()}`
  const found = await batched(context, question, programId, async (ids) => {
    const { prisma } = context.product.db
    const rows = await findFigures(prisma, ids, clocks, which)
    const where = {
      AND: [{ id: { in: rows.map(({ outcomeId }) => outcomeId) } }, allowed(context.viewer, 'readOutcome')],
    }
    const visible = new Set((await prisma.outcome.findMany({ where, select: { id: true } })).map(({ id }) => id))
    const of = (id: number) => rows.filter((row) => row.programId === id && visible.has(row.outcomeId))
    return new Map(ids.map((id) => [id, of(id)]))
  })
  return (found ?? []).map((row) => ({ ...row, ...clocks }))
}

/** Whether the intake is the program's: the answer names it, so it must not be one that the caller may not see. */
const hasCohort = (programId: number, id: number, context: Context) =>
  batched(context, `cohort ${id}`, programId, async () => {
    const found = await context.product.db.prisma.cohort.findUnique({ where: { id }, select: { programId: true } })
    return new Map(found ? [[found.programId, true]] : [])
  })

function readKey(args: Record<string, unknown>) {
  const key = Object.fromEntries(
    Object.entries(inputs).map(([name, { read }]) => [
      name,
      args[name] === undefined ? null : readArgument(name, () => read(args[name] as never)),
    ]),
  ) as Values<typeof inputs>
  if (Boolean(key.dimension) !== Boolean(key.category)) {
    throw badArgument(new Problem('REQUIRED', {}, key.dimension ? 'category' : 'dimension'))
  }
  return key
}

/** Those of the programs whose approved figures the caller may see. */
export async function readableFigures(programIds: number[], { product, viewer }: Context): Promise<number[]> {
  const some = { AND: [{ status: 'APPROVED' as const }, allowed(viewer, 'readOutcome')] }
  const where = { id: { in: programIds }, outcomes: { some } }
  return (await product.db.prisma.program.findMany({ where, select: { id: true } })).map(({ id }) => id)
}
