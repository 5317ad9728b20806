import { act } from '../act.ts'
import { batched, permitted } from '../batch.ts'
import { builder, dayOf } from '../builder.ts'
import { clockInputs, readClocks } from '../clocks.ts'
import { mayChange, notAfterToday } from '../edit.ts'
import { refuse } from '../errors.ts'
import { FollowUpResult } from '../generated/prisma/enums.ts'
import { argsOf, choice, day, oneOf, optional, self, text } from '../input.ts'
import { readArgument } from '../list.ts'
import { koreanDay } from '../statistics/clock.ts'
import { type Due, dueFollowUps, dueOn, placedBy, type Retention, retention } from '../statistics/participation.ts'

/** How long after the placement it is asked. */
export const MONTHS = [3, 6, 12]

/** Participants whose follow-up of so many months is due on the day and was not recorded. */
export const dueFollowUp = (on: Date, months: number) => ({
  history: { some: { stage: 'PLACED', retractedAt: null, on: { lte: placedBy(on, months) } } },
  followUps: { none: { months, supersededAt: null } },
})

const Result = builder.enumType('FollowUpResult', {
  description: 'What a follow-up found. Unknown is not no.',
  values: {
    [FollowUpResult.EMPLOYED]: { description: 'Still employed (고용 유지).' },
    [FollowUpResult.NOT_EMPLOYED]: { description: 'Not employed any more (미취업).' },
    [FollowUpResult.UNKNOWN]: { description: 'Asked without an answer (확인 불가).' },
  } as const,
})

builder.prismaObject('FollowUp', {
  select: { id: true },
  fields: (t) => ({
    months: t.exposeInt('months'),
    result: t.expose('result', { type: Result }),
    on: t.expose('on', { type: 'Date' }),
    note: t.exposeString('note', { nullable: true }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime' }),
  }),
})

builder.prismaObjectField('Participant', 'followUps', (t) =>
  t.relation('followUps', {
    description:
      'What was asked after the placement (고용 유지 확인), the latest answer of each number of months last.',
    query: { where: { supersededAt: null }, orderBy: [{ months: 'asc' }, { on: 'asc' }, { id: 'asc' }] },
  }),
)

const DueFollowUp = builder.objectRef<Due>('DueFollowUp').implement({
  description: 'A follow-up that was not recorded although its months are over (고용 유지 확인 대상).',
  fields: (t) => ({
    months: t.exposeInt('months', { description: 'Months after the first placement: 3, 6 or 12.' }),
    dueOn: t.expose('dueOn', { type: 'Date', description: 'Day from which on it can be asked.' }),
  }),
})

const dueArgs = { on: optional(day('Day by which they are due; today in Korea when left out.')) }

builder.prismaObjectField('Participant', 'followUpsDue', (t) =>
  t.field({
    type: [DueFollowUp],
    description:
      'Follow-ups that are due by the day and were not recorded, the earliest first; see `followUpDue` of the filter.',
    args: argsOf(t as never, dueArgs) as never,
    complexity: { field: 2, multiplier: 1 },
    select: { id: true },
    resolve: async ({ id }, args: { on?: never }, context) => {
      const asked = readArgument('on', () => (args.on === undefined ? null : dueArgs.on.read(args.on)))
      const on = asked ?? koreanDay(context.product.now())
      const found = await batched(context, `follow-ups due ${dayOf(on)}`, id, (ids) =>
        dueFollowUps(context.product.db.prisma, ids, MONTHS, on),
      )
      return found ?? []
    },
  }),
)

act('recordFollowUp', {
  description:
    'Records whether a placed participant is still employed 3, 6 or 12 months after the first placement (고용 유지 확인). A later answer counts from its day on; an answer of the same or an earlier day takes the place of those after it.',
  noun: 'Participant',
  input: {
    id: self('Participant'),
    months: oneOf(MONTHS, 'Months after placement: 3, 6 or 12.'),
    result: choice(Result, 'What was found.'),
    on: day('Day on which it was asked: not before the months are over, not after today.'),
    note: optional(text(500, 'Remark without personal data.')),
  },
  async perform({ id, months, ...answer }, doing) {
    const { tx, viewer, context } = doing
    await mayChange('recordFollowUp', 'Participant', id, doing)
    await tx.$queryRaw`SELECT id FROM participant WHERE id = ${id} FOR UPDATE`
    const placement = await tx.stageChange.findFirst({
      where: { participantId: id, stage: 'PLACED', retractedAt: null },
      orderBy: { on: 'asc' },
    })
    if (!placement) return refuse('id', 'NOT_PLACED')
    const due = dueOn(placement.on, months)
    if (answer.on < due) refuse('on', 'BEFORE', { other: dayOf(due) })
    notAfterToday('on', answer.on, doing)
    const now = context.product.now()
    await tx.followUp.updateMany({
      where: { participantId: id, months, supersededAt: null, on: { gte: answer.on } },
      data: { supersededAt: now },
    })
    await tx.followUp.create({
      data: { participantId: id, months, ...answer, recordedAt: now, recordedById: viewer.id },
    })
    return id
  },
})

const RetentionType = builder.objectRef<Retention>('Retention').implement({
  description: 'Whether placed people were still employed so many months later, in persons. Unknown is not no.',
  fields: (t) => ({
    due: t.exposeInt('due', { description: 'People whose first placement was so many months ago or more.' }),
    employed: t.exposeInt('employed', { description: 'Of these, still employed.' }),
    notEmployed: t.exposeInt('notEmployed', { description: 'Of these, not employed any more.' }),
    unknown: t.exposeInt('unknown', { description: 'Of these, asked without an answer.' }),
    notAsked: t.exposeInt('notAsked', { description: 'Of these, not asked yet.' }),
    employedPct: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Employed in percent of those who answered, to one decimal; null when nobody did.',
      resolve: ({ employed, notEmployed }) => {
        const answered = employed + notEmployed
        return answered ? Math.round((employed / answered) * 1000) / 10 : null
      },
    }),
  }),
})

const inputs = { months: oneOf(MONTHS, 'Months after placement: 3, 6 or 12.'), ...clockInputs }

builder.prismaObjectField('Program', 'retention', (t) =>
  t.field({
    type: RetentionType,
    nullable: true,
    description:
      'Employment retained after placement (고용 유지), by both clocks; null for who may not count participants.',
    args: argsOf(t as never, inputs) as never,
    complexity: 5,
    resolve: async ({ id }, args: { months?: number; asOf?: string; knownAt?: string }, context) => {
      const months = readArgument('months', () => inputs.months.read(args.months as never))
      const clock = readClocks(args, context)
      if (!(await permitted(context, 'countParticipants', 'Program', id))) return null
      const name = `retention ${months} ${JSON.stringify(clock)}`
      const found = await batched(context, name, id, (ids) => retention(context.product.db.prisma, ids, months, clock))
      return found ?? { due: 0, employed: 0, notEmployed: 0, unknown: 0, notAsked: 0 }
    },
  }),
)
