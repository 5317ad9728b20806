import { verdict } from '../access.ts'
import { checkLog, type LogCheck, logAccess, pruneLog } from '../accessLog.ts'
import { act } from '../act.ts'
import { builder, dayOf } from '../builder.ts'
import type { Context } from '../context.ts'
import { forbidden, refuse, unauthenticated } from '../errors.ts'
import { AccessKind } from '../generated/prisma/enums.ts'
import { accessReason, choice, day, many, ref, text, whole } from '../input.ts'
import { containing, filter, list } from '../list.ts'
import { koreanMidnight } from '../statistics/accessReview.ts'
import { RoleEnum } from './user.ts'

const Kind = builder.enumType('AccessKind', {
  description: 'What was done with personal data (수행업무).',
  values: {
    [AccessKind.REVEAL]: { description: 'The data of one person was shown (조회).' },
    [AccessKind.EXPORT]: { description: 'The data of several persons was given at once (다운로드).' },
    [AccessKind.SEARCH]: { description: 'A search by exact name or phone number found the person (검색).' },
    [AccessKind.ENROLL]: { description: 'The data was entered (입력).' },
    [AccessKind.UPDATE]: { description: 'The data was corrected (정정).' },
    [AccessKind.DESTROY]: { description: 'The data was destroyed (파기).' },
    [AccessKind.PRUNE]: { description: 'Rows of this log were removed after their time (접속기록 삭제).' },
  } as const,
})

builder.prismaNode('AccessLog', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    number: t.int({ description: 'Number of the row, without a gap from 1.', resolve: ({ id }) => id }),
    at: t.expose('at', { type: 'DateTime' }),
    account: t.relation('account', { description: 'The account that did it, as it is now.' }),
    email: t.exposeString('email'),
    role: t.expose('role', { type: RoleEnum }),
    address: t.exposeString('address'),
    kind: t.expose('kind', { type: Kind }),
    personNumber: t.exposeInt('personId', {
      nullable: true,
      description:
        'Number of the person whose data it was; null for a search that found nobody. It stays after the person is destroyed.',
    }),
    participant: t.relation('participant', {
      nullable: true,
      description: 'The participant through whom it was done; null for a search that found nobody.',
    }),
    reason: t.exposeString('reason', { nullable: true }),
    batch: t.exposeInt('batch'),
    hash: t.string({
      description: 'Keyed hash of this row and the one before it, 64 hexadecimal digits.',
      select: { hash: true },
      resolve: ({ hash }) => Buffer.from(hash).toString('hex'),
    }),
  }),
})

list({
  noun: 'AccessLog',
  field: 'accessLog',
  description:
    'The access log (접속기록): every use of personal data. Only for the privacy officer and administrators, and changed by nobody. (개인정보의 안전성 확보조치 기준 제8조)',
  filters: {
    kind: filter(many(choice(Kind), 7, 'One of these kinds.'), (kinds) => ({ kind: { in: kinds } })),
    account: filter(ref('User', 'Id of the account that did it.'), (accountId) => ({ accountId })),
    person: filter(whole(1, 2_000_000_000, 'Number of the person, as in `personNumber`.'), (personId) => ({
      personId,
    })),
    participant: filter(ref('Participant', 'Id of the participant.'), (participantId) => ({ participantId })),
    from: filter(day('From this day on, in Korea.'), (on) => ({ at: { gte: koreanMidnight(on) } })),
    to: filter(day('Up to and with this day, in Korea.'), (on) => ({ at: { lt: koreanMidnight(on, 1) } })),
    search: filter(text(100, 'Part of the e-mail address, the network address or the reason.'), (part) =>
      containing(part, ['email', 'address', 'reason']),
    ),
  },
  orders: {
    AT: { by: ['at'], description: 'When it happened.' },
    EMAIL: { by: ['email'], description: 'E-mail address of the account.' },
  },
  defaultOrder: ['AT', 'DESC'],
})

const Check = builder.objectRef<LogCheck>('AccessLogCheck').implement({
  description: 'Whether the access log is whole: every row is there and unchanged (위·변조 확인).',
  fields: (t) => ({
    ok: t.exposeBoolean('ok', { description: 'True when it is.' }),
    rows: t.exposeInt('rows', { description: 'Rows that were found right.' }),
    removed: t.exposeInt('removed', { description: 'Rows that were removed after their time, with a checkpoint.' }),
    firstAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Time of the first row; null when there is none.',
      resolve: ({ first }) => first?.at ?? null,
    }),
    lastAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Time of the last row that was found right; null when there is none.',
      resolve: ({ last }) => last?.at ?? null,
    }),
    lastNumber: t.int({
      description: 'Number of that row; 0 when there is none.',
      resolve: ({ last }) => last?.id ?? 0,
    }),
    brokenNumber: t.exposeInt('brokenId', {
      nullable: true,
      description: 'Number of the first row that is changed or missing; null when it is not about a row.',
    }),
    problem: t.exposeString('problem', { nullable: true, description: 'What is wrong; null when nothing is.' }),
  }),
})

builder.queryField('accessLogCheck', (t) =>
  t.field({
    type: Check,
    description:
      'Checks the whole access log, as `npm run verify-log` does. Only for the privacy officer and administrators.',
    complexity: { field: 1000 },
    resolve: (_root, _args, context) => {
      mustReview(context)
      return checkLog(context.product.db.prisma, context.product.vault)
    },
  }),
)

act('pruneAccessLog', {
  description:
    'Removes the rows of the access log that are older than ACCESS_LOG_YEARS (2 unless set), the least that the law asks. A signed checkpoint takes their place, so that the rest can still be checked, and the removal is itself logged.',
  noun: 'AccessLog',
  input: { reason: accessReason },
  async perform({ reason }, doing) {
    const { env, now } = doing.context.product
    const before = now()
    before.setUTCFullYear(before.getUTCFullYear() - env.ACCESS_LOG_YEARS)
    if (!(await pruneLog(doing, before))) refuse('reason', 'NO_ROWS_TO_REMOVE', { day: dayOf(before) })
    return logAccess(doing, 'PRUNE', [{ personId: null, participantId: null }], reason)
  },
})

/** Refuses who may not review the access log. */
export function mustReview(
  { viewer }: Context,
  rule: 'seeAccessReview' | 'seeDestructionsDue' | 'seeDisclosure' = 'seeAccessReview',
) {
  if (viewer.role === 'ANONYMOUS') throw unauthenticated()
  if (verdict(viewer, rule) === false) throw forbidden()
}
