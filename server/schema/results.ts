import type { GraphQLResolveInfo } from 'graphql'
import { allowed } from '../access.ts'
import { batched } from '../batch.ts'
import { builder, dayOf } from '../builder.ts'
import { rowsForDay } from '../byDay.ts'
import { type Present, readClocks } from '../clocks.ts'
import type { Reads, Wanted } from '../compiled/plan.ts'
import type { Context } from '../context.ts'
import { badArgument, Problem } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { argsOf, type Values } from '../input.ts'
import { findAll, readArgument } from '../list.ts'
import { conditionSql, UnknownToSql } from '../sql.ts'
import { asPublished, placeOnMap, type UndecidedProgram } from '../statistics/districtMap.ts'
import {
  breakdowns,
  keysOf,
  MOST_ROWS,
  placeOf,
  type ResultDimension,
  type ResultQuestion,
  type ResultRow,
  type ResultSource,
  resultsSql,
} from '../statistics/results.ts'
import { lineageOf } from './districtEvent.ts'
import { SUPPRESSION } from './outcome.ts'
import { type Filter, inputs } from './resultInput.ts'
import {
  NotDerivableType,
  RECORD_KEYS,
  type RecordKey,
  type Records,
  ResultRowType,
  type Row,
  type Undecided,
} from './resultRow.ts'

interface Answer {
  rows: Row[]
  notDerivable: Undecided[]
  asOf: Date
  knownAt: Date
}

const ofNoRow = { extensions: { reads: { columns: [] } satisfies Reads } }

const Results = builder.objectRef<Answer>('Results').implement({
  description: 'Results (성과), computed from approved figures or from participants, with the clocks that were used.',
  fields: (t) => ({
    rows: t.field({
      type: [ResultRowType],
      description: `One row for each cell that has figures, sorted by its keys; at most ${MOST_ROWS}.`,
      resolve: ({ rows }) => rows,
      ...ofNoRow,
    }),
    notDerivable: t.field({
      type: [NotDerivableType],
      description: 'Programs that cannot be placed on the map. Rows and these together are all.',
      resolve: ({ notDerivable }) => notDerivable,
      ...ofNoRow,
    }),
    asOf: t.expose('asOf', { ...ofNoRow, type: 'Date', description: 'Day for which the answer is true.' }),
    knownAt: t.expose('knownAt', { ...ofNoRow, type: 'DateTime', description: 'Moment whose knowledge was used.' }),
  }),
})

builder.queryField('results', (t) =>
  t.field({
    type: Results,
    description: `Results of all programs that the caller may see, grouped as asked. Running totals, points in time and rates are those of the latest day up to \`asOf\`; flows are the sum of their periods. Totals, unless grouped by a breakdown. ${SUPPRESSION} A row of which a part is suppressed is the sum of the others, and \`incomplete\`.`,
    args: argsOf(t as never, inputs) as never,
    complexity: { field: 50, multiplier: 50 },
    extensions: { reads: { compute } satisfies Reads },
    resolve: (_root, raw, context, info) => answer(raw as never, context, info) as never,
  }),
)

/** The answer without what only resolvers can find. */
async function compute(raw: Record<string, never>, context: Context, wanted: Wanted) {
  const { question, label, undecided, asOf, knownAt, present } = await read(raw, context)
  if (undecided.length) throw new UnknownToSql('programs that cannot be placed')
  const { rows, now } = await ask(question, label, context, wanted, present)
  return { asOf, knownAt: now ?? knownAt, rows, notDerivable: [] }
}

