import { type Viewer, verdict } from '../access.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { conditionSql } from '../sql.ts'

export const ALL_OUTCOMES = Prisma.sql`outcome`

/**
 * The outcome table as a caller may see it: a value that is not open to everyone is suppressed, unless the caller may
 * count the people of the program.
 */
export function outcomesSeenBy(viewer: Viewer): Prisma.Sql {
  const counts = verdict(viewer, 'countParticipants')
  if (counts === true) return ALL_OUTCOMES
  const open = Prisma.sql`(o.public_value IS NOT NULL${counts === false ? Prisma.empty : Prisma.sql` OR ${conditionSql('Outcome', 'o', { program: counts })}`})`
  return Prisma.sql`(
    SELECT o.id, o.program_id, o.indicator_id, o.cohort_id, o.dimension, o.category, o.period_start, o.as_of,
      o.status, o.known_at, o.approved_at, o.superseded_at, o.overtaken_on, o.overtaken_at, o.supersedes_id,
      CASE WHEN ${open} THEN o.value END AS value,
      CASE WHEN o.value IS NULL OR ${open} THEN o.state ELSE 'SUPPRESSED' END AS state
    FROM outcome o
  )`
}
