import { dayOf } from '../builder.ts'
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts'
import type { CountingBasis, IndicatorKind, JobCategory, Population, Sex } from '../generated/prisma/enums.ts'
import { momentSql } from './clock.ts'
import type { PlacedProgram } from './districtMap.ts'
import { type Clocks, withFigures } from './figures.ts'
import { BASES, registerSql } from './register.ts'

export type ResultDimension = keyof typeof DIMENSIONS
export type ResultSource = 'REPORTED' | 'REGISTERED'

export interface ResultQuestion extends Clocks {
  by: ResultDimension[]
  source: ResultSource
  places: PlacedProgram[]
  /** The programs whose participants the caller may count; of others those counts are used that are open to everyone. */
  counted: number[]
  /** Which outcomes, as a condition on `o` (outcome) and `i` (indicator). */
  which: Prisma.Sql
  /** Only these bases of registered participants; all when left out. */
  bases?: CountingBasis[]
}

/** The figures of one cell: all of one basis, population, unit and kind. */
export interface ResultRow {
  roundId: number | null
  districtId: number | null
  programId: number | null
  programLineId: number | null
  indicatorId: number | null
  targetGroupId: number | null
  category: JobCategory | null
  keyBasis: CountingBasis | null
  sex: Sex | null
  ageBand: string | null
  basis: CountingBasis
  population: Population
  unitKo: string
  unitEn: string
  kind: IndicatorKind
  value: Prisma.Decimal | null
  present: number
  missing: number
  suppressed: number
  notApplicable: number
  notDerivable: number
  notYetReported: number
  asOfFrom: Date
  asOfTo: Date
}

/** No answer has more rows. */
export const MOST_ROWS = 10_000

// What a row is grouped by: how its key is called, where it comes from and by what rows are sorted.
const DIMENSIONS = {
  ROUND: { key: 'roundId', sql: 'p.round_id', sort: 'r.year' },
  DISTRICT: { key: 'districtId', sql: 'd.id', sort: 'd.code' },
  PROGRAM: { key: 'programId', sql: 'p.id', sort: 'p.code' },
  PROGRAM_LINE: { key: 'programLineId', sql: 'l.id', sort: 'l.code' },
  CATEGORY: { key: 'category', sql: 'f.job_category', sort: 'f.job_category' },
  BASIS: { key: 'keyBasis', sql: 'f.basis', sort: 'f.basis' },
  TARGET_GROUP: { key: 'targetGroupId', sql: 'g.id', sort: 'g.code' },
  SEX: { key: 'sex', sql: 'f.sex', sort: 'f.sex' },
  AGE_BAND: { key: 'ageBand', sql: 'f.age_band', sort: 'f.age_band' },
  INDICATOR: { key: 'indicatorId', sql: 'f.indicator_id', sort: 'f.indicator_code' },
} as const satisfies Record<string, { key: keyof ResultRow; sql: string; sort: string }>

const BREAKDOWNS = ['SEX', 'AGE_BAND', 'TARGET_GROUP'] as const

/** By what the figures of the question are broken down. */
export const breakdowns = (by: ResultDimension[]) => BREAKDOWNS.filter((one) => by.includes(one))

/**
 * One row for each cell and for each basis, population, unit and kind in it: whether these may stand side by side is for
 * the caller to say. One row more than the most that are answered tells that there are more.
 */
export function findResults(client: Pick<PrismaClient, '$queryRaw'>, question: ResultQuestion): Promise<ResultRow[]> {
  const groups = question.by.map((name) => DIMENSIONS[name])
  const keys = groups.map(({ key, sql }) => Prisma.raw(`${sql} AS "${key}",`))
  const sorts = [...groups.map(({ sort }) => sort), ...KIND_OF_FIGURE]
  const grouped = [...new Set([...groups.map(({ sql }) => sql), ...sorts])]
  const count = (state: string) => Prisma.raw(`COALESCE(sum(f.figures) FILTER (WHERE f.state = '${state}'), 0)::int`)
  return client.$queryRaw<ResultRow[]>`${factSql(question)}
    SELECT ${Prisma.join(keys.length ? keys : [Prisma.empty], ' ')}
      f.basis::text AS basis, f.population::text AS population, f.unit_ko AS "unitKo", f.unit_en AS "unitEn",
      f.kind::text AS kind, sum(f.value) FILTER (WHERE f.state = 'PRESENT') AS value, ${count('PRESENT')} AS present,
      ${count('MISSING')} AS missing, ${count('SUPPRESSED')} AS suppressed, ${count('NOT_APPLICABLE')} AS "notApplicable",
      ${count('NOT_DERIVABLE')} AS "notDerivable",
      count(*) FILTER (WHERE f.as_of < LEAST(${dayOf(question.asOf)}::date, make_date(r.year, 12, 31)))::int AS "notYetReported",
      min(f.as_of) AS "asOfFrom", max(f.as_of) AS "asOfTo"
    FROM ${FROM}
    GROUP BY ${Prisma.raw(grouped.join(', '))}
    ORDER BY ${Prisma.raw(sorts.map((sort) => `${sort} NULLS LAST`).join(', '))}
    LIMIT ${MOST_ROWS + 1}`
}

