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

/** City and district money of one program. */
export const coFundingOfProgram = (client: Prisma.TransactionClient, programId: number, basis: FundingBasis) =>
  coFunding(
    client,
    Prisma.sql`(SELECT round_id FROM program WHERE id = ${programId})`,
    Prisma.sql`l.program_id = ${programId}`,
    basis,
  )

/**
 * City and district money of a round: of each source the lines of its selected programs, or where there are none the
 * lines of the round itself, never both.
 */
export const coFundingOfRound = (client: Prisma.TransactionClient, roundId: number, basis: FundingBasis) =>
  coFunding(
    client,
    Prisma.sql`${roundId}::int`,
    Prisma.sql`p.id IS NULL OR p.stage::text IN (${Prisma.join([...PUBLIC_STAGES])})`,
    basis,
  )

/**
 * The shares of the round's lines that match; `l` is the line and `p` its program. Money that is unknown or known on
 * different levels has no share.
 */
async function coFunding(client: Prisma.TransactionClient, round: Prisma.Sql, lines: Prisma.Sql, basis: FundingBasis) {
  const [row] = await client.$queryRaw<CoFunding[]>`
    WITH level AS (
      SELECT l.source, CASE WHEN p.id IS NULL THEN 'ROUND' ELSE 'PROGRAM' END AS level, sum(${amounts[basis]}) AS won
      FROM funding_line l LEFT JOIN program p ON p.id = l.program_id
      WHERE l.round_id = ${round} AND (${lines}) AND ${amounts[basis]} IS NOT NULL
      GROUP BY 1, 2
    ), chosen AS (
      SELECT DISTINCT ON (source) * FROM level ORDER BY source, level
    ), side AS (
      SELECT max(won) FILTER (WHERE source = 'CITY') AS city, max(level) FILTER (WHERE source = 'CITY') AS city_from,
        max(won) FILTER (WHERE source = 'DISTRICT') AS district,
        max(level) FILTER (WHERE source = 'DISTRICT') AS district_from
      FROM chosen
    ), share AS (
      SELECT *, CASE WHEN city_from = district_from THEN round(100 * city / nullif(city + district, 0), 2) END AS pct
      FROM side
    )
    SELECT city::bigint AS "cityWon", district::bigint AS "districtWon", city_from AS "cityFrom",
      district_from AS "districtFrom", pct AS "citySharePct", r.city_share_pct AS "rulePct",
      pct - r.city_share_pct AS "deviationPct"
    FROM share, round r WHERE r.id = ${round}`
  return row as CoFunding
}
