import { act, type Doing } from '../act.ts'
import { dayOf } from '../builder.ts'
import { Problem, refuse } from '../errors.ts'
import type { Indicator } from '../generated/prisma/client.ts'
import { Dimension, FigureState, type OutcomeStatus } from '../generated/prisma/enums.ts'
import { day, decimal, flag, optional, pattern, text, type Values } from '../input.ts'
import { cohortOf, half, newIds, type Place, placesOf, type Row, rowsInput, rowsShown, trying, word } from '../rows.ts'
import { recordset } from '../sql.ts'
import { checkBreakdown, checkShape } from './figureCheck.ts'
import { POSSIBLE } from './outcomeLife.ts'
import { openDays } from './periodLock.ts'

const columns = {
  program: text(40, 'Number of the program, such as 2019-03.'),
  indicator: pattern(/^[A-Z][A-Z0-9_]{1,39}$/, 'PLACED', 'Code of the indicator.'),
  half: optional(half('Half of the year of the intake: 1 or 2; left out for the whole program.')),
  dimension: optional(word(Object.values(Dimension), 'By what the figure is broken down.')),
  category: optional(text(40, 'The part of the breakdown, such as FEMALE.')),
  periodStart: optional(day('First day of the period, as YYYY-MM-DD, for figures that are counted over one.')),
  asOf: day('Day for which the figure is true (기준일), as YYYY-MM-DD.'),
  state: optional(
    word(Object.values(FigureState), 'Whether there is a value, and if not, why; PRESENT when left out.'),
  ),
  value: optional(decimal(-999_999_999_999.999, 999_999_999_999.999, 'The value in the unit of the indicator.')),
  note: optional(text(2000, 'Remark on the figure.')),
}
type Columns = typeof columns

interface Entry extends Row<Columns> {
  values: Partial<Values<Columns>> & { asOf: Date }
  place: Place
  indicator: Indicator
  cohortId: number | null
  state: FigureState
  key: string
  found: Found[]
  /** The draft that the row changes. */
  draft?: Found
}

interface Found {
  line: number
  id: number
  state: FigureState
  value: string | null
  status: OutcomeStatus
  note: string | null
}

act('importOutcomes', {
  description:
    'Enters rows of a spreadsheet as drafts of figures (성과 일괄 입력), each with its own result: rows with mistakes are refused, the others are taken. A figure is known again by program, indicator, intake, part of a breakdown, period and day: the same row again changes nothing, another value changes a draft or a returned figure, and an approved one is never overwritten (`supersedeOutcome`). Locked periods stay locked.',
  noun: 'Outcome',
  record: false,
  once: rowsShown,
  input: {
    dryRun: flag('True to be told what would come of the rows, and change nothing.'),
    rows: rowsInput('OutcomeRow', 'One row of an import of figures.', columns),
  },
  async perform({ dryRun, rows }, doing) {
    const entries = await readEntries(rows, doing)
    const right = () => entries.filter(({ problems }) => !problems.length)
    const programIds = [...new Set(entries.map(({ place }) => place.id))]
    const checkOpen = await openDays(programIds, doing)
    if (!dryRun) await holdPrograms(programIds, doing)
    refuseTwins(entries)
    await findEach(right(), doing)
    for (const entry of right()) trying(entry, () => compare(entry, checkOpen))
    doing.show('rows', rows)
    if (dryRun) return []
    const created = await createAll(
      right().filter(({ result }) => result === 'CREATED'),
      doing,
    )
    return [
      ...created,
      ...(await changeAll(
        right().filter(({ result }) => result === 'UPDATED'),
        doing,
      )),
    ]
  },
})

/** Two imports into one program come one after the other: the second finds what the first has made. */
const holdPrograms = (ids: number[], { tx }: Doing) =>
  tx.$queryRaw`SELECT id FROM program WHERE id = ANY(${ids}::int[]) ORDER BY id FOR NO KEY UPDATE`

async function readEntries(rows: Row<Columns>[], doing: Doing): Promise<Entry[]> {
  const placeOf = await placesOf(rows, doing)
  const codes = [...new Set(rows.flatMap(({ values }) => values.indicator ?? []))]
  const indicators = await doing.tx.indicator.findMany({ where: { code: { in: codes } } })
  const groups = new Set((await doing.tx.targetGroup.findMany({ select: { code: true } })).map(({ code }) => code))
  return rows.flatMap((row) => {
    const { values, problems } = row
    const place = placeOf(row)
    const cohortId = place && cohortOf(row, place)
    const indicator = indicators.find(({ code }) => code === values.indicator)
    if (values.indicator && !indicator) {
      problems.push(new Problem('NO_SUCH_INDICATOR', { code: values.indicator }, 'indicator'))
    }
    const { asOf, value, periodStart = null, dimension = null, category = null } = values
    const state = values.state ?? 'PRESENT'
    if (!place || !indicator || !asOf || problems.length) return []
    trying(row, () => checkShape({ state, value: value as never, periodStart, asOf }, indicator))
    trying(row, () => checkBreakdown({ dimension, category }, indicator, (code) => groups.has(code)))
    const key = JSON.stringify([place.id, indicator.id, cohortId, dimension, category, periodStart, asOf])
    return [
      Object.assign(row, { values: { ...values, asOf }, place, indicator, cohortId, state, key, found: [] }) as Entry,
    ]
  })
}

