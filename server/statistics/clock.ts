import { dayOf } from '../builder.ts'
import { Prisma } from '../generated/prisma/client.ts'

/**
 * The second clock: the approved figures that were valid at the moment `knownAt`. A figure counts from its approval
 * until an approved correction took its place, so no later write changes what this finds.
 */
export function validAt(knownAt: Date): Prisma.OutcomeWhereInput {
  return {
    knownAt: { lte: knownAt },
    approvedAt: { lte: knownAt },
    OR: [{ supersededAt: null }, { supersededAt: { gt: knownAt } }],
  }
}

/** The same for SQL, where the outcome table is called `o`. */
export function validAtSql(knownAt: Date): Prisma.Sql {
  return Prisma.sql`(o.known_at <= ${knownAt} AND o.approved_at <= ${knownAt}
    AND (o.superseded_at IS NULL OR o.superseded_at > ${knownAt}))`
}

/** The earlier part of what is valid at the clocks, and not overtaken by a figure for a later day that counts too. */
export function earlierSql(asOf: Day, knownAt: Date): Prisma.Sql {
  const [day, moment] = [daySql(asOf), momentSql(knownAt)]
  return Prisma.sql`(o.superseded_at IS NOT NULL OR o.overtaken_at IS NOT NULL)
    AND (o.overtaken_at IS NULL OR o.overtaken_at > ${moment} OR o.overtaken_on > ${day})
    -- at most questions nothing is, and then nothing is read
    AND (SELECT (SELECT max(superseded_at) FROM outcome WHERE superseded_at IS NOT NULL) > ${moment}
      OR (SELECT max(overtaken_at) FROM outcome WHERE overtaken_at IS NOT NULL) > ${moment}
      OR (SELECT max(overtaken_on) FROM outcome WHERE overtaken_on IS NOT NULL) > ${day})`
}

/** The same for the stages of participants, where the stage_change table is called `s`: a step counts until a correction took its place. */
export function stepsAtSql(asOf: Date, knownAt: Date): Prisma.Sql {
  const moment = momentSql(knownAt)
  return Prisma.sql`(s.on_date <= ${dayOf(asOf)}::date AND s.recorded_at <= ${moment}
    AND (s.retracted_at IS NULL OR s.retracted_at > ${moment}))`
}

/** A day, or what says it in a statement. */
export type Day = Date | Prisma.Sql
export const daySql = (day: Day) => (day instanceof Date ? Prisma.sql`${dayOf(day)}::date` : day)

/** With its offset, so that the time zone of the session does not matter. */
export const momentSql = (moment: Date) => Prisma.sql`${moment.toISOString()}::timestamptz`

/** The day that it is in Korea at this moment, as a `Date` at midnight UTC. */
export const koreanDay = (now: Date) => new Date(Math.floor((now.getTime() + 9 * HOUR) / (24 * HOUR)) * 24 * HOUR)
const HOUR = 3_600_000