async function answer(raw: Record<string, never>, context: Context, info: GraphQLResolveInfo): Promise<Answer> {
  const { question, label, undecided, ...clocks } = await read(raw, context)
  const { rows } = await ask(question, label, context)
  const alone = { ...question, by: ['PROGRAM', 'INDICATOR', ...breakdowns(question.by)] as ResultDimension[] }
  Object.assign(alone, { places: asPublished(undecided), everywhere: false })
  const values = undecided.length ? (await ask(alone, true, context)).rows : []
  const records = await loadRecords([...rows, ...values], context, info)
  const full = (of: ResultQuestion, row: ResultRow): Row => Object.assign(row, { question: of, records })
  return {
    ...clocks,
    rows: rows.map((row) => full(question, row)),
    notDerivable: undecided.flatMap(({ id, reason }) => {
      const own = values.filter(({ programId }) => programId === id).map((row) => full(alone, row))
      const program = records.program.get(id)
      return own.length && program ? [{ program, reason, values: own }] : []
    }),
  }
}

/** What is asked, and of which programs nobody can say where they belong. */
async function read(raw: Record<string, never>, context: Context) {
  const given = <Name extends keyof typeof inputs>(name: Name) =>
    (raw[name] === undefined || raw[name] === null
      ? undefined
      : readArgument(name, () => inputs[name].read(raw[name] as never))) as Values<typeof inputs>[Name] | undefined
  const clocks = readClocks(raw, context)
  const filter = withoutNull(given('filter') ?? {})
  const by = [...new Set(given('groupBy') as ResultDimension[])]
  const source: ResultSource = (given('source') as ResultSource | undefined) ?? 'REPORTED'
  check(by, source, filter)
  const which = Prisma.sql`${conditionSql('Outcome', 'o', allowed(context.viewer, 'readOutcome'))} AND ${indicatorSql(filter)}`
  const { places, undecided } = await place(by, filter, given('map')?.on, context)
  const counted = conditionSql('Program', 'p', allowed(context.viewer, 'countParticipants'))
  const everywhere = !Object.keys(programsOf(filter, undefined)).length && !Array.isArray(places)
  const question: ResultQuestion = { ...clocks, by, source, places, everywhere, counted, which, bases: basesOf(filter) }
  return { ...clocks, question, label: given('mixed') === 'LABEL', undecided }
}

function check(by: ResultDimension[], source: ResultSource, filter: Filter) {
  if (source === 'REGISTERED') {
    for (const what of ['INDICATOR', 'CATEGORY'] as const) {
      if (by.includes(what)) throw badArgument(new Problem('NOT_REGISTERED', { what }, 'groupBy'))
    }
    for (const what of ['indicators', 'categories'] as const) {
      if (filter[what]) throw badArgument(new Problem('NOT_REGISTERED', { what }, `filter.${what}`))
    }
    return
  }
  const [one, other] = breakdowns(by)
  if (one && other) throw badArgument(new Problem('NOT_TOGETHER', { other: one }, `groupBy: ${other}`))
}

/** The programs that count, each under its district on the map, and those that cannot be placed. */
async function place(
  by: ResultDimension[],
  filter: Filter,
  on: Date | undefined,
  context: Context,
): Promise<{ places: ResultQuestion['places']; undecided: UndecidedProgram[] }> {
  const where = { AND: [allowed(context.viewer, 'readProgram'), programsOf(filter, on)] }
  const apart = by.includes('DISTRICT')
  if (!on || !(apart || filter.districtCodes)) return { places: conditionSql('Program', 'p', where), undecided: [] }
  // Found once for all days of a request: found for each, slow answers would part days that are asked together.
  const programs = await batched(context, `programs on a map ${JSON.stringify(where)}`, 0, async () => {
    const select = { id: true, districtId: true, dong: true }
    return new Map([[0, await context.product.db.prisma.program.findMany({ where, select })]])
  })
  return placeOnMap(programs ?? [], dayOf(on), await lineageOf(context), { apart, codes: filter.districtCodes })
}

function programsOf(filter: Filter, on: Date | undefined): Prisma.ProgramWhereInput {
  const { years, districtCodes, programCodes, lines, targetGroups, stages } = filter
  return {
    ...(years && { round: { year: { in: years } } }),
    ...(districtCodes && !on && { district: { code: { in: districtCodes } } }),
    ...(programCodes && { code: { in: programCodes } }),
    ...(lines && { line: { code: { in: lines } } }),
    ...(targetGroups && { targetGroups: { some: { targetGroup: { code: { in: targetGroups } } } } }),
    ...(stages && { stage: { in: stages } }),
  }
}

