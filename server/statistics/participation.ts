import { dayOf } from '../builder.ts'
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts'
import { ParticipantStage } from '../generated/prisma/enums.ts'
import { momentSql, stepsAtSql } from './clock.ts'
import type { Clocks } from './figures.ts'

type Client = Pick<PrismaClient, '$queryRaw'>

/** Whose participants are counted: the column of `participant` that names it. */
type Parent = 'program' | 'cohort'

export interface StageCount {
  stage: ParticipantStage
  /** People who ever reached it. */
  reached: number
  /** People whose latest stage it is. */
  standing: number
}

export interface Participation {
  /** Every stage, in the order of the enum. */
  stages: StageCount[]
  /** People who were selected, or came further, and did not leave. */
  placesTaken: number
}

/** The people of each program or intake by stage, from the stage history as it was on a day and known at a moment. */
export async function participation(
  client: Client,
  parent: Parent,
  ids: number[],
  { asOf, knownAt }: Clocks,
): Promise<Map<number, Participation>> {
  const rows = await client.$queryRaw<(StageCount & { parent: number })[]>`
    WITH steps AS (
      SELECT ${columns[parent]} AS parent, s.participant_id, s.stage,
        row_number() OVER (PARTITION BY s.participant_id ORDER BY s.on_date DESC, s.id DESC) AS from_last
      FROM stage_change s JOIN participant p ON p.id = s.participant_id
      WHERE ${columns[parent]} IN (${Prisma.join(ids)}) AND ${stepsAtSql(asOf, knownAt)}
    )
    SELECT parent, stage::text AS stage, count(DISTINCT participant_id)::int AS reached,
      (count(*) FILTER (WHERE from_last = 1))::int AS standing
    FROM steps GROUP BY parent, stage`
  return new Map(
    ids.map((id) => {
      const stages = Object.values(ParticipantStage).map(
        (stage) => rows.find((row) => row.parent === id && row.stage === stage) ?? { stage, reached: 0, standing: 0 },
      )
      const placesTaken = stages.reduce((sum, { stage, standing }) => sum + (HOLDS_PLACE.has(stage) ? standing : 0), 0)
      return [id, { stages, placesTaken }]
    }),
  )
}

export interface Retention {
  /** People whose first placement was this many months ago or more. */
  due: number
  employed: number
  notEmployed: number
  /** Asked without an answer. */
  unknown: number
  notAsked: number
}

/** What the follow-ups of each program found so many months after the first placement. */
export async function retention(
  client: Client,
  programIds: number[],
  months: number,
  { asOf, knownAt }: Clocks,
): Promise<Map<number, Retention>> {
  const [day, moment] = [Prisma.sql`${dayOf(asOf)}::date`, momentSql(knownAt)]
  const rows = await client.$queryRaw<(Retention & { program: number })[]>`
    WITH due AS (
      SELECT p.program_id, s.participant_id
      FROM stage_change s JOIN participant p ON p.id = s.participant_id
      WHERE p.program_id IN (${Prisma.join(programIds)}) AND s.stage = 'PLACED' AND ${stepsAtSql(asOf, knownAt)}
      GROUP BY p.program_id, s.participant_id
      HAVING min(s.on_date) + make_interval(months => ${months}::int) <= ${day}
    ), answer AS (
      SELECT DISTINCT ON (f.participant_id) f.participant_id, f.result
      FROM follow_up f JOIN due ON due.participant_id = f.participant_id
      WHERE f.months = ${months}::int AND f.on_date <= ${day} AND f.recorded_at <= ${moment}
        AND (f.superseded_at IS NULL OR f.superseded_at > ${moment})
      ORDER BY f.participant_id, f.on_date DESC, f.id DESC
    )
    SELECT due.program_id AS program, count(*)::int AS due,
      (count(*) FILTER (WHERE result = 'EMPLOYED'))::int AS employed,
      (count(*) FILTER (WHERE result = 'NOT_EMPLOYED'))::int AS "notEmployed",
      (count(*) FILTER (WHERE result = 'UNKNOWN'))::int AS unknown,
      (count(*) FILTER (WHERE result IS NULL))::int AS "notAsked"
    FROM due LEFT JOIN answer ON answer.participant_id = due.participant_id
    GROUP BY due.program_id`
  return new Map(rows.map(({ program, ...row }) => [program, row]))
}

