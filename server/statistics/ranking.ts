import { Prisma } from '../generated/prisma/client.ts'

export interface RankingRow {
  programId: number
  rank: number
  tied: boolean
  score: Prisma.Decimal | null
  reviews: number
}

type Client = Prisma.TransactionClient

/** The proposals of each round that are or were in review, by the mean of the weighted totals of the submitted reviews. */
export async function rankings(client: Client, roundIds: number[]): Promise<Map<number, RankingRow[]>> {
  const rows = await client.$queryRaw<(RankingRow & { roundId: number })[]>`
    WITH total AS (
      SELECT r.program_id, sum(c.weight_pct * s.score / c.max_score) AS points
      FROM review r
      JOIN program p ON p.id = r.program_id AND p.round_id = ANY(${roundIds}::int[])
      JOIN review_score s ON s.review_id = r.id
      JOIN criterion c ON c.id = s.criterion_id
      WHERE r.submitted_at IS NOT NULL
      GROUP BY r.id
    ), scored AS (
      SELECT p.id, p.round_id, round(avg(t.points), 4) AS score, count(t.points)::int AS reviews
      FROM program p LEFT JOIN total t ON t.program_id = p.id
      WHERE p.round_id = ANY(${roundIds}::int[]) AND p.stage NOT IN ('DRAFT', 'SUBMITTED', 'WITHDRAWN')
        AND EXISTS (SELECT FROM review r WHERE r.program_id = p.id)
      GROUP BY p.id
    )
    SELECT round_id AS "roundId", id AS "programId", score, reviews,
      (rank() OVER (PARTITION BY round_id ORDER BY score DESC NULLS LAST))::int AS rank,
      score IS NOT NULL AND count(*) OVER (PARTITION BY round_id, score) > 1 AS tied
    FROM scored ORDER BY rank, id`
  const places = rows.map(({ roundId, ...place }) => ({ roundId, place }))
  return new Map(roundIds.map((id) => [id, places.filter(({ roundId }) => roundId === id).map(({ place }) => place)]))
}

/** Keeps the ranking as it is now, unless the last one that was kept says the same; returns its id. */
export async function freezeRanking(
  client: Client,
  roundId: number,
  frozenAt: Date,
  frozenById: number,
): Promise<number> {
  const entries = (await rankings(client, [roundId])).get(roundId) ?? []
  const last = await client.ranking.findFirst({
    where: { roundId },
    orderBy: { id: 'desc' },
    include: { entries: { orderBy: [{ rank: 'asc' }, { programId: 'asc' }] } },
  })
  if (last && written(last.entries) === written(entries)) return last.id
  const { id } = await client.ranking.create({ data: { roundId, frozenAt, frozenById, entries: { create: entries } } })
  return id
}

const written = (rows: RankingRow[]) =>
  JSON.stringify(rows.map((row) => [row.programId, row.rank, row.tied, row.score?.toFixed(4), row.reviews]))

/** The weighted total of each review, from 0 to 100; of those only that have a score on every criterion. */
export async function reviewTotals(client: Client, ids: number[]): Promise<Map<number, Prisma.Decimal>> {
  const rows = await client.$queryRaw<{ id: number; total: Prisma.Decimal }[]>`
    SELECT r.id, round(sum(c.weight_pct * s.score / c.max_score), 4) AS total
    FROM review r
    JOIN program p ON p.id = r.program_id
    JOIN criterion c ON c.round_id = p.round_id
    LEFT JOIN review_score s ON s.review_id = r.id AND s.criterion_id = c.id
    WHERE r.id IN (${Prisma.join(ids)})
    GROUP BY r.id
    HAVING count(s.score) = count(*)`
  return new Map(rows.map(({ id, total }) => [id, total]))
}