function indicatorSql({ bases, populations, indicators, categories }: Filter): Prisma.Sql {
  const among = (column: string, values: string[] | null | undefined) => {
    if (!values) return []
    // Of one value, so that a plan for any value costs no more than one for this: planning takes as long as the rest.
    const others = values.length === 1 ? Prisma.sql`${values[0]}` : Prisma.sql`ANY(${values}::text[])`
    return [Prisma.sql`${Prisma.raw(column)}::text = ${others}`]
  }
  const parts = [
    ...among('i.basis', bases),
    ...among('i.population', populations),
    ...among('i.code', indicators),
    ...among('i.job_category', categories),
  ]
  return parts.length ? Prisma.join(parts, ' AND ') : Prisma.sql`TRUE`
}

/** Registered people are participants. */
const basesOf = ({ bases, populations }: Filter) =>
  populations && !populations.includes('PARTICIPANTS') ? [] : (bases ?? undefined)

/**
 * The rows; unlike figures in one cell are refused unless they are to be labelled. Which these are, rows with fewer
 * columns cannot tell: then the resolvers are asked.
 */
async function ask(
  question: ResultQuestion,
  label: boolean,
  context: Context,
  { columns, records }: Wanted = { records: [] },
  present?: Present,
): Promise<{ rows: ResultRow[]; now: Date | undefined }> {
  const keys: string[] = keysOf(question.by)
  const theirs = records.filter(({ key }) => keys.includes(key))
  const asked = { day: question.asOf, asked: resultsSql(question, columns), records: theirs, present }
  const answered = await rowsForDay<ResultRow>(context, asked)
  const { rows } = answered
  if (rows.length > MOST_ROWS) throw badArgument(new Problem('TOO_MANY_ROWS', { max: MOST_ROWS }, 'groupBy'))
  if (label) return answered
  const cells = new Map<string, ResultRow[]>()
  for (const row of rows) {
    const key = placeOf(question.by, row).join('|')
    const others = cells.get(key)
    if (others) others.push(row)
    else cells.set(key, [row])
  }
  const mixed = [...cells.values()].filter(({ length }) => length > 1).flat()
  if (!mixed.length) return answered
  const named = mixed.map(({ basis, population, unitEn, kind }) => `${basis} of ${population} in ${unitEn} (${kind})`)
  const kinds = [...new Set(named)]
  const more = kinds.length > MOST_TOLD ? ` (+${kinds.length - MOST_TOLD})` : ''
  throw badArgument(new Problem('MIXED', { mixed: kinds.slice(0, MOST_TOLD).join(', ') + more }, 'groupBy'))
}

/** Of the kinds that are mixed, so that the message keeps its end, which says what to do. */
const MOST_TOLD = 4

/** The records that the keys of rows name, one query for each noun. */
async function loadRecords(rows: ResultRow[], context: Context, info: GraphQLResolveInfo): Promise<Records> {
  const loaded = await Promise.all(
    Object.entries(RECORD_KEYS).map(async ([key, [noun, column]]) => {
      const ids = [...new Set(rows.flatMap((row) => row[column] ?? []))]
      const paths = [
        ['rows', key],
        ['notDerivable', 'values', key],
        ...(key === 'program' ? [['notDerivable', key]] : []),
      ]
      const named = paths.map((path) => path.map((name) => ({ name })))
      const found = ids.length ? await findAll(noun, { id: { in: ids } }, { id: 'asc' }, context, info, named) : []
      return [key as RecordKey, new Map(found.map((row) => [row.id, row]))] as const
    }),
  )
  return Object.fromEntries(loaded) as Records
}

const withoutNull = (filter: object) =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null)) as Filter
