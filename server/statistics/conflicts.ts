import type { Prisma, PrismaClient } from '../generated/prisma/client.ts'

/** Two valid figures that cannot both be right. */
export interface CandidateRow {
  firstId: number
  secondId: number
  why: 'SAME_FIGURE' | 'TOTAL_FALLS'
}

/**
 * Pairs of valid figures of these programs with the same indicator, intake and part of a breakdown that are not in a
 * conflict together: two that differ for the same day, or a running total that falls from one day to the next for
 * which there is a figure.
 */
export function findCandidates(
  client: Pick<PrismaClient, '$queryRaw'>,
  programIds: number[],
  outcomes: Prisma.Sql,
): Promise<CandidateRow[]> {
  return client.$queryRaw<CandidateRow[]>`
    WITH valid AS (
      SELECT o.*, i.kind FROM ${outcomes} o JOIN indicator i ON i.id = o.indicator_id
      WHERE o.program_id = ANY(${programIds}::int[]) AND o.status = 'APPROVED' AND o.superseded_at IS NULL AND o.state <> 'SUPPRESSED'
    ),
    pair AS (
      SELECT a.id AS first_id, b.id AS second_id, a.program_id, a.as_of,
        CASE WHEN a.as_of = b.as_of THEN 'SAME_FIGURE' ELSE 'TOTAL_FALLS' END AS why
      FROM valid a JOIN valid b ON b.program_id = a.program_id AND b.indicator_id = a.indicator_id
        AND b.cohort_id IS NOT DISTINCT FROM a.cohort_id AND b.dimension IS NOT DISTINCT FROM a.dimension
        AND b.category IS NOT DISTINCT FROM a.category AND b.period_start IS NOT DISTINCT FROM a.period_start
      WHERE (a.as_of = b.as_of AND a.id < b.id AND (a.state <> b.state OR a.value IS DISTINCT FROM b.value))
        OR (a.kind = 'RUNNING_TOTAL' AND a.as_of < b.as_of AND b.value < a.value AND NOT EXISTS (
          SELECT FROM valid c WHERE c.program_id = a.program_id AND c.indicator_id = a.indicator_id
            AND c.cohort_id IS NOT DISTINCT FROM a.cohort_id AND c.dimension IS NOT DISTINCT FROM a.dimension
            AND c.category IS NOT DISTINCT FROM a.category AND c.as_of > a.as_of AND c.as_of < b.as_of
        ))
    )
    SELECT first_id AS "firstId", second_id AS "secondId", why FROM pair
    WHERE NOT EXISTS (
      SELECT FROM conflict_member m JOIN conflict_member n ON n.conflict_id = m.conflict_id
      WHERE m.outcome_id = first_id AND n.outcome_id = second_id
    )
    ORDER BY program_id, as_of, first_id, second_id LIMIT 100`
}
