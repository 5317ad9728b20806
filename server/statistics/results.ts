import { dayOf } from '../builder.ts'
import type { Wanted } from '../compiled/plan.ts'
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts'
import type {
  CountingBasis,
  FigureState,
  IndicatorKind,
  JobCategory,
  Population,
  Sex,
} from '../generated/prisma/enums.ts'
import { momentSql } from './clock.ts'
import type { PlacedProgram } from './districtMap.ts'
import { type Clocks, winnersSql } from './figures.ts'
import { BASES, countedSql, TOTALS } from './register.ts'

export type ResultDimension = keyof typeof DIMENSIONS
export type ResultSource = 'REPORTED' | 'REGISTERED'

export interface ResultQuestion extends Clocks {
  by: ResultDimension[]
  source: ResultSource
  /** Which programs: a condition on `p` (program), each under its own district, or the places of each. */
  places: Prisma.Sql | PlacedProgram[]
  /** Whether these are all programs whose figures `which` lets through. */
  everywhere: boolean
  /** Of which programs the caller may count the participants, as a condition on `p`; of others those counts are used that are open to everyone. */
  counted: Prisma.Sql
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
  /** A decimal number. */
  value: string | null
  present: number
  missing: number
  suppressed: number
  notApplicable: number
  notDerivable: number
  notYetReported: number
  /** Days, as YYYY-MM-DD. */
  asOfFrom: string
  asOfTo: string
}

/** No answer has more rows. */
export const MOST_ROWS = 10_000

// What a row is grouped by: how its key is called, what tells it of a cell `c` and its measure `m`, by what rows are
// sorted, and the table that this is in.
const DIMENSIONS = {
  ROUND: { key: 'roundId', sql: 'c.round_id', sort: 'r.year', from: 'JOIN round r ON r.id = c.round_id' },
  DISTRICT: {
    key: 'districtId',
    sql: 'c.district_id',
    sort: 'd.code',
    from: 'LEFT JOIN district d ON d.id = c.district_id',
  },
  PROGRAM: { key: 'programId', sql: 'c.program_id', sort: 'p.code', from: 'JOIN program p ON p.id = c.program_id' },
  PROGRAM_LINE: {
    key: 'programLineId',
    sql: 'c.line_id',
    sort: 'l.code',
    from: 'LEFT JOIN program_line l ON l.id = c.line_id',
  },
  CATEGORY: { key: 'category', sql: 'm.job_category', sort: 'm.job_category', from: '' },
  BASIS: { key: 'keyBasis', sql: 'm.basis', sort: 'm.basis', from: '' },
  TARGET_GROUP: {
    key: 'targetGroupId',
    sql: 'g.id',
    sort: 'g.code',
    from: 'LEFT JOIN target_group g ON g.code = c.target_group',
  },
  SEX: { key: 'sex', sql: 'c.sex', sort: 'c.sex', from: '' },
  AGE_BAND: { key: 'ageBand', sql: 'c.age_band', sort: 'c.age_band', from: '' },
  INDICATOR: { key: 'indicatorId', sql: 'm.indicator_id', sort: 'm.code', from: '' },
} as const satisfies Record<string, { key: keyof ResultRow; sql: string; sort: string; from: string }>

const BREAKDOWNS = ['SEX', 'AGE_BAND', 'TARGET_GROUP'] as const

/** By what the figures of the question are broken down. */
export const breakdowns = (by: ResultDimension[]) => BREAKDOWNS.filter((one) => by.includes(one))

/**
 * One row for each cell and for each basis, population, unit and kind in it: whether these may stand side by side is for
 * the caller to say. One row more than the most that are answered tells that there are more. Rows have their keys and the
 * columns that are wanted; all when left out.
 */
