import { type Dimension, type FigureState, Prisma, type PrismaClient } from '../generated/prisma/client.ts'
import { type Day, daySql, earlierSql, momentSql, validAtSql } from './clock.ts'

/** The two clocks of a question: the day that is asked about, and what was known when. */
export interface Clocks {
  asOf: Date
  knownAt: Date
  /** The outcomes as the one who asks may see them. */
  outcomes: Prisma.Sql
}

/** The same where the day may be another in each row of the statement. */
export type ClocksByRow = Omit<Clocks, 'asOf'> & { asOf: Day }

/** The figure that is used for one program, indicator, cohort and part of a breakdown. */
export interface FigureRow {
  programId: number
  indicatorId: number
  cohortId: number | null
  dimension: Dimension | null
  category: string | null
  outcomeId: number
  figureAsOf: Date
  /** False when the figure is of another day than the one asked about. */
  reported: boolean
  state: FigureState
  value: Prisma.Decimal | null
  /** The conflict that chose it, or the open one that it is part of. */
  conflictId: number | null
  /** Other valid figures for the same day that say something else. */
  rivals: number
}

/**
 * Which of the figures; the outcome table is called `o`, the indicator table `i`. All that say the same thing for
 * different days must be in or out together, as a later one takes the place of an earlier one.
 */
export const totalsOnly = Prisma.sql`AND o.dimension IS NULL`

export function findFigures(
  client: Pick<PrismaClient, '$queryRaw'>,
  programIds: number[],
  clocks: Clocks,
  which: Prisma.Sql,
): Promise<FigureRow[]> {
  return client.$queryRaw<FigureRow[]>`${withFigures(ofPrograms(programIds), clocks, which)}
    SELECT program_id AS "programId", indicator_id AS "indicatorId", cohort_id AS "cohortId",
      dimension::text AS dimension, category, outcome_id AS "outcomeId", figure_as_of AS "figureAsOf", reported,
      state::text AS state, value, conflict_id AS "conflictId", rivals
    FROM figure JOIN indicator i ON i.id = indicator_id ORDER BY program_id, i.code, cohort_id NULLS FIRST, category`
}

/** Which programs, as `withFigures` and `winnersSql` take it. */
export const ofPrograms = (ids: number[]) => Prisma.sql`AND program_id = ANY(${ids}::int[])`

/**
 * The start of a statement that reads from `figure`, one row for each program, indicator, cohort and part of a
 * breakdown. Among the figures that were valid at `knownAt`, the one for the latest day up to `asOf` is used; a flow
 * only where its period contains that day. A conflict that was resolved by then puts the chosen figure, or the
 * correction of it, in the place of its rivals; else the rival that was known first is used. No later write changes
 * what this finds. `among` is as in `winnersSql`.
 */
export function withFigures(among: Prisma.Sql, clocks: ClocksByRow, which: Prisma.Sql): Prisma.Sql {
  const day = daySql(clocks.asOf)
  return Prisma.sql`WITH RECURSIVE ${winnersSql(among, clocks, which, 'ON_DAY')},
    figure AS (
      SELECT u.program_id, u.indicator_id, u.cohort_id, u.dimension, u.category, u.id AS outcome_id,
        u.as_of AS figure_as_of, u.kind = 'FLOW' OR u.as_of = ${day} AS reported, u.state, u.value,
        COALESCE(u.conflict_id, (
          SELECT min(h.conflict_id) FROM heir h
          WHERE h.id = u.id AND (h.resolved_at IS NULL OR h.resolved_at > ${momentSql(clocks.knownAt)})
        )) AS conflict_id,
        (
          SELECT count(*)::int FROM candidate r
          WHERE r.program_id = w.program_id AND r.indicator_id = w.indicator_id
            AND r.cohort_id IS NOT DISTINCT FROM w.cohort_id AND r.dimension IS NOT DISTINCT FROM w.dimension
            AND r.category IS NOT DISTINCT FROM w.category AND r.as_of = w.as_of
            AND r.period_start IS NOT DISTINCT FROM w.period_start
            AND (r.state <> u.state OR r.value IS DISTINCT FROM u.value)
        ) AS rivals
      FROM used u JOIN winner w ON w.id = u.winner_id
    )`
}

/**
 * `used`: the figure of each place. It is the winner there or, after a conflict, the one that was chosen. `among`
 * narrows it to some programs: a condition on `program_id`. With `UP_TO` a flow has a figure for each of its periods
 * that ended by `asOf`.
 */
