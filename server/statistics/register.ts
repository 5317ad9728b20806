import { dayOf } from '../builder.ts'
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts'
import type { CountingBasis, Dimension } from '../generated/prisma/enums.ts'
import { momentSql, stepsAtSql } from './clock.ts'
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
  WITH ${entrySql(Prisma.sql`= ANY(${programIds}::int[])`, asOf, knownAt)}, counted AS (
    SELECT e.program_id, part.dimension, part.category, ${COUNTS}
    FROM entry e ${PERSON} ${ROUND}
    CROSS JOIN LATERAL (
      SELECT NULL AS dimension, NULL AS category
      UNION ALL SELECT 'SEX', ${PARTS.SEX}
      UNION ALL SELECT 'AGE_BAND', ${PARTS.AGE_BAND}
      UNION ALL SELECT 'TARGET_GROUP', ${PARTS.TARGET_GROUP} FROM (VALUES (e.participant_id)) e (participant_id) ${GROUPS}
    ) part
    GROUP BY 1, 2, 3
  )
  SELECT c.program_id AS "programId", v.basis, c.dimension, c.category, v.n::int AS value
  FROM counted c CROSS JOIN LATERAL (VALUES ${BASIS_AND_COUNT}) v (basis, n)
  WHERE v.n > 0 ORDER BY c.program_id, v.basis, c.dimension, c.category`

/**
 * `counted`: the people of each part of each program by basis; `mine` are the programs, by their id. The totals of
 * programs in which no step is later are those that are kept.
 */
export function countedSql({ by, asOf, knownAt }: Pick<ResultQuestion, 'by' | 'asOf' | 'knownAt'>): Prisma.Sql {
  const named = (dimension: keyof typeof PARTS) => (by.includes(dimension) ? PARTS[dimension] : Prisma.sql`NULL::text`)
  const joined = (dimensions: ResultDimension[], sql: Prisma.Sql) =>
    dimensions.some((one) => by.includes(one)) ? sql : Prisma.empty
  const whole = !by.some((one) => one in PARTS)
  return Prisma.sql`total AS (
      SELECT program_id, ${TOTALS}, max(last_on) <= ${dayOf(asOf)}::date AND max(last_known) <= ${momentSql(knownAt)} AS holds
      FROM register_total WHERE program_id IN (SELECT id FROM mine) GROUP BY program_id
    ),
    counting AS (SELECT program_id FROM total ${whole ? Prisma.sql`WHERE NOT holds` : Prisma.empty}),
    ${entrySql(Prisma.sql`IN (SELECT program_id FROM counting)`, asOf, knownAt)},
    counted AS (
      SELECT e.program_id, ${named('SEX')} AS sex, ${named('AGE_BAND')} AS age_band, ${named('TARGET_GROUP')} AS target_group,
        ${COUNTS}
      FROM entry e ${joined(['SEX', 'AGE_BAND'], PERSON)} ${joined(['AGE_BAND'], ROUND)}
      ${joined(['TARGET_GROUP'], GROUPS)}
      GROUP BY 1, 2, 3, 4
      ${whole ? Prisma.sql`UNION ALL SELECT program_id, NULL, NULL, NULL, ${each((basis) => basis)} FROM total WHERE holds` : Prisma.empty}
    )`
}

export const BASES: CountingBasis[] = ['APPLIED', 'SELECTED', 'IN_TRAINING', 'TRAINED', 'PLACED', 'RETAINED']
const each = (sql: (basis: CountingBasis) => string) => Prisma.raw(BASES.map(sql).join(', '))

/**
 * `entry`: the bases that each participant counts on. What is kept of a participant holds when no step is later; of
 * others the steps are read. In training are those whose latest step it is.
 */
const entrySql = (among: Prisma.Sql, asOf: Date, knownAt: Date) => {
  const holds = Prisma.sql`(e.last_on <= ${dayOf(asOf)}::date AND e.last_known <= ${momentSql(knownAt)})`
  return Prisma.sql`entry AS (
      SELECT e.participant_id, e.program_id, ${each((basis) => `e.${basis}`)} FROM register_entry e WHERE e.program_id ${among} AND ${holds}
      UNION ALL
      -- a step is told by its day, then by its entry
      SELECT participant_id, program_id, ${each(
        (basis) =>
          `max(step) FILTER (WHERE stage = '${basis}') ${basis === 'IN_TRAINING' ? '= max(step) IS TRUE' : 'IS NOT NULL'}`,
      )}
      FROM (
        SELECT e.participant_id, e.program_id, s.stage, (s.on_date - DATE '1900-01-01')::bigint * 4294967296 + s.id AS step
        FROM register_entry e JOIN stage_change s ON s.participant_id = e.participant_id
        WHERE e.program_id ${among} AND NOT ${holds} AND ${stepsAtSql(asOf, knownAt)}
      ) steps GROUP BY participant_id, program_id
    )`
}

const COUNTS = each((basis) => `count(*) FILTER (WHERE e.${basis}) AS ${basis}`)
/** The counts of several rows together. */
export const TOTALS = each((basis) => `sum(${basis}) AS ${basis}`)
const BASIS_AND_COUNT = each((basis) => `('${basis}', c.${basis})`)

const PERSON = Prisma.sql`JOIN participant a ON a.id = e.participant_id LEFT JOIN person n ON n.id = a.person_id`
const GROUPS = Prisma.sql`LEFT JOIN participant_target_group b ON b.participant_id = e.participant_id
  LEFT JOIN target_group g ON g.id = b.target_group_id`
const ROUND = Prisma.sql`JOIN program p ON p.id = e.program_id JOIN round r ON r.id = p.round_id`

// The age in the year of the round: what stays of it when the person is destroyed does not depend on `asOf`.
const DECADE = Prisma.sql`COALESCE((r.year - n.birth_year) / 10 * 10, a.age_band)`
/** Into which part of each breakdown a person falls. */
const PARTS = {
  SEX: Prisma.sql`COALESCE(n.sex, a.sex)::text`,
  AGE_BAND: Prisma.sql`${DECADE} || '-' || ${DECADE} + 9`,
  TARGET_GROUP: Prisma.sql`g.code`,
}
