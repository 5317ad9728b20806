import { allowed, isOfficer, PUBLIC_STAGES } from '../access.ts'
import { logAccess } from '../accessLog.ts'
import { act, type Doing } from '../act.ts'
import { builder, dayOf } from '../builder.ts'
import type { Reads } from '../compiled/plan.ts'
import type { Context } from '../context.ts'
import { holdDataKey } from '../dataKey.ts'
import { edit, matches, notAfterToday } from '../edit.ts'
import { forbidden, refuse } from '../errors.ts'
import { Sex } from '../generated/prisma/enums.ts'
import { needsStage } from '../guard.ts'
import { choice, day, keep, many, optional, pattern, ref, self, text, version, whole } from '../input.ts'
import { containing, filter, list, loggedFilter } from '../list.ts'
import { dueFollowUp, MONTHS } from './followUp.ts'
import { checkFirst, Stage } from './stageChange.ts'
import { BY_TARGET_GROUP, compareTargetGroups, TargetGroup } from './targetGroup.ts'

/** What a phone number looks like. */
export const PHONE = /^[+\d][\d\s-]{6,18}$/

export const SexType = builder.enumType('Sex', {
  description: 'Sex of a person (성별), for statistics.',
  values: {
    [Sex.FEMALE]: { description: 'Female (여).' },
    [Sex.MALE]: { description: 'Male (남).' },
  } as const,
})

/** What stands in the place of a name. */
const destroyed = ({ locale }: Context) => (locale === 'ko' ? '파기됨' : 'destroyed')

builder.prismaNode('Participant', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    maskedName: t.string({
      description:
        'Name with the middle hidden, such as 홍*동; 파기됨 or `destroyed` once the personal data was destroyed.',
      extensions: { reads: { of: 'person', column: 'maskedName', otherwise: destroyed } satisfies Reads },
      select: { person: { select: { maskedName: true } } },
      resolve: ({ person }, _args, context) => person?.maskedName ?? destroyed(context),
    }),
    birthYear: t.int({
      nullable: true,
      description: 'Year of birth; null when it is not known or was destroyed.',
      extensions: { reads: { of: 'person', column: 'birthYear' } satisfies Reads },
      select: { person: { select: { birthYear: true } } },
      resolve: ({ person }) => person?.birthYear ?? null,
    }),
    sex: t.field({
      type: SexType,
      nullable: true,
      description: 'Sex; null when it was not told.',
      extensions: { reads: { of: 'person', column: 'sex', otherwise: { column: 'sex' } } satisfies Reads },
      select: { sex: true, person: { select: { sex: true } } },
      resolve: ({ person, sex }) => person?.sex ?? sex,
    }),
    synthetic: t.boolean({
      description: 'True for people that the synthetic generator made.',
      extensions: { reads: { of: 'person', column: 'synthetic', otherwise: () => false } satisfies Reads },
      select: { person: { select: { synthetic: true } } },
      resolve: ({ person }) => person?.synthetic ?? false,
    }),
    destroyedAt: t.expose('destroyedAt', { type: 'DateTime', nullable: true }),
    stage: t.expose('stage', { type: Stage }),
    stageOn: t.expose('stageOn', { type: 'Date' }),
    note: t.exposeString('note', { nullable: true }),
    ownNumber: t.exposeString('ownNumber', { nullable: true }),
    program: t.relation('program', { description: 'The program that the person takes part in.' }),
    cohort: t.relation('cohort', { nullable: true, description: 'The intake; null when not assigned.' }),
    targetGroups: t.field({
      type: [TargetGroup],
      description: 'The target groups that the person belongs to (대상).',
      extensions: {
        reads: { through: 'targetGroups', to: 'targetGroup', orderBy: BY_TARGET_GROUP } satisfies Reads,
      },
      select: (_args, _context, nested) => ({
        targetGroups: { select: { targetGroup: nested() as never as true }, orderBy: BY_TARGET_GROUP },
      }),
      resolve: ({ targetGroups }) => targetGroups.map(({ targetGroup }) => targetGroup) as never,
    }),
  }),
})

