import { type Duty, dutiesOf } from '../access.ts'
import { builder, dayOf } from '../builder.ts'
import type { Context } from '../context.ts'
import { delegate } from '../delegate.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { findAll, matching } from '../list.ts'
import { koreanDay } from '../statistics/clock.ts'
import { reportDueOn } from '../statistics/reportDue.ts'

interface Task {
  kind: Duty
  count: number
  dueOn: Date | null
  list: string
  filter: object
  programIds: number[]
}

const Kind = builder.enumType('TaskKind', {
  description: 'What a signed-in person is to do.',
  values: {
    APPROVE_FIGURES: { description: 'Approve or return figures that others handed in (성과 승인).' },
    CORRECT_RETURNED_FIGURES: { description: 'Correct figures that were returned with a note (반려된 성과).' },
    FINISH_DRAFT_FIGURES: { description: 'Hand in figures that are drafts (작성 중인 성과).' },
    RESOLVE_CONFLICTS: { description: 'Choose among rival values of a figure (상충 해소).' },
    RECORD_FOLLOW_UPS: { description: 'Ask placed participants whether they are still employed (고용 유지 확인).' },
    HAND_IN_REVIEWS: { description: 'Score proposals and hand in the score sheets (심사표 제출).' },
    SUBMIT_PROPOSALS: { description: 'Submit drafts of programs while the call is open (사업 신청).' },
    CHECK_PROPOSALS: { description: 'Take submitted proposals into review (신청 접수).' },
    SUBMIT_REPORTS: { description: 'Hand in final reports of programs that ran (실적보고).' },
    SETTLE_REPORTS: { description: 'Settle programs whose final report came in (정산).' },
    DECIDE_FINDINGS: { description: 'Decide about findings of the feedback ledger (환류 결정).' },
    CARRY_OUT_FEEDBACK: { description: 'Carry out and record what was decided about findings (환류 반영).' },
  } satisfies Record<Duty, object>,
})

const TaskType = builder.objectRef<Task>('Task').implement({
  description: 'Something that waits for the caller: how much, until when, and the list of it.',
  fields: (t) => ({
    kind: t.expose('kind', { type: Kind, description: 'What is to be done.' }),
    count: t.exposeInt('count', { description: 'Number of records that wait; `list` with `filter` gives them.' }),
    dueOn: t.expose('dueOn', {
      type: 'Date',
      nullable: true,
      description: 'Earliest day by which one of them must be done; null when there is no such day.',
    }),
    list: t.exposeString('list', { description: 'Field of Query that lists the records, such as `outcomes`.' }),
    filter: t.string({
      description: 'The value of `filter` for that field, as JSON text.',
      resolve: ({ filter }) => JSON.stringify(filter),
    }),
    programs: t.field({
      type: ['Program'],
      description: 'The first three programs that they are about, by number.',
      complexity: { field: 1, multiplier: 3 },
      resolve: ({ programIds }, _args, context, info) =>
        findAll('Program', { id: { in: programIds } }, { code: 'asc' }, context, info) as never,
    }),
  }),
})

builder.queryField('viewerTasks', (t) =>
  t.field({
    type: [TaskType],
    description:
      'What waits for the signed-in person, without what has nothing to do. Empty for callers who are not signed in.',
    complexity: { field: 50, multiplier: 12 },
    resolve: async (_root, _args, context) => {
      const tasks = await Promise.all(dutiesOf(context.viewer).map((kind) => taskOf(kind, context)))
      return tasks.filter(({ count }) => count > 0)
    },
  }),
)

interface Place {
  list: string
  filter: object
  /** From a program to its records in the list; the list is of programs when left out. */
  relation?: 'outcomes' | 'conflicts' | 'participants' | 'reviews' | 'findings'
  /** What tells the day until which it must be done. */
  due?: 'callClosesOn' | 'screeningTo' | 'dueOn' | 'report'
}

/** How long before its day a final report is told of. */
const REPORT_NOTICE_DAYS = 60

function placeOf(duty: Duty, today: Date): Place {
  const places: Record<Duty, Place> = {
    APPROVE_FIGURES: { list: 'outcomes', filter: { status: ['SUBMITTED'], own: false }, relation: 'outcomes' },
    CORRECT_RETURNED_FIGURES: { list: 'outcomes', filter: { status: ['RETURNED'], own: true }, relation: 'outcomes' },
    FINISH_DRAFT_FIGURES: { list: 'outcomes', filter: { status: ['DRAFT'], own: true }, relation: 'outcomes' },
    RESOLVE_CONFLICTS: { list: 'conflicts', filter: { open: true }, relation: 'conflicts' },
    RECORD_FOLLOW_UPS: { list: 'participants', filter: { followUpDue: dayOf(today) }, relation: 'participants' },
    HAND_IN_REVIEWS: { list: 'reviews', filter: { open: true, own: true }, relation: 'reviews', due: 'screeningTo' },
    SUBMIT_PROPOSALS: { list: 'programs', filter: { stage: ['DRAFT'], own: true }, due: 'callClosesOn' },
    CHECK_PROPOSALS: { list: 'programs', filter: { stage: ['SUBMITTED'] }, due: 'screeningTo' },
    SUBMIT_REPORTS: {
      list: 'programs',
      filter: { own: true, reportDueBy: dayOf(new Date(today.getTime() + REPORT_NOTICE_DAYS * 86_400_000)) },
      due: 'report',
    },
    SETTLE_REPORTS: { list: 'programs', filter: { stage: ['REPORTED'] } },
    DECIDE_FINDINGS: { list: 'feedbackEntries', filter: { decided: false }, relation: 'findings', due: 'dueOn' },
    CARRY_OUT_FEEDBACK: {
      list: 'feedbackEntries',
      filter: { decided: true, open: true },
      relation: 'findings',
      due: 'dueOn',
    },
  }
  return places[duty]
}

async function taskOf(kind: Duty, context: Context): Promise<Task> {
  const { prisma } = context.product.db
  const { relation, due, ...place } = placeOf(kind, koreanDay(context.product.now()))
  const { noun, where } = await matching(place.list, place.filter, context)
  const count = await delegate(prisma, noun).count({ where })
  if (!count) return { kind, count, dueOn: null, ...place, programIds: [] }
  const program = (relation ? { [relation]: { some: where } } : where) as Prisma.ProgramWhereInput
  const first = await prisma.program.findMany({
    where: program,
    orderBy: { code: 'asc' },
    take: 3,
    select: { id: true },
  })
  const dueOn = due ? await earliest(due, where, { programs: { some: program } }, prisma) : null
  return { kind, count, dueOn, ...place, programIds: first.map(({ id }) => id) }
}

async function earliest(
  due: NonNullable<Place['due']>,
  feedback: Prisma.FeedbackWhereInput,
  round: Prisma.RoundWhereInput,
  prisma: Context['product']['db']['prisma'],
): Promise<Date | null> {
  if (due === 'dueOn') return (await prisma.feedback.aggregate({ where: feedback, _min: { dueOn: true } }))._min.dueOn
  const { _min } = await prisma.round.aggregate({
    where: round,
    _min: { callClosesOn: true, screeningTo: true, year: true },
  })
  return due === 'report' ? reportDueOn(_min.year as number) : _min[due]
}