function refuseTwins(entries: Entry[]) {
  const lines = new Map<string, number>()
  for (const { key, line, problems } of entries) {
    const first = lines.get(key)
    if (first === undefined) lines.set(key, line)
    else if (!problems.length) problems.push(new Problem('SAME_AS_LINE', { line: first }, 'indicator'))
  }
}

const keyColumns = {
  ...{ line: 'int', program: 'int', indicator: 'int', cohort: 'int', dimension: '"Dimension"', category: 'text' },
  ...{ start: 'date', asOf: 'date' },
}

const keyOf = ({ line, place, indicator, cohortId, values }: Entry) => ({
  line,
  program: place.id,
  indicator: indicator.id,
  cohort: cohortId,
  dimension: values.dimension ?? null,
  category: values.category ?? null,
  start: values.periodStart ? dayOf(values.periodStart) : null,
  asOf: dayOf(values.asOf),
})

/** The figures for each row's key that hold or are on their way. */
async function findEach(entries: Entry[], { tx }: Doing) {
  const found = await tx.$queryRaw<Found[]>`
    SELECT row.line, o.id, o.state::text AS state, o.value::text AS value, o.status::text AS status, o.note
    FROM ${recordset(keyColumns, entries.map(keyOf))}
    JOIN outcome o ON o.program_id = row.program AND o.indicator_id = row.indicator AND o.as_of = row."asOf"
      AND o.cohort_id IS NOT DISTINCT FROM row.cohort AND o.dimension IS NOT DISTINCT FROM row.dimension
      AND o.category IS NOT DISTINCT FROM row.category AND o.period_start IS NOT DISTINCT FROM row.start
    WHERE o.superseded_at IS NULL ORDER BY o.id FOR NO KEY UPDATE OF o`
  const byLine = new Map<number, Found[]>()
  for (const one of found) byLine.set(one.line, [...(byLine.get(one.line) ?? []), one])
  for (const entry of entries) entry.found = byLine.get(entry.line) ?? []
}

function compare(entry: Entry, checkOpen: (figure: { programId: number; asOf: Date }) => void) {
  const { found, state, values, place } = entry
  const isSame = (one: Found) =>
    one.state === state && (state !== 'PRESENT' || Number(one.value) === Number(values.value))
  const draft = found.findLast(({ status }) => status === 'DRAFT' || status === 'RETURNED')
  const same = found.find(isSame)
  if (same && !(same === draft && values.note && values.note !== same.note)) return
  checkOpen({ programId: place.id, asOf: values.asOf })
  if (draft) Object.assign(entry, { draft, result: 'UPDATED' })
  else if (found.length) refuse('value', 'NOT_ALLOWED_NOW', POSSIBLE[(found.at(-1) as Found).status])
  else entry.result = 'CREATED'
}

const valueColumns = { state: '"FigureState"', value: 'numeric', note: 'text' }
const saidOf = ({ state, values }: Entry) => ({ state, value: values.value ?? null, note: values.note ?? null })

async function createAll(entries: Entry[], doing: Doing): Promise<number[]> {
  if (!entries.length) return []
  const { tx, viewer, context } = doing
  const ids = await newIds('outcome', entries.length, doing)
  const rows = entries.map((entry, index) => ({ id: ids[index], ...keyOf(entry), ...saidOf(entry) }))
  const at = context.product.now().toISOString()
  await tx.$executeRaw`
    INSERT INTO outcome (id, program_id, indicator_id, cohort_id, dimension, category, period_start, as_of, state, value,
      note, author_id, known_at, created_at, updated_at)
    SELECT id, program, indicator, cohort, dimension, category, start, "asOf", state, value,
      note, ${viewer.id}::int, ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz
    FROM ${recordset({ id: 'int', ...keyColumns, ...valueColumns }, rows)}`
  return ids
}

async function changeAll(entries: Entry[], { tx, viewer, context }: Doing): Promise<number[]> {
  if (!entries.length) return []
  const rows = entries.map((entry) => ({ id: entry.draft?.id as number, ...saidOf(entry) }))
  await tx.$executeRaw`
    UPDATE outcome o SET state = row.state, value = row.value, note = coalesce(row.note, o.note),
      editor_id = ${viewer.id}::int, version = o.version + 1,
      updated_at = ${context.product.now().toISOString()}::timestamptz
    FROM ${recordset({ id: 'int', ...valueColumns }, rows)} WHERE o.id = row.id`
  return rows.map(({ id }) => id)
}
