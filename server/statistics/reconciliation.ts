import type { NamedRecord } from '../compiled/plan.ts'
import { type ClaimTreatment, Prisma, type PrismaClient } from '../generated/prisma/client.ts'
import type { CountingBasis, JobCategory, Treatment } from '../generated/prisma/enums.ts'
import { momentSql } from './clock.ts'
import { type Clocks, withFigures } from './figures.ts'

/** A figure that was looked at for a claim. */
export interface Item {
  outcomeId: number
  programId: number
  indicatorId: number
  basis: CountingBasis
  category: JobCategory | null
  value: string
  /** Whether it is in the sum after the last step. */
  counted: boolean
  /** The treatment that added it or left it out. */
  treatmentId: number | null
  rate: boolean
}
/** The sum after a step; position 0 is the sum before any treatment. */
export interface Step {
  position: number
  treatmentId: number | null
  treatment: Treatment | null
  sum: string
  remainder: string
  /** True when it is about funding lines. */
  money?: true
}
export interface Reconciled {
  items: Item[]
  steps: Step[]
  byBasis: { basis: CountingBasis; sum: string }[]
  /** Figures that the one who asks may not see, and that are in no sum. */
  suppressed: number
}

/** A claim and how it is explained. */
export interface Explained {
  id: number
  treatments: readonly Pick<ClaimTreatment, 'id' | 'position' | 'treatment' | 'basis' | 'outcomeId'>[]
}

/**
 * Adds up the figures that each of the claims should rest on, all in one statement, so that items and sums are of one
 * moment, and explains them by the treatments, which need not be stored. The figures are those of the programs of the
 * claim's round that `programs` lets through, a condition on `p` (program), for the day that the claim is about. A figure
 * of an ADD treatment enters the sum at its step and not before; one that a LEAVE_OUT treatment names leaves it there.
 * Rates are no headcounts, and targets only count towards a claim about targets. Decimals come as text. Items have the
 * records that their ids name, where these are asked for.
 */
export async function reconcile(
  client: Pick<PrismaClient, '$queryRaw'>,
  claims: Explained[],
  programs: Prisma.Sql,
  clocks: Omit<Clocks, 'asOf'>,
  records: NamedRecord[],
): Promise<Map<number, Reconciled>> {
  if (!claims.length) return new Map()
  const asked = claims.map(({ id, treatments }) => ({
    id,
    given: treatments.map(({ outcomeId: outcome_id, ...step }) => ({ ...step, outcome_id })),
  }))
  const rows = await client.$queryRaw<(Reconciled & { id: number })[]>`
    SELECT claim.id, told.*
    FROM json_to_recordset(${JSON.stringify(asked)}::json) AS asked (id int, given json)
      JOIN claim ON claim.id = asked.id CROSS JOIN LATERAL (${reconciledSql(programs, clocks, records)}) AS told`
  return new Map(rows.map(({ id, ...found }) => [id, found]))
}