/** Which of the outcomes behind each cell; `where` is a condition on `o.id`. */
export interface CellPage {
  where: Prisma.Sql
  descending: boolean
  take: number
  skip: number
}

/** A page of the outcomes behind every cell of the answer, by the cell's name. */
export async function findBehind(
  client: Pick<PrismaClient, '$queryRaw'>,
  question: ResultQuestion,
  { where, descending, take, skip }: CellPage,
): Promise<Map<string, number[]>> {
  const parts = [...question.by.map((name) => DIMENSIONS[name].sql), ...KIND_OF_FIGURE]
  const cell = Prisma.raw(`concat_ws('|', ${parts.map((part) => `COALESCE((${part})::text, '-')`).join(', ')})`)
  const rows = await client.$queryRaw<{ cell: string; ids: number[] }[]>`${factSql(question)}
    SELECT cell, array_agg(id ORDER BY place) AS ids
    FROM (
      SELECT cell, id, row_number() OVER (PARTITION BY cell ORDER BY id ${Prisma.raw(descending ? 'DESC' : 'ASC')}) AS place
      FROM (SELECT ${cell} AS cell, f.outcome_id AS id FROM ${FROM} WHERE f.outcome_id IS NOT NULL) o WHERE ${where}
    ) placed
    WHERE place > ${skip}::int AND place <= ${skip}::int + ${take}::int GROUP BY cell`
  return new Map(rows.map((row) => [row.cell, row.ids]))
}

/** The name of a row's cell. */
export const cellOf = (by: ResultDimension[], row: ResultRow) =>
  [
    ...by.map((name) => row[DIMENSIONS[name].key] ?? '-'),
    row.basis,
    row.population,
    row.unitKo,
    row.unitEn,
    row.kind,
  ].join('|')

const KIND_OF_FIGURE = ['f.basis', 'f.population', 'f.unit_ko', 'f.unit_en', 'f.kind']

const FROM = Prisma.sql`(
    SELECT fact.*, place.district_id,
      CASE WHEN place.derivable OR told <> 'PRESENT' THEN told ELSE 'NOT_DERIVABLE' END AS state
    FROM fact JOIN place ON place.program_id = fact.program_id
  ) f JOIN program p ON p.id = f.program_id JOIN round r ON r.id = p.round_id
  LEFT JOIN program_line l ON l.id = p.line_id LEFT JOIN district d ON d.id = f.district_id
  LEFT JOIN target_group g ON g.code = f.target_group`

/** The start of a statement that reads from `fact`, one row for each figure or person, and `place`. */
function factSql(question: ResultQuestion): Prisma.Sql {
  const { places, source } = question
  const ids = [...new Set(places.map(({ programId }) => programId))]
  return Prisma.sql`${source === 'REPORTED' ? reportedSql(ids, question) : registeredSql(ids, question)},
    place AS (
      SELECT * FROM unnest(
        ${places.map(({ programId }) => programId)}::int[], ${places.map(({ districtId }) => districtId)}::int[],
        ${places.map(({ derivable }) => derivable)}::boolean[]
      ) AS place (program_id, district_id, derivable)
    )`
}

/**
 * The figures in use. A figure of the whole program, also a suppressed one, goes before those of its intakes, which are never added to it. Of
 * flows, a period within another one is left out, and one that overlaps another in part is not derivable: nobody can
 * say how much would be counted twice. Broken down, a total without parts is one missing part.
 */
