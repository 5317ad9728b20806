import { allowed } from '../access.ts'
import { act, type Doing } from '../act.ts'
import { permitted } from '../batch.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { mayChange, take } from '../edit.ts'
import { refuse } from '../errors.ts'
import { flag, many, ref, self, text, version, whole } from '../input.ts'
import { filter, list } from '../list.ts'
import { type CandidateRow, findCandidates } from '../statistics/conflicts.ts'
import { outcomesSeenBy } from '../statistics/seen.ts'
import { visibleOutcome } from './outcome.ts'

builder.prismaNode('Conflict', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    program: t.relation('program', { description: 'The program that the figures are about.' }),
    indicator: t.relation('indicator', { description: 'What the figures count.' }),
    question: t.exposeString('question'),
    members: t.field({
      type: ['Outcome'],
      description: 'The rival figures (상충 수치). None of them is ever deleted.',
      select: (_args, { viewer }, nested) => ({
        members: {
          where: { outcome: allowed(viewer, 'readOutcome') },
          select: { outcome: nested() as never as true },
          orderBy: { outcomeId: 'asc' },
        },
      }),
      resolve: ({ members }) => members.map(({ outcome }) => outcome) as never,
    }),
    chosen: t.field({
      type: 'Outcome',
      nullable: true,
      description: 'The figure that was chosen; null while the conflict is open.',
      select: { chosenId: true },
      resolve: ({ chosenId }, _args, context) => visibleOutcome(chosenId, context),
    }),
    reason: t.exposeString('reason', { nullable: true }),
    resolvedAt: t.expose('resolvedAt', { type: 'DateTime', nullable: true }),
    resolvedByName: t.string({
      nullable: true,
      description:
        'Officer who chose; null for seeded conflicts, and for all but the city and the district that runs the program.',
      select: { id: true, resolvedBy: { select: { name: true } } },
      resolve: async ({ id, resolvedBy }, _args, context) =>
        (await permitted(context, 'seeWorkOnConflict', 'Conflict', id)) ? (resolvedBy?.name ?? null) : null,
    }),
  }),
})

const conflicts = list({
  noun: 'Conflict',
  field: 'conflicts',
  description: 'Rival values of one figure (상충), open or decided.',
  filters: {
    open: filter(flag('True: nothing was chosen yet. False: decided.'), (open) => ({
      resolvedAt: open ? null : { not: null },
    })),
    program: filter(ref('Program', 'Id of the program.'), (programId) => ({ programId })),
    year: filter(whole(1900, 2199, 'Year of the round.'), (year) => ({ program: { round: { year } } })),
  },
  orders: {
    PROGRAM: { by: ['program', 'code'], description: 'Program number.' },
    CREATED_AT: { by: ['createdAt'], description: 'When it was opened.' },
    RESOLVED_AT: { by: ['resolvedAt'], nullable: true, description: 'When it was decided.' },
  },
  defaultOrder: ['PROGRAM', 'ASC'],
})
conflicts.under('Program', 'conflicts', 'Rival values of figures of the program.')

builder.prismaObjectField('Outcome', 'conflicts', (t) =>
  t.field({
    type: ['Conflict'],
    description: 'The conflicts that it is part of.',
    select: (_args, { viewer }, nested) => ({
      conflicts: {
        where: { conflict: allowed(viewer, 'readConflict') },
        select: { conflict: nested() as never as true },
        orderBy: { conflictId: 'asc' },
      },
    }),
    resolve: ({ conflicts: members }) => members.map(({ conflict }) => conflict) as never,
  }),
)

const Why = builder.enumType('ConflictCandidateReason', {
  description: 'Why two figures cannot both be right.',
  values: {
    SAME_FIGURE: { description: 'They are for the same day and say something else.' },
    TOTAL_FALLS: { description: 'A running total is lower on a later day.' },
  } as const,
})