/** What is found for one `claim`, explained by what is `asked` of it. */
function reconciledSql(
  programs: Prisma.Sql,
  { knownAt, outcomes }: Omit<Clocks, 'asOf'>,
  records: NamedRecord[],
): Prisma.Sql {
  const named = records.map(
    ({ name, key, sql }) => Prisma.sql`, ${Prisma.raw(`'${name}'`)}, ${sql(IDS[key] as string)}`,
  )
  const known = momentSql(knownAt)
  const among = Prisma.sql`AND program_id = ${ofRound(programs)}`
  const which = Prisma.sql`AND o.dimension IS NULL AND i.population = claim.population`
  return Prisma.sql`${withFigures(among, { asOf: Prisma.sql`claim.as_of`, knownAt, outcomes }, which)},
    given AS (
      SELECT * FROM json_to_recordset(asked.given)
        AS t (id int, position int, treatment text, basis "CountingBasis", outcome_id int)
    ),
    treated (id, position, treatment, basis, outcome_id) AS (
      SELECT id, position, treatment, basis, outcome_id FROM given
      UNION ALL
      SELECT t.id, t.position, t.treatment, t.basis, o.id
      FROM treated t JOIN outcome o ON o.supersedes_id = t.outcome_id WHERE o.approved_at <= ${known}
    ),
    -- a figure that is added may be a rival that is not used otherwise
    summed_up AS (
      SELECT outcome_id FROM figure WHERE state = 'PRESENT'
      UNION
      SELECT o.id FROM treated t JOIN ${outcomes} o ON o.id = t.outcome_id
      WHERE t.treatment = 'ADD' AND o.state = 'PRESENT' AND o.known_at <= ${known} AND o.approved_at <= ${known}
        AND (o.superseded_at IS NULL OR o.superseded_at > ${known}) ${among}
    ),
    item AS (
      SELECT o.id, o.program_id, o.indicator_id, i.basis, i.job_category, o.value, i.kind = 'RATE' AS rate,
        a.position AS added, a.id AS added_by, l.position AS left_out, l.id AS left_out_by,
        i.kind <> 'RATE' AND (i.basis = 'TARGET') = (claim.basis = 'TARGET') AS countable
      FROM summed_up JOIN ${outcomes} o ON o.id = summed_up.outcome_id JOIN indicator i ON i.id = o.indicator_id
        LEFT JOIN LATERAL (
          SELECT id, position FROM treated WHERE treatment = 'ADD' AND outcome_id = o.id ORDER BY position LIMIT 1
        ) a ON true
        LEFT JOIN LATERAL (
          SELECT id, position FROM treated
          WHERE treatment = 'LEAVE_OUT' AND (outcome_id = o.id OR (basis = i.basis AND a.id IS NULL))
          ORDER BY position LIMIT 1
        ) l ON true
    ),
    counted AS (SELECT * FROM item WHERE countable AND left_out IS NULL),
    step AS (
      SELECT 0 AS position, NULL::int AS id, NULL::text AS treatment
      UNION ALL
      SELECT position, id, treatment FROM given
    ),
    summed AS (
      SELECT s.position, s.id, s.treatment, COALESCE((
        SELECT sum(value) FROM item
        WHERE countable AND COALESCE(added, 0) <= s.position AND (left_out IS NULL OR left_out > s.position)
      ), 0) AS sum
      FROM step s
    )
    SELECT (SELECT count(*)::int FROM figure WHERE state = 'SUPPRESSED') AS suppressed,
      COALESCE((SELECT json_agg(json_build_object('outcomeId', item.id, 'programId', item.program_id,
        'indicatorId', item.indicator_id, 'basis', item.basis, 'category', item.job_category, 'value', item.value::text,
        'counted', item.countable AND item.left_out IS NULL, 'treatmentId', COALESCE(item.left_out_by, item.added_by),
        'rate', item.rate${named.length ? Prisma.join(named, '') : Prisma.empty}) ORDER BY p.code, i.code, item.id)
        FROM item JOIN program p ON p.id = item.program_id JOIN indicator i ON i.id = item.indicator_id), '[]') AS items,
      (SELECT json_agg(json_build_object('position', position, 'treatmentId', id, 'treatment', treatment,
        'sum', sum::text, 'remainder', (claim.value - sum)::text) ORDER BY position)
        FROM summed) AS steps,
      COALESCE((SELECT json_agg(json_build_object('basis', basis, 'sum', sum::text) ORDER BY basis)
        FROM (SELECT basis, sum(value) AS sum FROM counted GROUP BY basis) b), '[]') AS "byBasis"`
}

/** Any of the programs of the claim's round; as an array, or PostgreSQL would join them with all outcomes. */
const ofRound = (programs: Prisma.Sql) =>
  Prisma.sql`ANY(ARRAY(SELECT p.id FROM program p WHERE p.round_id = claim.round_id AND ${programs}))`

/** What the ids that an item names are called in its statement. */
const IDS: Record<string, string> = {
  outcomeId: 'item.id',
  programId: 'item.program_id',
  indicatorId: 'item.indicator_id',
}

/** Units in which amounts of money are claimed, in won. */
const UNITS: Record<string, number> = { 원: 1, 천원: 1_000, 백만원: 1_000_000, 억원: 100_000_000 }

/**
 * Claims about money against the planned money of their rounds, source by source: what is recorded for the whole round,
 * else the sum of its programs. None where nothing is recorded or the unit is not known.
 */
export async function reconcileMoney(
  client: Pick<PrismaClient, '$queryRaw'>,
  claims: { id: number; unitKo: string }[],
  programs: Prisma.Sql,
): Promise<Map<number, Reconciled>> {
  const asked = claims.flatMap(({ id, unitKo }) => {
    const unit = UNITS[unitKo.replaceAll(' ', '')]
    return unit ? [{ id, unit }] : []
  })
  if (!asked.length) return new Map()
  const rows = await client.$queryRaw<{ id: number; sum: string; remainder: string }[]>`
    SELECT claim.id, trim_scale(sum)::text AS sum, trim_scale(claim.value - sum)::text AS remainder
    FROM json_to_recordset(${JSON.stringify(asked)}::json) AS asked (id int, unit numeric)
      JOIN claim ON claim.id = asked.id CROSS JOIN LATERAL (
        SELECT sum(planned) / asked.unit AS sum FROM (
          SELECT COALESCE(sum(planned) FILTER (WHERE program_id IS NULL), sum(planned)) AS planned
          FROM funding_line WHERE round_id = claim.round_id AND (program_id IS NULL
            OR program_id = ${ofRound(programs)})
          GROUP BY source
        ) line
      ) total
    WHERE sum IS NOT NULL`
  const step = { position: 0, treatmentId: null, treatment: null, money: true as const }
  return new Map(
    rows.map(({ id, ...sums }) => [id, { items: [], byBasis: [], suppressed: 0, steps: [{ ...step, ...sums }] }]),
  )
}
