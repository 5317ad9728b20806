import { act, type Doing } from '../act.ts'
import { permitted } from '../batch.ts'
import { builder } from '../builder.ts'
import { readClocks } from '../clocks.ts'
import { edit, mayChange, notAfterToday } from '../edit.ts'
import { refuse } from '../errors.ts'
import { FeedbackDecision } from '../generated/prisma/enums.ts'
import { choice, day, flag, many, optional, ref, self, text, version, whole } from '../input.ts'
import { containing, filter, list } from '../list.ts'
import { FigureType, totalsOf } from './figure.ts'

const Decision = builder.enumType('FeedbackDecision', {
  description: 'What was decided about a finding.',
  values: {
    [FeedbackDecision.CONTINUE]: { description: 'Continue as it is (계속).' },
    [FeedbackDecision.CHANGE]: { description: 'Continue with a change (변경).' },
    [FeedbackDecision.END]: { description: 'End (종료).' },
    [FeedbackDecision.NEW]: { description: 'Start a new program (신규).' },
  } as const,
})

builder.prismaNode('Feedback', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    program: t.relation('program', { description: 'The program that the finding is about.' }),
    finding: t.exposeString('finding'),
    decision: t.expose('decision', { type: Decision, nullable: true }),
    decisionText: t.exposeString('decisionText', { nullable: true }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true }),
    decidedByName: t.string({
      nullable: true,
      description: 'Officer who decided.',
      select: { decidedBy: { select: { name: true } } },
      resolve: ({ decidedBy }) => decidedBy?.name ?? null,
    }),
    figuresAsOf: t.expose('figuresAsOf', { type: 'Date', nullable: true }),
    figures: t.field({
      type: [FigureType],
      description:
        'The figures of the program for `figuresAsOf` as they were known when it was decided; empty before that. Later corrections do not change them.',
      complexity: { field: 5, multiplier: 10 },
      select: { programId: true, figuresAsOf: true, decidedAt: true },
      resolve: async ({ programId, figuresAsOf, decidedAt }, _args, context) =>
        figuresAsOf && decidedAt
          ? totalsOf(programId, { ...readClocks({}, context), asOf: figuresAsOf, knownAt: decidedAt }, context)
          : [],
    }),
    viewerCanDecide: t.boolean({
      description: 'Whether the caller may use decideFinding on this entry, so that a panel offers it only then.',
      select: { id: true, decision: true },
      resolve: async ({ id, decision }, _args, context) =>
        !decision && (await permitted(context, 'decideFinding', 'Feedback', id)),
    }),
    owner: t.exposeString('owner', { nullable: true }),
    dueOn: t.expose('dueOn', { type: 'Date', nullable: true }),
    nextProgram: t.field({
      type: 'Program',
      nullable: true,
      description: "The next round's program in which it was changed; null when there is none that the caller may see.",
      select: { nextProgramId: true },
      resolve: async ({ nextProgramId: id }, _args, context) =>
        id && (await permitted(context, 'readProgram', 'Program', id)) ? { id } : null,
    }),
    change: t.exposeString('change', { nullable: true }),
    doneOn: t.expose('doneOn', { type: 'Date', nullable: true }),
  }),
})

