import { PUBLIC_STAGES } from '../access.ts'
import { Prisma } from '../generated/prisma/client.ts'

export type FundingBasis = 'PLANNED' | 'GRANTED' | 'SPENT'
export type FundingLevel = 'PROGRAM' | 'ROUND'

export interface CoFunding {
  cityWon: bigint | null
  districtWon: bigint | null
  cityFrom: FundingLevel | null
  districtFrom: FundingLevel | null
  citySharePct: Prisma.Decimal | null
  rulePct: Prisma.Decimal | null
  deviationPct: Prisma.Decimal | null
}

const amounts = {
  PLANNED: Prisma.sql`l.planned`,
  GRANTED: Prisma.sql`l.granted`,
  SPENT: Prisma.sql`l.spent`,
}

/** City and district money of each program. */
export const coFundingOfPrograms = (client: Prisma.TransactionClient, ids: number[], basis: FundingBasis) =>
  coFunding(
    client,
    Prisma.sql`SELECT id, round_id FROM program WHERE id = ANY(${ids}::int[])`,
    Prisma.sql`l.program_id = s.id`,
    basis,
  )

/**
 * City and district money of each round: of each source the lines of its selected programs, or where there are none the
 * lines of the round itself, never both.
 */
export const coFundingOfRounds = (client: Prisma.TransactionClient, ids: number[], basis: FundingBasis) =>
  coFunding(
    client,
    Prisma.sql`SELECT id, id AS round_id FROM round WHERE id = ANY(${ids}::int[])`,
    Prisma.sql`p.id IS NULL OR p.stage::text IN (${Prisma.join([...PUBLIC_STAGES])})`,
    basis,
  )

/**
 * The shares of what `subjects` gives, by its id, from the lines of its round that match; `s` is the subject, `l` the
 * line and `p` the program of the line. Money that is unknown or known on different levels has no share.
 */
async function coFunding(
  client: Prisma.TransactionClient,
  subjects: Prisma.Sql,
  lines: Prisma.Sql,
  basis: FundingBasis,
): Promise<Map<number, CoFunding>> {
  const rows = await client.$queryRaw<(CoFunding & { id: number })[]>`
    WITH subject AS (${subjects}), level AS (
      SELECT s.id, l.source, CASE WHEN p.id IS NULL THEN 'ROUND' ELSE 'PROGRAM' END AS level, sum(${amounts[basis]}) AS won
      FROM subject s JOIN funding_line l ON l.round_id = s.round_id LEFT JOIN program p ON p.id = l.program_id
      WHERE (${lines}) AND ${amounts[basis]} IS NOT NULL
      GROUP BY 1, 2, 3
    ), chosen AS (
      SELECT DISTINCT ON (id, source) * FROM level ORDER BY id, source, level
    ), side AS (
      SELECT id, max(won) FILTER (WHERE source = 'CITY') AS city, max(level) FILTER (WHERE source = 'CITY') AS city_from,
        max(won) FILTER (WHERE source = 'DISTRICT') AS district,
        max(level) FILTER (WHERE source = 'DISTRICT') AS district_from
      FROM chosen GROUP BY id
    ), share AS (
      SELECT *, CASE WHEN city_from = district_from THEN round(100 * city / nullif(city + district, 0), 2) END AS pct
      FROM side
    )
    SELECT s.id, city::bigint AS "cityWon", district::bigint AS "districtWon", city_from AS "cityFrom",
      district_from AS "districtFrom", pct AS "citySharePct", r.city_share_pct AS "rulePct",
      pct - r.city_share_pct AS "deviationPct"
    FROM subject s JOIN round r ON r.id = s.round_id LEFT JOIN share ON share.id = s.id`
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
