import type { Prisma, PrismaClient } from '../generated/prisma/client.ts'
import type { Dimension } from '../generated/prisma/enums.ts'

export interface BreakdownRow {
  outcomeId: number
  sum: Prisma.Decimal
  difference: Prisma.Decimal
}

/**
 * The parts of each total added up, for the totals that are broken down by the dimension. Parts count while they are
 * valid; for a total that is not approved yet also parts that are not. Of rival parts the one that was known first.
 * A total of which a part is suppressed is left out.
 */
export function findBreakdowns(
  client: Pick<PrismaClient, '$queryRaw'>,
  totals: number[],
  dimension: Dimension,
  outcomes: Prisma.Sql,
): Promise<BreakdownRow[]> {
  return client.$queryRaw<BreakdownRow[]>`
    WITH part AS (
      SELECT DISTINCT ON (t.id, o.category) t.id, t.value AS total, o.value
      FROM ${outcomes} t JOIN ${outcomes} o ON o.program_id = t.program_id AND o.indicator_id = t.indicator_id
        AND o.cohort_id IS NOT DISTINCT FROM t.cohort_id AND o.as_of = t.as_of
        AND o.period_start IS NOT DISTINCT FROM t.period_start AND o.dimension::text = ${dimension}
        AND o.superseded_at IS NULL AND (o.status = 'APPROVED' OR t.status <> 'APPROVED')
      WHERE t.id = ANY(${totals}::int[]) AND t.dimension IS NULL AND t.value IS NOT NULL AND o.state IN ('PRESENT', 'SUPPRESSED')
      ORDER BY t.id, o.category, o.status = 'APPROVED' DESC, o.known_at, o.id
    )
    SELECT id AS "outcomeId", sum(value) AS sum, sum(value) - total AS difference FROM part GROUP BY id, total
    HAVING bool_and(value IS NOT NULL)`
}