const participants = list({
  noun: 'Participant',
  field: 'participants',
  description: 'Participants (참여자) with masked names. Only for officers, of their own districts.',
  filters: {
    year: filter(whole(1900, 2199, 'Year of the round.'), (year) => ({ program: { round: { year } } })),
    program: filter(ref('Program', 'Id of the program.'), (programId) => ({ programId })),
    cohort: filter(ref('Cohort', 'Id of the intake.'), (cohortId) => ({ cohortId })),
    district: filter(ref('District', 'Id of the district that runs the program.'), (districtId) => ({
      program: { districtId },
    })),
    stage: filter(many(choice(Stage), 8, 'At any of these stages now.'), (stages) => ({ stage: { in: stages } })),
    name: loggedFilter(
      text(60, 'Exact name. The search is logged; only in the list at the root.'),
      (name, { product }) => ({
        person: { nameHash: product.vault.hashName(name) },
      }),
    ),
    phone: loggedFilter(
      phone('Exact phone number. The search is logged; only in the list at the root.'),
      (number, { product }) => ({
        person: { phoneHash: product.vault.hashPhone(number) },
      }),
    ),
    followUpDue: filter(
      day('Placed 3, 6 or 12 months before this day or earlier, and that follow-up was not recorded (고용 유지 확인).'),
      (on) => ({ OR: MONTHS.map((months) => dueFollowUp(on, months)) }),
    ),
    search: filter(text(100, 'Part of the title or the number of the program.'), (part) => ({
      program: containing(part, ['titleKo', 'titleEn', 'code']),
    })),
  },
  orders: {
    STAGE_ON: { by: ['stageOn'], description: 'Day of the present stage.' },
    PROGRAM: { by: ['program', 'code'], description: 'Program number.' },
    CREATED_AT: { by: ['createdAt'], description: 'Entry of the record.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['UPDATED_AT', 'DESC'],
  log: logSearch,
})
participants.under(
  'Program',
  'participants',
  'People who take part. Only for officers of the district and of the city.',
)

participants.under('Cohort', 'participants', 'People of the intake. Only for officers of the district and of the city.')

export function phone(description: string) {
  return pattern(PHONE, '010-0000-0000', description)
}

const fields = {
  cohortId: optional(ref('Cohort', 'Id of the intake.')),
  targetGroupIds: optional(many(ref('TargetGroup'), 20, 'Ids of the target groups; replaces the ones there were.')),
  note: optional(text(1000)),
}

act('enrollParticipant', {
  description:
    'Enters a person into a program that was selected. Name, birth date, phone and address note are stored encrypted. Taking part elsewhere (중복참여) is no obstacle: `repeatCount` of the answer tells of it, and `repeatParticipations` before.',
  noun: 'Participant',
  input: {
    programId: ref('Program'),
    name: text(60, 'Full name.'),
    birthDate: optional(day('Day of birth.')),
    phone: optional(phone('Phone number.')),
    addressNote: optional(text(200, 'Address or how to reach the person.')),
    sex: optional(choice(SexType, 'Sex of the person (성별), where it was told.')),
    stage: optional(choice(Stage, 'Stage at which the participation starts; APPLIED when left out.')),
    stageOn: day('Day on which that stage was reached; not after today.'),
    ...fields,
  },
  async perform({ programId, cohortId, targetGroupIds, stage, stageOn, note, ...somebody }, doing) {
    // Before anything else, or the other refusals would tell who takes part in programs of other districts.
    const own = await matches(doing.tx, 'Program', programId, allowed(doing.viewer, 'countParticipants'))
    if (!own) throw forbidden()
    await needsStage('programId', programId, PUBLIC_STAGES, doing.tx)
    const first = stage ?? 'APPLIED'
    checkFirst(first)
    notAfterToday('stageOn', stageOn, doing)
    await checkCohort(programId, cohortId, doing)
    const personId = await findOrAddPerson(programId, somebody, doing)
    if (await doing.tx.participant.count({ where: { programId, personId } })) refuse('name', 'ALREADY_ENROLLED')
    const step = { stage: first, on: stageOn, recordedAt: doing.context.product.now(), recordedById: doing.viewer.id }
    const { id } = await doing.tx.participant.create({
      data: { programId, personId, cohortId, stage: first, stageOn, note, history: { create: step } },
    })
    await replaceTargetGroups(id, targetGroupIds, doing)
    await logAccess(doing, 'ENROLL', [{ personId, participantId: id }])
    return id
  },
})

act('updateParticipant', {
  description: 'Changes what is written of a participation. The stage changes by `moveParticipant`.',
  noun: 'Participant',
  input: { id: self('Participant'), version, ...keep(fields) },
  async perform({ targetGroupIds, ...input }, doing) {
    const holder = { participants: { some: { participantId: input.id } } }
    const apart = { targetGroupIds: await compareTargetGroups(holder, targetGroupIds, doing) }
    const id = await edit('updateParticipant', 'Participant', input, doing, apart)
    const { programId, cohortId } = await doing.tx.participant.findUniqueOrThrow({ where: { id } })
    await checkCohort(programId, cohortId, doing)
    return replaceTargetGroups(id, targetGroupIds, doing)
  },
})

async function checkCohort(programId: number, cohortId: number | null | undefined, { tx }: Doing) {
  if (cohortId && !(await tx.cohort.count({ where: { id: cohortId, programId } }))) {
    refuse('cohortId', 'NO_SUCH', { noun: 'cohort of this program' })
  }
}

async function replaceTargetGroups(
  participantId: number,
  ids: number[] | null | undefined,
  { tx }: Doing,
): Promise<number> {
  if (ids === undefined) return participantId
  await tx.participantTargetGroup.deleteMany({ where: { participantId } })
  const data = [...new Set(ids ?? [])].map((targetGroupId) => ({ participantId, targetGroupId }))
  await tx.participantTargetGroup.createMany({ data })
  return participantId
}

interface Somebody {
  name: string
  birthDate?: Date | null
  phone?: string | null
  addressNote?: string | null
  sex?: Sex | null
}

/** An exact search tells that a person is there, and in which program: one row for each participant that it finds. */
export async function logSearch(where: object, context: Context) {
  const { viewer, product } = context
  if (!isOfficer(viewer)) return
  await product.db.prisma.$transaction(async (tx) => {
    const found = await tx.participant.findMany({ where, select: { id: true, personId: true }, orderBy: { id: 'asc' } })
    const accesses = found.map(({ id, personId }) => ({ personId, participantId: id }))
    await logAccess({ tx, viewer, context }, 'SEARCH', accesses.length ? accesses : [NOBODY])
  })
}

const NOBODY = { personId: null, participantId: null }

/** Acts that look for persons of a district and enter them come one after the other: the second finds who the first has made. */
export const holdPersons = (districtIds: number[], { tx }: Pick<Doing, 'tx'>) =>
  tx.$queryRaw`SELECT id FROM district WHERE id = ANY(${districtIds}::int[]) ORDER BY id FOR NO KEY UPDATE`

/**
 * The same name, birth date and phone are the same person; without a phone nobody is taken for somebody else. Districts
 * do not share the record of a person, or each could read what another one entered.
 */
async function findOrAddPerson(
  programId: number,
  { sex, ...fields }: Somebody,
  { tx, context }: Doing,
): Promise<number> {
  await holdDataKey(tx, context.product.vault)
  const { fingerprint, phoneHash, ...sealed } = context.product.vault.seal({
    name: fields.name,
    birthDate: fields.birthDate ? dayOf(fields.birthDate) : null,
    phone: fields.phone ?? null,
    addressNote: fields.addressNote ?? null,
  })
  const { districtId } = await tx.program.findUniqueOrThrow({ where: { id: programId } })
  if (phoneHash) await holdPersons([districtId], { tx })
  const known = { fingerprint, phoneHash, participants: { some: { program: { districtId } } } }
  const found = phoneHash && (await tx.person.findFirst({ where: known, select: { id: true } }))
  // Kept from being destroyed until the act is over.
  const [same] = found
    ? await tx.$queryRaw<{ id: number }[]>`SELECT id FROM person WHERE id = ${found.id} FOR KEY SHARE`
    : []
  if (!same) return (await tx.person.create({ data: { fingerprint, phoneHash, sex, ...sealed } })).id
  if (sex) await tx.person.updateMany({ where: { id: same.id, sex: null }, data: { sex } })
  return same.id
}