export interface Due {
  months: number
  dueOn: Date
}

/** Of each participant the follow-ups that are due by the day and were not recorded, the earliest first. */
export async function dueFollowUps(
  { stageChange, followUp }: Pick<PrismaClient, 'stageChange' | 'followUp'>,
  participantIds: number[],
  months: readonly number[],
  day: Date,
): Promise<Map<number, Due[]>> {
  const placements = await stageChange.groupBy({
    by: ['participantId'],
    where: { participantId: { in: participantIds }, stage: 'PLACED', retractedAt: null },
    _min: { on: true },
  })
  const answered = await followUp.findMany({
    where: { participantId: { in: participantIds }, supersededAt: null },
    select: { participantId: true, months: true },
  })
  const known = new Set(answered.map((one) => `${one.participantId} ${one.months}`))
  return new Map(
    placements.map(({ participantId, _min }) => {
      const dues = months.map((months) => ({ months, dueOn: dueOn(_min.on as Date, months) }))
      return [
        participantId,
        dues.filter(({ months, dueOn }) => dueOn <= day && !known.has(`${participantId} ${months}`)),
      ]
    }),
  )
}

/** The day from which on it is asked: so many months later, or the last day of a month that is too short. */
export function dueOn(placedOn: Date, months: number): Date {
  const [year, month] = [placedOn.getUTCFullYear(), placedOn.getUTCMonth() + months]
  return new Date(Date.UTC(year, month, Math.min(placedOn.getUTCDate(), daysIn(year, month))))
}

/** The last day of placement from which so many months are over on this day. */
export function placedBy(day: Date, months: number): Date {
  const [year, now] = [day.getUTCFullYear(), day.getUTCMonth()]
  const last = daysIn(year, now - months)
  const date = day.getUTCDate() === daysIn(year, now) ? last : Math.min(day.getUTCDate(), last)
  return new Date(Date.UTC(year, now - months, date))
}

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month + 1, 0)).getUTCDate()

/**
 * How often else each participant's person takes part: the same name and birth date, or where no birth date is known
 * the same name and phone. Null where neither is known: then nobody can tell.
 */
export async function otherParts(client: Client, participantIds: number[]): Promise<Map<number, Other[] | null>> {
  const rows = await client.$queryRaw<{ id: number; telling: boolean; other: number | null; year: number | null }[]>`
    SELECT p.id, (me.birth_year IS NOT NULL OR me.phone_hash IS NOT NULL) AS telling, o.id AS other, r.year
    FROM participant p LEFT JOIN person me ON me.id = p.person_id
      LEFT JOIN person twin ON twin.fingerprint = me.fingerprint
        AND (twin.id = me.id OR me.birth_year IS NOT NULL OR twin.phone_hash = me.phone_hash)
      LEFT JOIN participant o ON o.person_id = twin.id AND o.id <> p.id
      LEFT JOIN program g ON g.id = o.program_id
      LEFT JOIN round r ON r.id = g.round_id
    WHERE p.id IN (${Prisma.join(participantIds)})
    ORDER BY r.year, o.id`
  return new Map(
    participantIds.map((id) => {
      const own = rows.filter((row) => row.id === id)
      const others = own.flatMap(({ other, year }) => (other === null || year === null ? [] : [{ id: other, year }]))
      return [id, own.some(({ telling }) => telling) ? others : null]
    }),
  )
}

export interface Other {
  id: number
  /** Year of the round. */
  year: number
}

const columns = { program: Prisma.sql`p.program_id`, cohort: Prisma.sql`p.cohort_id` }
const HOLDS_PLACE = new Set<ParticipantStage>(['SELECTED', 'IN_TRAINING', 'TRAINED', 'PLACED', 'RETAINED'])
