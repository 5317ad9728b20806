import { dayOf } from '../builder.ts'
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts'
import type { CountingBasis, Dimension } from '../generated/prisma/enums.ts'
import { stepsAtSql } from './clock.ts'
import type { Clocks } from './figures.ts'
import type { ResultDimension, ResultQuestion } from './results.ts'

export interface RegisterRow {
  programId: number
  basis: CountingBasis
  dimension: Dimension | null
  category: string | null
  value: number
}

/** The participants of each program on each basis, all of them and by each breakdown. */
export const countRegister = (
  client: Pick<PrismaClient, '$queryRaw'>,
  programIds: number[],
  { asOf, knownAt }: Pick<Clocks, 'asOf' | 'knownAt'>,
): Promise<RegisterRow[]> => client.$queryRaw<RegisterRow[]>`
  WITH ${reachedSql(Prisma.sql`= ANY(${programIds}::int[])`, asOf, knownAt)}, counted AS (
    SELECT a.program_id, part.dimension, part.category, ${COUNTS}
    FROM reached JOIN participant a ON a.id = reached.participant_id ${PERSON} ${ROUND}
    CROSS JOIN LATERAL (
      SELECT NULL AS dimension, NULL AS category
      UNION ALL SELECT 'SEX', ${PARTS.SEX}
      UNION ALL SELECT 'AGE_BAND', ${PARTS.AGE_BAND}
      UNION ALL SELECT 'TARGET_GROUP', ${PARTS.TARGET_GROUP} FROM (VALUES (reached.participant_id)) a (id) ${GROUPS}
    ) part
    GROUP BY 1, 2, 3
  )
  SELECT c.program_id AS "programId", v.basis, c.dimension, c.category, v.n::int AS value
  FROM counted c CROSS JOIN LATERAL (VALUES ${BASIS_AND_COUNT}) v (basis, n)
  WHERE v.n > 0 ORDER BY c.program_id, v.basis, c.dimension, c.category`

/**
 * `registered`: one row for each basis and part that people are counted on and in. Counted before it is named. `among`
 * says of which programs, as what follows their id in a condition.
 */
export function registerSql(
  among: Prisma.Sql,
  { by, asOf, knownAt, bases }: Pick<ResultQuestion, 'by' | 'asOf' | 'knownAt' | 'bases'>,
): Prisma.Sql {
  const named = (dimension: keyof typeof PARTS) => (by.includes(dimension) ? PARTS[dimension] : Prisma.sql`NULL::text`)
  const joined = (dimensions: ResultDimension[], sql: Prisma.Sql) =>
    dimensions.some((one) => by.includes(one)) ? sql : Prisma.empty
  return Prisma.sql`${reachedSql(among, asOf, knownAt)}, counted AS (
      SELECT a.program_id, ${named('SEX')} AS sex, ${named('AGE_BAND')} AS age_band, ${named('TARGET_GROUP')} AS target_group,
        ${COUNTS}
      FROM reached JOIN participant a ON a.id = reached.participant_id
      ${joined(['SEX', 'AGE_BAND'], PERSON)} ${joined(['AGE_BAND'], ROUND)}
      ${joined(['TARGET_GROUP'], GROUPS)}
      GROUP BY 1, 2, 3, 4
    ), registered AS (
      SELECT c.program_id, array_position(${BASES}::text[], v.basis) - 1 AS measure_id, NULL::int AS outcome_id,
        ${dayOf(asOf)}::date AS as_of, c.sex, c.age_band, c.target_group, 'PRESENT'::"FigureState" AS told, v.n::numeric AS value, v.n AS figures
      FROM counted c CROSS JOIN LATERAL (VALUES ${BASIS_AND_COUNT}) v (basis, n)
      WHERE v.n > 0 AND v.basis = ANY(${bases ?? BASES}::text[])
    )`
}

export const BASES: CountingBasis[] = ['APPLIED', 'SELECTED', 'IN_TRAINING', 'TRAINED', 'PLACED', 'RETAINED']
const each = (sql: (basis: CountingBasis) => string) => Prisma.raw(BASES.map(sql).join(', '))

/** The stages that each participant of the programs reached, and the latest one. */
const reachedSql = (among: Prisma.Sql, asOf: Date, knownAt: Date) => Prisma.sql`reached AS (
      -- a step is told by its day, then by its entry
      SELECT participant_id, max(step) AS latest, ${each((basis) => `max(step) FILTER (WHERE stage = '${basis}') AS ${basis}`)}
      FROM (
        SELECT s.participant_id, s.stage, (s.on_date - DATE '1900-01-01')::bigint * 4294967296 + s.id AS step
        FROM stage_change s JOIN participant a ON a.id = s.participant_id
        WHERE a.program_id ${among} AND ${stepsAtSql(asOf, knownAt)}
      ) steps GROUP BY participant_id
    )`

/** How many reached each basis; in training are those whose latest step it is. */
const COUNTS = each(
  (basis) => `count(*) FILTER (WHERE ${basis} ${basis === 'IN_TRAINING' ? '= latest' : 'IS NOT NULL'}) AS ${basis}`,
)
const BASIS_AND_COUNT = each((basis) => `('${basis}', c.${basis})`)

const PERSON = Prisma.sql`LEFT JOIN person n ON n.id = a.person_id`
const GROUPS = Prisma.sql`LEFT JOIN participant_target_group b ON b.participant_id = a.id
  LEFT JOIN target_group g ON g.id = b.target_group_id`
const ROUND = Prisma.sql`JOIN program p ON p.id = a.program_id JOIN round r ON r.id = p.round_id`

// The age in the year of the round: what stays of it when the person is destroyed does not depend on `asOf`.
const DECADE = Prisma.sql`COALESCE((r.year - n.birth_year) / 10 * 10, a.age_band)`
/** Into which part of each breakdown a person falls. */
const PARTS = {
  SEX: Prisma.sql`COALESCE(n.sex, a.sex)::text`,
  AGE_BAND: Prisma.sql`${DECADE} || '-' || ${DECADE} + 9`,
  TARGET_GROUP: Prisma.sql`g.code`,
}
