import { allowed, isOfficer, verdict } from '../access.ts'
import { batched, permitted } from '../batch.ts'
import { builder, dayOf } from '../builder.ts'
import { clockInputs, readClocks } from '../clocks.ts'
import type { Context } from '../context.ts'
import { forbidden, unauthenticated } from '../errors.ts'
import { argsOf, day, optional, text } from '../input.ts'
import { readArgument } from '../list.ts'
import * as statistics from '../statistics/participation.ts'
import { logSearch, phone } from './participant.ts'
import { Stage } from './stageChange.ts'

const StageCount = builder.objectRef<statistics.StageCount>('StageCount').implement({
  description:
    'People of a program or intake by stage, from the stage history. Stages are never added: a person reaches several.',
  fields: (t) => ({
    stage: t.expose('stage', { type: Stage, description: 'The stage: the counting basis (산정기준).' }),
    reached: t.exposeInt('reached', { description: 'People who reached it by the day that is asked about.' }),
    standing: t.exposeInt('standing', { description: 'People whose latest stage it was on that day.' }),
  }),
})

const hidden = 'null for who may not count participants'
const args = (t: { arg: unknown }) => argsOf(t as never, clockInputs) as never

builder.prismaObjectField('Program', 'participantCounts', (t) =>
  t.field({
    type: [StageCount],
    nullable: true,
    description: `Participants of the program by stage, by both clocks; ${hidden}.`,
    args: args(t),
    complexity: 5,
    resolve: async ({ id }, args, context) => (await participationOf('program', id, id, args, context))?.stages ?? null,
  }),
)

builder.prismaObjectFields('Cohort', (t) => ({
  counts: t.field({
    type: [StageCount],
    nullable: true,
    description: `Participants of the intake by stage, by both clocks; ${hidden}. Everyone is counted in the intake of now.`,
    args: args(t),
    complexity: 5,
    select: { id: true, programId: true },
    resolve: async ({ id, programId }, args, context) =>
      (await participationOf('cohort', id, programId, args, context))?.stages ?? null,
  }),
  placesTaken: t.int({
    nullable: true,
    description: `People who were selected or came further and did not leave, by both clocks; ${hidden}.`,
    args: args(t),
    complexity: 5,
    select: { id: true, programId: true },
    resolve: async ({ id, programId }, args, context) =>
      (await participationOf('cohort', id, programId, args, context))?.placesTaken ?? null,
  }),
  overCapacity: t.boolean({
    nullable: true,
    description: `Whether more places are taken than there are (정원 초과), by both clocks; null when the capacity is unknown, and ${hidden}.`,
    args: args(t),
    complexity: 5,
    select: { id: true, programId: true, capacity: true },
    resolve: async ({ id, programId, capacity }, args, context) => {
      const found = await participationOf('cohort', id, programId, args, context)
      return found && capacity !== null ? found.placesTaken > capacity : null
    },
  }),
}))

async function participationOf(
  parent: 'program' | 'cohort',
  id: number,
  programId: number,
  args: object,
  context: Context,
): Promise<statistics.Participation | undefined> {
  const clocks = readClocks(args, context)
  if (!(await permitted(context, 'countParticipants', 'Program', programId))) return undefined
  return batched(context, `participation ${parent} ${JSON.stringify(clocks)}`, id, (ids) =>
    statistics.participation(context.product.db.prisma, parent, ids, clocks),
  )
}

const OtherPart = builder.objectRef<statistics.Other>('OtherParticipation').implement({
  description: 'Another participation of the same person (중복참여).',
  fields: (t) => ({
    year: t.exposeInt('year', { description: 'Year of the round.' }),
    participant: t.field({
      type: 'Participant',
      description: 'The other participation.',
      complexity: 5,
      resolve: ({ id }) => ({ id }),
    }),
  }),
})

builder.prismaObjectFields('Participant', (t) => ({
  repeatCount: t.int({
    nullable: true,
    description:
      'Number of other participations of the same person in any program of any round, as far as the caller may see them (중복참여): the city counts all, a district those in its own programs. Of the same name and birth date or, where no birth date is known, the same name and phone. Null where neither is known.',
    complexity: 5,
    resolve: async ({ id }, _args, context) => (await othersOf(id, context))?.length ?? null,
  }),
  otherParticipations: t.field({
    type: [OtherPart],
    description: 'The other participations of the same person that the caller may see, the earliest round first.',
    complexity: { field: 5, multiplier: 3 },
    resolve: async ({ id }, _args, context) => (await othersOf(id, context)) ?? [],
  }),
}))

/** Who takes part in programs of other districts is not for a district to know, not even by a count. */
async function othersOf(id: number, context: Context): Promise<statistics.Other[] | null> {
  const { prisma } = context.product.db
  const all = await batched(context, 'other participations', id, (ids) => statistics.otherParts(prisma, ids))
  if (!all) return null
  const visible = await Promise.all(all.map((other) => permitted(context, 'readParticipant', 'Participant', other.id)))
  return all.filter((_, index) => visible[index])
}

const somebody = {
  name: text(60, 'Full name.'),
  birthDate: optional(day('Day of birth.')),
  phone: optional(phone('Phone number.')),
}

builder.queryField('repeatParticipations', (t) =>
  t.field({
    type: [OtherPart],
    nullable: true,
    description:
      'Before somebody is enrolled: where the same person takes or took part, as far as the caller may see it (중복참여), told apart as `repeatCount` does. Null without a birth date and a phone, because then nobody can tell. For those who enroll; the search is logged.',
    args: argsOf(t as never, somebody) as never,
    complexity: { field: 20, multiplier: 5 },
    resolve: async (_root, args: Partial<Record<keyof typeof somebody, never>>, context) => {
      if (!isOfficer(context.viewer)) throw unauthenticated()
      if (verdict(context.viewer, 'enrollParticipant') === false) throw forbidden()
      const read = <Name extends keyof typeof somebody>(name: Name) =>
        args[name] === undefined ? undefined : readArgument(name, () => somebody[name].read(args[name] as never))
      const [name, birthDate, phone] = [read('name') as string, read('birthDate') as Date, read('phone') as string]
      if (!birthDate && !phone) return null
      const { vault, db } = context.product
      const person = {
        fingerprint: vault.fingerprint(name, birthDate ? dayOf(birthDate) : null),
        ...(birthDate ? {} : { phoneHash: vault.hashPhone(phone) }),
      }
      const where = { AND: [{ person }, allowed(context.viewer, 'readParticipant')] }
      await logSearch(where, context)
      const found = await db.prisma.participant.findMany({
        where,
        select: { id: true, program: { select: { round: { select: { year: true } } } } },
        orderBy: [{ program: { round: { year: 'asc' } } }, { id: 'asc' }],
        take: 100,
      })
      return found.map(({ id, program }) => ({ id, year: program.round.year }))
    },
  }),
)