function reportedSql(programIds: number[], { by, which, ...clocks }: ResultQuestion): Prisma.Sql {
  const [dimension] = breakdowns(by)
  const parts = dimension
    ? Prisma.sql`(o.dimension IS NULL OR o.dimension::text = ${dimension})`
    : Prisma.sql`o.dimension IS NULL`
  const isPart = dimension ? Prisma.sql`w.dimension IS NOT NULL` : Prisma.sql`TRUE`
  const part = (name: string) => Prisma.raw(dimension === name ? 'w.category' : 'NULL::text')
  return Prisma.sql`${withFigures(programIds, clocks, Prisma.sql`AND ${parts} AND ${which}`, 'UP_TO')},
    used AS (
      SELECT * FROM (
        SELECT w.program_id, w.indicator_id, w.cohort_id, w.dimension, w.category, o.id, o.as_of, o.state, o.value,
          CASE w.kind WHEN 'FLOW' THEN o.period_start END AS flow_from, CASE w.kind WHEN 'FLOW' THEN o.as_of END AS flow_to,
          row_number() OVER (PARTITION BY o.id ORDER BY w.id = o.id DESC, w.id) AS nth
        FROM winner w JOIN ${clocks.outcomes} o ON o.id = COALESCE(w.final_id, w.id)
      ) place
      WHERE nth < 2 -- a figure that was chosen for several places is counted in one
    ), weighed AS (
      SELECT used.*,
        bool_or(cohort_id IS NULL AND state IN ('PRESENT', 'SUPPRESSED')) OVER cell AS whole_present,
        bool_or(cohort_id IS NOT NULL AND state = 'PRESENT') OVER cell AS intake_present,
        bool_or(cohort_id IS NULL) OVER cell AS has_whole,
        bool_or(dimension IS NOT NULL) OVER (PARTITION BY program_id, indicator_id) AS has_parts,
        max(flow_to) FILTER (WHERE state = 'PRESENT') OVER (
          PARTITION BY program_id, indicator_id, dimension, category, cohort_id
          ORDER BY flow_from, flow_to DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS covered_to
      FROM used WINDOW cell AS (PARTITION BY program_id, indicator_id, dimension, category)
    ), fact AS (
      SELECT w.program_id, w.indicator_id, i.code AS indicator_code, i.basis, i.population, i.unit_ko, i.unit_en, i.kind,
        i.job_category, w.id AS outcome_id, w.as_of, ${part('SEX')} AS sex, ${part('AGE_BAND')} AS age_band,
        ${part('TARGET_GROUP')} AS target_group,
        CASE WHEN w.state <> 'PRESENT' THEN w.state::text WHEN w.flow_from <= w.covered_to THEN 'NOT_DERIVABLE'
          WHEN ${isPart} THEN 'PRESENT' ELSE 'MISSING' END AS told, w.value, 1 AS figures
      FROM weighed w JOIN indicator i ON i.id = w.indicator_id
      WHERE (w.flow_to > w.covered_to) IS NOT FALSE
        AND CASE WHEN w.whole_present OR (w.has_whole AND NOT w.intake_present) THEN w.cohort_id IS NULL
          ELSE w.cohort_id IS NOT NULL END
        AND (w.dimension IS NOT NULL OR NOT w.has_parts)
    )`
}

/** The participants of some programs as they are counted for those who may, and of all others as they were opened to everyone. */
function registeredSql(programIds: number[], question: ResultQuestion): Prisma.Sql {
  const { by, asOf, knownAt, bases } = question
  const counted = new Set(question.counted)
  const open = programIds.filter((id) => !counted.has(id))
  const [dimension, another] = breakdowns(by)
  const wanted = bases ?? BASES
  const part = (name: string) => Prisma.raw(dimension === name && !another ? 'c.category' : 'NULL::text')
  return Prisma.sql`WITH ${registerSql(
    programIds.filter((id) => counted.has(id)),
    question,
  )},
    fact AS (
      SELECT * FROM registered
      UNION ALL
      SELECT c.program_id, NULL, NULL, c.basis, 'PARTICIPANTS', '명', 'persons',
        CASE c.basis WHEN 'IN_TRAINING' THEN 'POINT_IN_TIME' ELSE 'RUNNING_TOTAL' END, NULL, NULL, c.as_of,
        ${part('SEX')}, ${part('AGE_BAND')}, ${part('TARGET_GROUP')},
        CASE WHEN c.value IS NULL OR ${Boolean(another)} THEN 'SUPPRESSED' ELSE 'PRESENT' END, c.value::numeric, 1
      FROM register_count c
      WHERE c.program_id = ANY(${open}::int[]) AND c.basis::text = ANY(${wanted}::text[])
        AND c.dimension::text IS NOT DISTINCT FROM ${another ? null : (dimension ?? null)}::text
        AND c.as_of <= ${dayOf(asOf)}::date AND c.known_at <= ${momentSql(knownAt)}
    )`
}