export function winnersSql(
  among: Prisma.Sql,
  { asOf, knownAt, outcomes }: ClocksByRow,
  which: Prisma.Sql,
  flows: 'ON_DAY' | 'UP_TO',
): Prisma.Sql {
  const upTo = flows === 'UP_TO'
  const period = upTo
    ? Prisma.sql`, CASE WHEN kind = 'FLOW' THEN period_start END, CASE WHEN kind = 'FLOW' THEN as_of END`
    : Prisma.empty
  const day = daySql(asOf)
  const onDay = upTo
    ? Prisma.sql`o.as_of <= ${day}`
    : Prisma.sql`CASE WHEN i.kind = 'FLOW' THEN ${day} BETWEEN o.period_start AND o.as_of ELSE o.as_of <= ${day} END`
  const moment = momentSql(knownAt)
  const valid = Prisma.sql`SELECT o.*, i.kind FROM ${outcomes} o JOIN indicator i ON i.id = o.indicator_id
        WHERE ${validAtSql(knownAt)} ${among} ${which} AND ${onDay}`
  return Prisma.sql`
    -- the members of conflicts and the corrections that took their places
    heir (conflict_id, resolved_at, id, is_chosen) AS (
      SELECT c.id, c.resolved_at, m.outcome_id, m.outcome_id = c.chosen_id
      FROM conflict c JOIN conflict_member m ON m.conflict_id = c.id
      WHERE c.created_at <= ${moment} ${among}
      UNION ALL
      SELECT h.conflict_id, h.resolved_at, o.id, h.is_chosen
      FROM heir h JOIN outcome o ON o.supersedes_id = h.id WHERE o.approved_at <= ${moment}
    ),
    -- what the latest decision says of each valid one
    decision AS (
      SELECT DISTINCT ON (h.id) h.id, h.conflict_id, h.is_chosen
      FROM heir h JOIN outcome o ON o.id = h.id
      WHERE h.resolved_at <= ${moment} AND ${validAtSql(knownAt)}
      ORDER BY h.id, h.resolved_at DESC, h.conflict_id DESC
    ),
    -- a figure that was chosen may lose to another in a later conflict
    settled (id, final_id, conflict_id) AS (
      SELECT id, id, conflict_id FROM decision WHERE is_chosen
      UNION ALL
      SELECT d.id, s.final_id, d.conflict_id
      FROM settled s JOIN heir h ON h.id = s.id AND h.is_chosen
        JOIN decision d ON d.conflict_id = h.conflict_id AND NOT d.is_chosen
    ),
    -- the latest figures of all, and those before them that are read only if one of the clocks is set back
    candidate AS (
      SELECT o.id, o.program_id, o.indicator_id, o.cohort_id, o.dimension, o.category, o.period_start, o.as_of, o.state,
        o.value, o.known_at, o.kind, s.final_id, s.conflict_id
      FROM (
        ${valid} AND o.superseded_at IS NULL AND o.overtaken_at IS NULL
        UNION ALL
        ${valid} AND ${earlierSql(asOf, knownAt)}
      ) o LEFT JOIN settled s ON s.id = o.id
    ),
    winner AS (
      SELECT DISTINCT ON (indicator_id, program_id, dimension, category, cohort_id${period}) *
      FROM candidate
      ORDER BY indicator_id, program_id, dimension, category, cohort_id${period},
        CASE WHEN kind = 'FLOW' THEN as_of END, as_of DESC, period_start DESC,
        final_id = id DESC NULLS LAST, known_at, id
    ),
    chosen AS MATERIALIZED (SELECT o.* FROM ${outcomes} o WHERE o.id IN (SELECT final_id FROM settled WHERE final_id <> id)),
    used AS (
      SELECT COALESCE(f.id, w.id) AS id, w.id AS winner_id, w.program_id, w.indicator_id, w.cohort_id, w.dimension,
        w.category, w.kind, w.final_id, w.conflict_id,
        CASE WHEN f.id IS NULL THEN w.period_start ELSE f.period_start END AS period_start,
        CASE WHEN f.id IS NULL THEN w.as_of ELSE f.as_of END AS as_of,
        CASE WHEN f.id IS NULL THEN w.state ELSE f.state END AS state,
        CASE WHEN f.id IS NULL THEN w.value ELSE f.value END AS value
      FROM winner w LEFT JOIN chosen f ON f.id = w.final_id
    )`
}