export function resultsSql(question: ResultQuestion, wanted?: Wanted['columns']): Prisma.Sql {
  const groups = question.by.map((name) => DIMENSIONS[name])
  const sorts = [...groups.map(({ sort }) => sort), ...MEASURE]
  const grouped = [...new Set([...groups.map(({ sql }) => sql), ...sorts])]
  const columns = columnsOf(question.by)
  const asked = Object.entries(COLUMNS).filter(([name]) => !wanted || wanted.has(name))
  const cells =
    question.source === 'REPORTED'
      ? Prisma.sql`${factSql(question)}, cell AS (${cellSql('placed', columns)})`
      : registeredSql(question, columns)
  const told = [...groups.map(({ key, sql }) => [key, sql]), ...asked]
  // Summed before it is joined: there are far fewer cells than figures.
  return Prisma.sql`${cells}
    SELECT ${Prisma.raw(told.map(([name, sql]) => `${sql} AS "${name}"`).join(', '))}
    FROM cell c ${fromOf(question.by)}
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
  const parts = [...question.by.map((name) => DIMENSIONS[name].sql), ...MEASURE]
  const cell = Prisma.raw(`concat_ws('|', ${parts.map((part) => `COALESCE((${part})::text, '-')`).join(', ')})`)
  const rows = await client.$queryRaw<{ cell: string; ids: number[] }[]>`${factSql(question)}
    SELECT cell, array_agg(id ORDER BY place) AS ids
    FROM (
      SELECT cell, id, row_number() OVER (PARTITION BY cell ORDER BY id ${Prisma.raw(descending ? 'DESC' : 'ASC')}) AS place
      FROM (
        SELECT ${cell} AS cell, c.outcome_id AS id FROM placed c ${fromOf(question.by)} WHERE c.outcome_id IS NOT NULL
      ) o WHERE ${where}
    ) placed
    WHERE place > ${skip}::int AND place <= ${skip}::int + ${take}::int GROUP BY cell`
  return new Map(rows.map((row) => [row.cell, row.ids]))
}

/** What rows are grouped by. */
export const keysOf = (by: ResultDimension[]): (keyof ResultRow)[] => by.map((name) => DIMENSIONS[name].key)

/** What the row is grouped by. */
export const placeOf = (by: ResultDimension[], row: ResultRow) => keysOf(by).map((key) => row[key] ?? '-')

/** The name of a row's cell. */
export const cellOf = (by: ResultDimension[], row: ResultRow) =>
  [...placeOf(by, row), row.basis, row.population, row.unitKo, row.unitEn, row.kind].join('|')

const MEASURE = ['m.basis', 'm.population', 'm.unit_ko', 'm.unit_en', 'm.kind']
/** As YYYY-MM-DD, however the session writes days. */
const dayText = (day: string) => `to_char(${day}, 'YYYY-MM-DD')`
const count = (state: FigureState) => `COALESCE(sum(c.figures) FILTER (WHERE c.state = '${state}'), 0)::int`
/** What is said of a cell, beside its keys. */
const COLUMNS = {
  basis: 'm.basis::text',
  population: 'm.population::text',
  unitKo: 'm.unit_ko',
  unitEn: 'm.unit_en',
  kind: 'm.kind::text',
  value: "(sum(c.value) FILTER (WHERE c.state = 'PRESENT'))::text",
  present: count('PRESENT'),
  missing: count('MISSING'),
  suppressed: count('SUPPRESSED'),
  notApplicable: count('NOT_APPLICABLE'),
  notDerivable: count('NOT_DERIVABLE'),
  notYetReported: 'sum(c.not_yet_reported)::int',
  asOfFrom: dayText('min(c.as_of_from)'),
  asOfTo: dayText('max(c.as_of_to)'),
} satisfies Partial<Record<keyof ResultRow, string>>

/** The columns of `placed` that tell the cell of a figure. */
const columnsOf = (by: ResultDimension[]) =>
  ['district_id', 'round_id', 'program_id', 'line_id', 'sex', 'age_band', 'target_group'].filter((column) =>
    by.some((name) => `${DIMENSIONS[name].sql} ${DIMENSIONS[name].from}`.includes(`c.${column}`)),
  )

const fromOf = (by: ResultDimension[]) =>
  Prisma.raw(['JOIN measure m ON m.id = c.measure_id', ...by.map((name) => DIMENSIONS[name].from)].join(' '))

const cellSql = (placed: string, columns: string[]) => {
  const cell = [...columns, 'measure_id', 'state'].join(', ')
  return Prisma.raw(`SELECT ${cell}, sum(value) AS value, sum(figures) AS figures,
      count(*) FILTER (WHERE as_of < due) AS not_yet_reported, min(as_of) AS as_of_from, max(as_of) AS as_of_to
      FROM ${placed} GROUP BY ${cell}`)
}

/** The start of a statement that reads from `placed`, one row for each figure in each place, and `measure`, what they are figures of. */
function factSql(question: ResultQuestion): Prisma.Sql {
  return Prisma.sql`WITH RECURSIVE place AS (${placeSql(question)}),
    ${reportedSql(question)},
    placed AS (
      SELECT fact.*, place.district_id, place.round_id, place.line_id, place.due, ${stateSql('told')}
      FROM fact JOIN place ON place.program_id = fact.program_id
    )`
}

const stateSql = (told: string) =>
  Prisma.raw(`CASE WHEN place.derivable OR ${told} <> 'PRESENT' THEN ${told} ELSE 'NOT_DERIVABLE' END AS state`)

/** The programs with their keys, and the day for which their figures are due. */
function placeSql({ places, asOf }: ResultQuestion): Prisma.Sql {
  const columns = Prisma.sql`p.id AS program_id, p.round_id, p.line_id,
    LEAST(${dayOf(asOf)}::date, make_date(r.year, 12, 31)) AS due`
  if (!Array.isArray(places)) {
    return Prisma.sql`SELECT ${columns}, p.district_id, TRUE AS derivable
      FROM program p JOIN round r ON r.id = p.round_id WHERE ${places}`
  }
  return Prisma.sql`SELECT ${columns}, place.district_id, place.derivable FROM unnest(
      ${places.map(({ programId }) => programId)}::int[], ${places.map(({ districtId }) => districtId)}::int[],
      ${places.map(({ derivable }) => derivable)}::boolean[]
    ) AS place (program_id, district_id, derivable)
    JOIN program p ON p.id = place.program_id JOIN round r ON r.id = p.round_id`
}

/**
 * The figures in use. A figure of the whole program, also a suppressed one, goes before those of its intakes, which
 * are never added to it. Of flows, a period within another one is left out, and one that overlaps another in part is
 * not derivable: nobody can say how much would be counted twice. Broken down, a total without parts is one missing
 * part.
 */
function reportedSql({ by, which, everywhere, ...clocks }: ResultQuestion): Prisma.Sql {
  const [dimension] = breakdowns(by)
  const parts = dimension
    ? Prisma.sql`(o.dimension IS NULL OR o.dimension::text = ${dimension})`
    : Prisma.sql`o.dimension IS NULL`
  const isPart = dimension ? Prisma.sql`w.dimension IS NOT NULL` : Prisma.sql`TRUE`
  const part = (name: string) => Prisma.raw(dimension === name ? 'w.category' : 'NULL::text')
  // As an array, by which each program is looked up: joined, all figures are read for those of a few programs.
  const among = everywhere ? Prisma.empty : Prisma.sql`AND program_id = ANY (ARRAY(SELECT program_id FROM place))`
  return Prisma.sql`${winnersSql(among, clocks, Prisma.sql`AND ${parts} AND ${which}`, 'UP_TO')},
    measure AS (SELECT *, id AS indicator_id FROM indicator),
    -- where a figure is not the only one, or of a period, or was chosen in a conflict
    crowded AS (
      SELECT program_id, indicator_id FROM used
      WHERE cohort_id IS NOT NULL OR dimension IS NOT NULL OR kind = 'FLOW' OR final_id IS NOT NULL
    ), flowing AS (
      SELECT *, CASE kind WHEN 'FLOW' THEN period_start END AS flow_from, CASE kind WHEN 'FLOW' THEN as_of END AS flow_to
      FROM (
        SELECT *, row_number() OVER (PARTITION BY id ORDER BY winner_id = id DESC, winner_id) AS nth
        FROM used WHERE (program_id, indicator_id) IN (SELECT * FROM crowded)
      ) place
      WHERE nth < 2 -- a figure that was chosen for several places is counted in one
    ), weighed AS (
      SELECT flowing.*,
        bool_or(cohort_id IS NULL AND state IN ('PRESENT', 'SUPPRESSED')) OVER cell AS whole_present,
        bool_or(cohort_id IS NOT NULL AND state = 'PRESENT') OVER cell AS intake_present,
        bool_or(cohort_id IS NULL) OVER cell AS has_whole,
        ${dimension ? Prisma.sql`bool_or(dimension IS NOT NULL) OVER (PARTITION BY indicator_id, program_id)` : Prisma.sql`FALSE`} AS has_parts,
        max(flow_to) FILTER (WHERE state = 'PRESENT') OVER (
          PARTITION BY indicator_id, program_id, dimension, category, cohort_id
          ORDER BY flow_from, flow_to DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS covered_to
      FROM flowing WINDOW cell AS (PARTITION BY indicator_id, program_id, dimension, category)
    ), fact AS (
      SELECT w.program_id, w.indicator_id AS measure_id, w.id AS outcome_id, w.as_of, ${part('SEX')} AS sex,
        ${part('AGE_BAND')} AS age_band, ${part('TARGET_GROUP')} AS target_group,
        CASE WHEN w.state <> 'PRESENT' THEN w.state WHEN w.flow_from <= w.covered_to THEN 'NOT_DERIVABLE'
          WHEN ${isPart} THEN 'PRESENT' ELSE 'MISSING' END AS told, w.value, 1 AS figures
      FROM weighed w
      WHERE (w.flow_to > w.covered_to) IS NOT FALSE
        AND CASE WHEN w.whole_present OR (w.has_whole AND NOT w.intake_present) THEN w.cohort_id IS NULL
          ELSE w.cohort_id IS NOT NULL END
        AND (w.dimension IS NOT NULL OR NOT w.has_parts)
      UNION ALL
      SELECT u.program_id, u.indicator_id, u.id, u.as_of, NULL, NULL, NULL,
        CASE WHEN u.state = 'PRESENT' AND ${Boolean(dimension)} THEN 'MISSING' ELSE u.state END, u.value, 1
      FROM used u WHERE (u.program_id, u.indicator_id) NOT IN (SELECT * FROM crowded)
    )`
}

/**
 * The start of a statement that reads from `cell` and `measure`: the participants of some programs as they are counted
 * for those who may, and of all others as they were opened to everyone.
 */
function registeredSql(question: ResultQuestion, columns: string[]): Prisma.Sql {
  const { by, asOf, knownAt, bases, counted } = question
  const [dimension, another] = breakdowns(by)
  const wanted = BASES.flatMap((basis, id) => (!bases || bases.includes(basis) ? id : []))
  const day = Prisma.sql`${dayOf(asOf)}::date`
  const part = (name: string) => Prisma.raw(dimension === name && !another ? 'c.category' : 'NULL::text')
  const keys = Prisma.raw([...columns, 'state'].join(', '))
  return Prisma.sql`WITH place AS MATERIALIZED (${placeSql(question)}),
    mine AS MATERIALIZED (SELECT p.id FROM program p WHERE p.id IN (SELECT program_id FROM place) AND ${counted}),
    theirs AS MATERIALIZED (SELECT program_id AS id FROM place WHERE program_id NOT IN (SELECT id FROM mine)),
    measure (id, indicator_id, code, basis, kind, population, unit_ko, unit_en) AS (
      SELECT m.id, NULL::int, NULL::text, m.basis, CASE m.basis WHEN 'IN_TRAINING' THEN 'POINT_IN_TIME' ELSE 'RUNNING_TOTAL' END,
        'PARTICIPANTS', '명', 'persons'
      FROM (VALUES ${MEASURES}) m (id, basis)
    ),
    ${countedSql(question)},
    opened AS (
      SELECT place.*, m.id AS measure_id, c.as_of, ${part('SEX')} AS sex, ${part('AGE_BAND')} AS age_band,
        ${part('TARGET_GROUP')} AS target_group, c.value::numeric AS value, 1 AS figures,
        ${stateSql(`CASE WHEN c.value IS NULL OR ${Boolean(another)} THEN 'SUPPRESSED' ELSE 'PRESENT' END::"FigureState"`)}
      FROM register_count c JOIN measure m ON m.basis = c.basis JOIN place ON place.program_id = c.program_id
      WHERE c.program_id IN (SELECT id FROM theirs) AND m.id = ANY(${wanted}::int[])
        AND ${dimension && !another ? Prisma.sql`c.dimension = ${dimension}::"Dimension"` : Prisma.sql`c.dimension IS NULL`}
        AND c.as_of <= ${day} AND c.known_at <= ${momentSql(knownAt)}
    ),
    cell AS (
      SELECT ${Prisma.raw([...columns, 'measure_id', 'state'].join(', '))}, n AS value, n AS figures, 0 AS not_yet_reported, ${day} AS as_of_from, ${day} AS as_of_to
      FROM (
        SELECT ${keys}, ${TOTALS}
        FROM (SELECT c.*, place.district_id, place.round_id, place.line_id, ${stateSql(`'PRESENT'::"FigureState"`)} FROM counted c JOIN place ON place.program_id = c.program_id) placed
        GROUP BY ${keys}
      ) c CROSS JOIN LATERAL (VALUES ${EACH_BASIS}) v (measure_id, n)
      WHERE n > 0 AND measure_id = ANY(${wanted}::int[])
      UNION ALL
      ${cellSql('opened', columns)}
    )`
}

/** What participants are counted as: the place of a basis is its id. */
const MEASURES = Prisma.raw(BASES.map((basis, id) => `(${id}, '${basis}'::"CountingBasis")`).join(', '))
const EACH_BASIS = Prisma.raw(BASES.map((basis, id) => `(${id}, c.${basis})`).join(', '))
