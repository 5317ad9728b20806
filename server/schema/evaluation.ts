import { allowed } from '../access.ts'
import { act } from '../act.ts'
import { batched } from '../batch.ts'
import { builder } from '../builder.ts'
import { clockInputs, readClocks } from '../clocks.ts'
import type { Context } from '../context.ts'
import { edit, notAfterToday } from '../edit.ts'
import { notFound, refuse } from '../errors.ts'
import { needsStage } from '../guard.ts'
import { argsOf, day, decimal, optional, ref, text, version } from '../input.ts'
import { achievementPct, costPerJob, type Quotient, quotientReasons } from '../statistics/evaluation.ts'
import { type Figure, FigureType, totalsOf } from './figure.ts'
import { State } from './outcome.ts'

const Reason = builder.enumType('QuotientReason', {
  description: 'Why a quotient cannot be worked out.',
  values: quotientReasons,
})

const QuotientType = builder.objectRef<Quotient>('Quotient').implement({
  description:
    'A number that is worked out from two others; without a value it says which kind of nothing it is, and why.',
  fields: (t) => ({
    state: t.expose('state', { type: State, description: 'Whether there is a value.' }),
    value: t.expose('value', { type: 'Decimal', nullable: true, description: 'The value.' }),
    reason: t.expose('reason', { type: Reason, nullable: true, description: 'Why there is none.' }),
  }),
})

const args = (t: { arg: unknown }) => argsOf(t as never, clockInputs) as never
const select = { programId: true, program: { select: { targetJobs: true } } } as const

builder.prismaNode('Evaluation', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    program: t.relation('program', { description: 'The program that was evaluated.' }),
    evaluatedOn: t.expose('evaluatedOn', { type: 'Date' }),
    satisfaction: t.expose('satisfaction', { type: 'Decimal', nullable: true }),
    findings: t.exposeString('findings'),
    targetJobs: t.int({
      nullable: true,
      description: 'Jobs that the program aimed at, in persons (목표); null when not recorded.',
      select,
      resolve: ({ program }) => program.targetJobs,
    }),
    actualJobs: t.field({
      type: FigureType,
      nullable: true,
      description: 'The figure of people placed (취업), by both clocks; null when none was known.',
      args: args(t),
      complexity: 5,
      select,
      resolve: async ({ programId }, args, context) => (await placed(programId, args, context)) ?? null,
    }),
    achievementPct: t.field({
      type: QuotientType,
      description: 'Actual jobs in percent of the target (달성률), to one decimal, by both clocks.',
      args: args(t),
      complexity: 5,
      select,
      resolve: async ({ programId, program }, args, context) =>
        achievementPct(program.targetJobs, await placed(programId, args, context)),
    }),
    costPerJob: t.field({
      type: QuotientType,
      description:
        'Money spent from all sources for each actual job (1인당 비용), in whole won; the jobs by both clocks, the money as it is recorded now.',
      args: args(t),
      complexity: 5,
      select,
      resolve: async ({ programId }, args, context) =>
        costPerJob(await spentOn(programId, context), await placed(programId, args, context)),
    }),
  }),
})

builder.prismaObjectField('Program', 'evaluation', (t) =>
  t.relation('evaluation', { nullable: true, description: 'Its evaluation (평가); null when there is none yet.' }),
)

act('recordEvaluation', {
  description: 'Records the evaluation of a program that handed in its final report (평가), or changes it.',
  noun: 'Evaluation',
  input: {
    programId: ref('Program'),
    version: optional(version, 'Version of the evaluation that was read; left out for the first one.'),
    evaluatedOn: day('Day of the evaluation; not after today.'),
    satisfaction: optional(decimal(0, 100)),
    findings: text(4000),
  },
  async perform({ programId, version, ...input }, doing) {
    await needsStage('programId', programId, ['REPORTED', 'SETTLED', 'EVALUATED'], doing.tx)
    notAfterToday('evaluatedOn', input.evaluatedOn, doing)
    const before = await doing.tx.evaluation.findUnique({ where: { programId } })
    if (!before && version) throw notFound('evaluation')
    if (!before) return (await doing.tx.evaluation.create({ data: { programId, ...input } })).id
    if (!version) return refuse('version', 'REQUIRED')
    return edit('recordEvaluation', 'Evaluation', { id: before.id, version, ...input }, doing)
  },
})

async function placed(programId: number, args: object, context: Context): Promise<Figure | undefined> {
  const clocks = readClocks(args, context)
  const totals = await totalsOf(programId, clocks, context)
  const indicator = await context.product.db.prisma.indicator.findUnique({ where: { code: 'PLACED' } })
  return totals.find(({ indicatorId, cohortId }) => indicatorId === indicator?.id && cohortId === null)
}

/** Won; null when a source did not report yet, undefined when no money is recorded. */
const spentOn = (programId: number, context: Context): Promise<bigint | null | undefined> =>
  batched(context, 'spent', programId, async (ids) => {
    const rows = await context.product.db.prisma.fundingLine.groupBy({
      by: ['programId'],
      where: { AND: [{ programId: { in: ids } }, allowed(context.viewer, 'readFundingLine')] },
      _sum: { spent: true },
      _count: { _all: true, spent: true },
    })
    return new Map(
      rows.map(({ programId, _sum, _count }) => [programId ?? 0, _count.spent === _count._all ? _sum.spent : null]),
    )
  })
