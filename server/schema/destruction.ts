import { createHash } from 'node:crypto'
import { logAccess } from '../accessLog.ts'
import { act, type Doing } from '../act.ts'
import { builder, dayOf } from '../builder.ts'
import { edit } from '../edit.ts'
import { refuse } from '../errors.ts'
import { accessReason, argsOf, day, many, optional, ref, self, version } from '../input.ts'
import { filter, list, readArgument } from '../list.ts'
import { koreanDay } from '../statistics/clock.ts'
import { type Due, destructionsDue, makeAnonymous } from '../statistics/destruction.ts'
import { mustReview } from './accessLog.ts'

builder.prismaObjectField('Program', 'destroyOn', (t) => t.expose('destroyOn', { type: 'Date', nullable: true }))

act('setDestroyOn', {
  description:
    'Sets the day from which the personal data of the participants of a program must be destroyed (파기 예정일), or clears it. There is none until the city sets it. (PIPA art. 21)',
  noun: 'Program',
  input: {
    id: self('Program'),
    version,
    destroyOn: optional(day('Day from which the data must be destroyed; null for none.')),
  },
  perform: ({ destroyOn = null, ...input }, doing) => edit('setDestroyOn', 'Program', { ...input, destroyOn }, doing),
})

const Status = builder.enumType('DestructionStatus', {
  description: 'Why a program is on the list of what is to be destroyed.',
  values: {
    DUE: { description: 'The day has come (파기 대상).' },
    NO_DATE: { description: 'The program has ended, and no day is set (파기 예정일 없음).' },
  } as const,
})

const DueType = builder.objectRef<Due>('DestructionDue').implement({
  description: 'A program whose participants’ personal data is to be destroyed, or to be given a day.',
  fields: (t) => ({
    programId: t.id({
      description: 'Global id of the program.',
      resolve: ({ programId }) => Buffer.from(`Program:${programId}`).toString('base64url'),
    }),
    code: t.exposeString('code', { description: 'Number of the program.' }),
    titleKo: t.exposeString('titleKo', { description: 'Korean title of the program.' }),
    titleEn: t.exposeString('titleEn', { nullable: true, description: 'English title of the program.' }),
    status: t.field({ type: Status, description: 'Why it is listed.', resolve: ({ status }) => status }),
    destroyOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day that is set; null for none.',
      resolve: ({ destroyOn }) => destroyOn,
    }),
    participations: t.exposeInt('participations', { description: 'Participations that are not anonymous yet.' }),
    kept: t.exposeInt('kept', {
      description:
        'Of their persons, those who are kept because they take part in another program whose day has not come.',
    }),
  }),
})

const args = { on: optional(day('The day; today in Korea when left out.')) }

builder.queryField('destructionsDue', (t) =>
  t.field({
    type: [DueType],
    description:
      'Programs whose participants’ personal data is to be destroyed by the day (파기 대상), and programs that have ended without a day being set. Only for the privacy officer and the city.',
    args: argsOf(t as never, args) as never,
    complexity: { field: 100 },
    resolve: (_root, raw: { on?: string | null }, context) => {
      mustReview(context, 'seeDestructionsDue')
      const on = readArgument('on', () => (raw.on === undefined ? null : args.on.read(raw.on as never)))
      return destructionsDue(context.product.db.prisma, on ?? koreanDay(context.product.now()))
    },
  }),
)

builder.prismaNode('DestructionCertificate', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime' }),
    destroyedByName: t.string({
      description: 'Who destroyed it.',
      select: { destroyedBy: { select: { name: true } } },
      resolve: ({ destroyedBy }) => destroyedBy.name,
    }),
    programCode: t.string({
      nullable: true,
      description: 'Number of the program; null where participants were named.',
      select: { program: { select: { code: true } } },
      resolve: ({ program }) => program?.code ?? null,
    }),
    programTitleKo: t.string({
      nullable: true,
      description: 'Korean title of the program; null where participants were named.',
      select: { program: { select: { titleKo: true } } },
      resolve: ({ program }) => program?.titleKo ?? null,
    }),
    reason: t.exposeString('reason'),
    persons: t.exposeInt('persons'),
    participations: t.exposeInt('participations'),
    kept: t.exposeInt('kept'),
    method: t.exposeString('method'),
    legalBasis: t.exposeString('legalBasis'),
    sha256: t.exposeString('sha256'),
  }),
})

list({
  noun: 'DestructionCertificate',
  field: 'destructionCertificates',
  description:
    'Certificates of destroyed personal data (파기 확인서). Only for the privacy officer and administrators.',
  filters: {
    program: filter(ref('Program', 'Id of the program.'), (programId) => ({ programId })),
  },
  orders: { AT: { by: ['at'], description: 'When it was destroyed.' } },
  defaultOrder: ['AT', 'DESC'],
})

act('destroyPersons', {
  description:
    'Destroys the personal data of the participants of a program whose day has come, or of named participants at any time, beyond recovery (파기, PIPA art. 21). A person who takes part in another program stays there until its day has come. The participations stay as anonymous rows, so that every count stays as it was. Leaves a certificate and a row of the access log for each.',
  noun: 'DestructionCertificate',
  input: {
    programId: optional(ref('Program'), 'Id of the program whose participants are meant.'),
    participantIds: optional(many(ref('Participant'), 100, 'Ids of the participants who are meant: 1 to 100.')),
    reason: accessReason,
  },
  async perform({ programId, participantIds, reason }, doing) {
    const { tx, viewer, context } = doing
    if (!programId === !participantIds?.length) refuse('programId', 'ONE_OF_TWO', { other: 'participantIds' })
    const today = koreanDay(context.product.now())
    if (programId) await checkDue(programId, today, doing)
    const which = programId ? { programId } : { id: { in: participantIds ?? [] } }
    const at = context.product.now()
    const { accesses, destroyed, kept } = await makeAnonymous(tx, which, programId ? today : null, at)
    if (!accesses.length) refuse(programId ? 'programId' : 'participantIds', 'NOBODY_LEFT')
    await logAccess(doing, 'DESTROY', accesses, reason)
    const sha256 = createHash('sha256').update(destroyed.join(',')).digest('hex')
    const counts = { persons: destroyed.length, participations: accesses.length, kept }
    const data = {
      at,
      destroyedById: viewer.id,
      programId,
      reason,
      ...counts,
      method: METHOD,
      legalBasis: BASIS,
      sha256,
    }
    return (await tx.destructionCertificate.create({ data })).id
  },
})

const METHOD =
  '개인별 암호키와 암호화된 개인정보, 검색용 해시, 가린 이름, 출생 연도를 데이터베이스에서 삭제하고 참여 기록을 익명 처리함 (own key, encrypted data, search hashes, masked name and birth year deleted from the database; participations made anonymous)'
const BASIS = '개인정보 보호법 제21조 (PIPA art. 21)'

async function checkDue(id: number, today: Date, { tx }: Doing) {
  const { destroyOn } = await tx.program.findUniqueOrThrow({ where: { id }, select: { destroyOn: true } })
  if (!destroyOn) return refuse('programId', 'NO_DESTROY_DATE')
  if (destroyOn > today) refuse('programId', 'NOT_DUE', { day: dayOf(destroyOn) })
}