const ledger = list({
  noun: 'Feedback',
  field: 'feedbackEntries',
  description: 'The feedback ledger (환류). Only for officers, of their own districts.',
  filters: {
    year: filter(whole(1900, 2199, 'Year of the round of the program.'), (year) => ({ program: { round: { year } } })),
    program: filter(ref('Program', 'Id of the program that the finding is about.'), (programId) => ({ programId })),
    district: filter(ref('District', 'Id of the district that runs the program.'), (districtId) => ({
      program: { districtId },
    })),
    decision: filter(many(choice(Decision), 4, 'With any of these decisions.'), (decisions) => ({
      decision: { in: decisions },
    })),
    decided: filter(flag('True for findings with a decision, false for those that wait for one.'), (decided) => ({
      decision: decided ? { not: null } : null,
    })),
    open: filter(flag('True for entries whose change is not done yet, false for done ones.'), (open) => ({
      doneOn: open ? null : { not: null },
    })),
    overdueOn: filter(day('Due before this day and not done on it.'), (on) => ({
      dueOn: { lt: on },
      OR: [{ doneOn: null }, { doneOn: { gt: on } }],
    })),
    search: filter(text(100, 'Part of the finding, or of the title or number of the program.'), (part) => ({
      OR: [containing(part, ['finding']), { program: containing(part, ['titleKo', 'titleEn', 'code']) }],
    })),
  },
  orders: {
    PROGRAM: { by: ['program', 'code'], description: 'Program number.' },
    DUE_ON: { by: ['dueOn'], nullable: true, description: 'Day by which it must be done.' },
    DECIDED_AT: { by: ['decidedAt'], nullable: true, description: 'When it was decided.' },
    CREATED_AT: { by: ['createdAt'], description: 'Entry of the finding.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['PROGRAM', 'ASC'],
})
ledger.under('Program', 'findings', 'What was found about the program and what came of it (환류).')
ledger.under('Program', 'answers', 'Findings about earlier programs that this program answers (환류 반영).')

act('recordFinding', {
  description: 'Enters a finding about a program into the feedback ledger (환류).',
  noun: 'Feedback',
  input: {
    programId: ref('Program'),
    finding: text(4000),
    owner: optional(text(100)),
    dueOn: optional(day()),
  },
  async perform(input, doing) {
    return (await doing.tx.feedback.create({ data: input })).id
  },
})

act('decideFinding', {
  description:
    'Decides on a finding. The moment is set by the server: the figures of the decision are those known now. A decision is not changed; a new finding is decided anew.',
  noun: 'Feedback',
  input: {
    id: self('Feedback'),
    version,
    decision: choice(Decision),
    decisionText: text(4000),
    figuresAsOf: day('Day for which the figures of the decision are true; not after today.'),
    owner: optional(text(100)),
    dueOn: optional(day()),
  },
  async perform(input, doing) {
    await mayChange('decideFinding', 'Feedback', input.id, doing)
    const { decision } = await doing.tx.feedback.findUniqueOrThrow({ where: { id: input.id } })
    if (decision) refuse('id', 'ALREADY_DECIDED')
    notAfterToday('figuresAsOf', input.figuresAsOf, doing)
    const decidedAt = doing.context.product.now()
    const id = await edit('decideFinding', 'Feedback', input, doing)
    await doing.tx.feedback.update({ where: { id }, data: { decidedAt, decidedById: doing.viewer.id } })
    return id
  },
})

act('recordChange', {
  description:
    "Records what changed after a decision, in the next round's program on the same program line, and closes the entry.",
  noun: 'Feedback',
  input: {
    id: self('Feedback'),
    version,
    nextProgramId: optional(ref('Program', "Id of the next round's program; left out when the decision was to end.")),
    otherLine: optional(
      flag('True when that program is meant although it is not on the same program line (사업 계열).'),
    ),
    change: text(4000),
    doneOn: day('Day on which the change was made; not after today.'),
  },
  async perform({ otherLine, ...input }, doing) {
    await mayChange('recordChange', 'Feedback', input.id, doing)
    await checkNext(input.id, input.nextProgramId ?? null, otherLine ?? false, doing)
    notAfterToday('doneOn', input.doneOn, doing)
    return edit('recordChange', 'Feedback', input, doing)
  },
})

async function checkNext(id: number, nextId: number | null, otherLine: boolean, { tx }: Doing) {
  const { decision, program } = await tx.feedback.findUniqueOrThrow({
    where: { id },
    include: { program: { include: { round: true } } },
  })
  if (!decision) refuse('id', 'NOT_DECIDED')
  if (!nextId) return decision === 'END' ? undefined : refuse('nextProgramId', 'REQUIRED')
  const next = await tx.program.findUniqueOrThrow({ where: { id: nextId }, include: { round: true } })
  const sameLine = program.lineId !== null && next.lineId === program.lineId
  if (next.round.year <= program.round.year) refuse('nextProgramId', 'NOT_A_LATER_ROUND')
  if (decision === 'END' && sameLine) refuse('nextProgramId', 'ENDED')
  if (!sameLine && !otherLine && decision !== 'NEW') refuse('nextProgramId', 'OTHER_LINE')
}
