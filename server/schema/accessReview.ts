import { act } from '../act.ts'
import { builder } from '../builder.ts'
import { refuse } from '../errors.ts'
import { argsOf, pattern, text, whole } from '../input.ts'
import { filter, list, readArgument } from '../list.ts'
import {
  type AccountAccess,
  BULK,
  FEW_PERSONS,
  koreanMonth,
  MANY_PERSONS,
  type Review,
  review,
  reviewsDue,
  TIMES_MEDIAN,
} from '../statistics/accessReview.ts'
import { mustReview } from './accessLog.ts'

const Unusual = builder.enumType('UnusualAccess', {
  description: 'What is unusual about the use of personal data, and so to be asked about.',
  values: {
    OWN_MEDIAN: {
      description: `More than ${TIMES_MEDIAN} times as many persons as in the middle one of the own earlier months, and more than ${FEW_PERSONS} (평소보다 많음).`,
    },
    MANY_PERSONS: { description: `More than ${MANY_PERSONS} persons in the month (대량 접속).` },
    NIGHT: { description: 'Between 22 and 6 o’clock in Korea (야간).' },
    WEEKEND: { description: 'On a Saturday or Sunday in Korea (휴일).' },
    BULK: { description: `${BULK} persons or more with one request (일괄 조회).` },
    NO_FOLLOW_UP: {
      description:
        'Persons were revealed, and nothing was recorded of them in the thirty days after (업무 기록 없는 조회).',
    },
  } as const,
})

const Account = builder.objectRef<AccountAccess>('AccountAccess').implement({
  description: 'What one account did with personal data in a month.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'E-mail address of the account at that time.' }),
    account: t.field({
      type: 'User',
      description: 'The account, as it is now.',
      resolve: ({ accountId }) => ({ id: accountId }) as never,
    }),
    reveals: t.exposeInt('reveals', { description: 'Times that one person was shown.' }),
    exported: t.exposeInt('exported', { description: 'Persons given in exports.' }),
    searches: t.exposeInt('searches', { description: 'Searches by name or phone number.' }),
    enrolled: t.exposeInt('enrolled', { description: 'Participants entered.' }),
    updated: t.exposeInt('updated', { description: 'Corrections.' }),
    destroyed: t.exposeInt('destroyed', { description: 'Participations whose data was destroyed.' }),
    persons: t.exposeInt('persons', { description: 'Different persons.' }),
    night: t.exposeInt('night', { description: 'Rows between 22 and 6 o’clock in Korea.' }),
    weekend: t.exposeInt('weekend', { description: 'Rows on a Saturday or Sunday in Korea.' }),
    bulk: t.exposeInt('bulk', { description: `Requests that gave ${BULK} persons or more at once.` }),
    withoutFollowUp: t.exposeInt('withoutFollowUp', {
      description:
        'Participants who were revealed and of whom the account recorded no stage, no follow-up and no correction in the thirty days after.',
    }),
    medianEarlier: t.float({
      nullable: true,
      description: 'Persons in the middle one of the months with use among the twelve before; null when there is none.',
      resolve: ({ medianEarlier }) => medianEarlier,
    }),
    unusual: t.field({ type: [Unusual], description: 'What to ask about.', resolve: ({ unusual }) => unusual }),
  }),
})

const ReviewType = builder.objectRef<Review & { month: string }>('AccessLogReview').implement({
  description: 'What there is to review in a month (월간 점검).',
  fields: (t) => ({
    month: t.exposeString('month', { description: 'The month, as YYYY-MM.' }),
    rows: t.exposeInt('rows', { description: 'Rows of the access log in the month.' }),
    accounts: t.field({ type: [Account], description: 'By account.', resolve: ({ accounts }) => accounts }),
    sha256: t.exposeString('sha256', {
      description: 'SHA-256 of the totals and of the hashes of the rows: what a signature is for.',
    }),
    signed: t.field({
      type: 'AccessReview',
      nullable: true,
      description: 'The signature; null while the month is not signed.',
      resolve: async ({ month }, _args, { product }) =>
        (await product.db.prisma.accessReview.findUnique({ where: { month }, select: { id: true } })) as never,
    }),
  }),
})

const month = pattern(/^20\d\d-(0[1-9]|1[0-2])$/, '2026-10', 'The month in Korea, as YYYY-MM.')
const args = { month }

builder.queryField('accessLogReview', (t) =>
  t.field({
    type: ReviewType,
    description:
      'The monthly review of the access log: totals of each account and what is unusual, to be looked at once a month. Only for the privacy officer and administrators. (개인정보의 안전성 확보조치 기준 제8조 제2항)',
    args: argsOf(t as never, args) as never,
    complexity: { field: 200 },
    resolve: async (_root, raw: { month?: string }, context) => {
      mustReview(context)
      const month = readArgument('month', () => args.month.read(raw.month as never))
      return { month, ...(await review(context.product.db.prisma, month)) }
    },
  }),
)

builder.queryField('accessReviewsDue', (t) =>
  t.field({
    type: ['String'],
    description:
      'Months that are over and not signed yet, as YYYY-MM, from the month of the first row on. Only for the privacy officer and administrators.',
    complexity: { field: 50 },
    resolve: (_root, _args, context) => {
      mustReview(context)
      return reviewsDue(context.product.db.prisma, context.product.now())
    },
  }),
)

builder.prismaNode('AccessReview', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    month: t.exposeString('month'),
    signedAt: t.expose('signedAt', { type: 'DateTime' }),
    signedByName: t.string({
      description: 'Who signed it.',
      select: { signedBy: { select: { name: true } } },
      resolve: ({ signedBy }) => signedBy.name,
    }),
    note: t.exposeString('note'),
    rows: t.exposeInt('rows'),
    sha256: t.exposeString('sha256'),
  }),
})

list({
  noun: 'AccessReview',
  field: 'accessReviews',
  description: 'Signed monthly reviews (월간 점검). Only for the privacy officer and administrators.',
  filters: {
    year: filter(whole(2000, 2099, 'Year of the month.'), (year) => ({ month: { startsWith: `${year}-` } })),
  },
  orders: {
    MONTH: { by: ['month'], description: 'The month.' },
    SIGNED_AT: { by: ['signedAt'], description: 'When it was signed.' },
  },
  defaultOrder: ['MONTH', 'DESC'],
})

act('signOffReview', {
  description:
    'Signs the review of a month that is over, once (점검 확인), with a hash of what was reviewed. Only by the privacy officer.',
  noun: 'AccessReview',
  input: { month, note: text(1000, 'What was found and done; write no personal data.', 5) },
  async perform({ month, note }, { tx, viewer, context }) {
    const now = context.product.now()
    if (month >= koreanMonth(now)) refuse('month', 'MONTH_NOT_OVER', { day: firstOfNext(month) })
    if (await tx.accessReview.count({ where: { month } })) refuse('month', 'ALREADY_SIGNED')
    const { rows, sha256 } = await review(tx, month)
    const data = { month, note, rows, sha256, signedAt: now, signedById: viewer.id }
    return (await tx.accessReview.create({ data })).id
  },
})

function firstOfNext(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number)).toISOString().slice(0, 10)
}