const Candidate = builder.objectRef<CandidateRow>('ConflictCandidate').implement({
  description: 'Two approved figures that contradict each other and are not in a conflict together yet.',
  fields: (t) => ({
    why: t.expose('why', { type: Why, description: 'Why they cannot both be right.' }),
    outcomes: t.field({
      type: ['Outcome'],
      description: 'The two figures, the earlier one first.',
      resolve: ({ firstId, secondId }) => [{ id: firstId }, { id: secondId }],
    }),
  }),
})

builder.queryField('conflictCandidates', (t) =>
  t.field({
    type: [Candidate],
    description: 'Approved figures that contradict each other and of which no conflict was opened yet; the first 100.',
    complexity: { field: 10, multiplier: 20 },
    resolve: async (_root, _args, context) =>
      findCandidates(context.product.db.prisma, await programsOf(context), outcomesSeenBy(context.viewer)),
  }),
)

async function programsOf({ product, viewer }: Context): Promise<number[]> {
  const { program } = product.db.prisma
  const where = { AND: [allowed(viewer, 'readProgram'), { outcomes: { some: allowed(viewer, 'readOutcome') } }] }
  return (await program.findMany({ where, select: { id: true } })).map(({ id }) => id)
}

act('openConflict', {
  description: 'Puts on record that approved figures of a program contradict each other. All of them are kept.',
  noun: 'Conflict',
  input: {
    programId: ref('Program'),
    indicatorId: ref('Indicator'),
    question: text(500),
    outcomeIds: many(ref('Outcome'), 20, 'Ids of the rival figures, at least two.'),
  },
  async perform({ outcomeIds, ...input }, { tx, context }) {
    const ids = [...new Set(outcomeIds)]
    if (ids.length < 2) refuse('outcomeIds', 'TOO_FEW', { min: 2 })
    const { programId, indicatorId } = input
    if (await tx.conflict.count({ where: input })) refuse('question', 'NOT_UNIQUE')
    const where = { id: { in: ids }, programId, indicatorId, status: 'APPROVED', supersededAt: null } as const
    const members = await tx.outcome.findMany({ where })
    if (members.length < ids.length) refuse('outcomeIds', 'NOT_RIVALS')
    const keys = members.map(({ cohortId, dimension, category }) => JSON.stringify([cohortId, dimension, category]))
    if (new Set(keys).size > 1) refuse('outcomeIds', 'NOT_RIVALS')
    const data = { ...input, createdAt: context.product.now() }
    const { id } = await tx.conflict.create({
      data: { ...data, members: { create: ids.map((outcomeId) => ({ outcomeId })) } },
    })
    return id
  },
})

act('resolveConflict', {
  description:
    'Chooses one of the rival figures, with a reason. A decision stays: to decide anew, open a new conflict.',
  noun: 'Conflict',
  input: {
    id: self('Conflict'),
    version,
    chosenId: ref('Outcome', 'Id of the rival figure that is chosen.'),
    reason: text(2000),
  },
  async perform({ id, version: read, chosenId, reason }, doing) {
    const { tx, viewer, context } = doing
    await mayChange('resolveConflict', 'Conflict', id, doing)
    await refuseDecided(id, doing)
    await take('resolveConflict', 'Conflict', { id, version: read }, doing)
    if (!(await tx.conflictMember.count({ where: { conflictId: id, outcomeId: chosenId } }))) {
      refuse('chosenId', 'NO_SUCH', { noun: 'figure of this conflict' })
    }
    const data = { chosenId, reason, resolvedById: viewer.id, resolvedAt: context.product.now() }
    await tx.conflict.update({ where: { id }, data })
    return id
  },
})

async function refuseDecided(id: number, { tx }: Doing) {
  await tx.$queryRaw`SELECT id FROM conflict WHERE id = ${id} FOR UPDATE`
  const { resolvedAt } = await tx.conflict.findUniqueOrThrow({ where: { id } })
  const now = { nowEn: 'decided', nowKo: '결정됨', possibleEn: 'open a new conflict', possibleKo: '새 상충 등록' }
  if (resolvedAt) refuse('id', 'NOT_ALLOWED_NOW', now)
}
