import { allowed } from './access.ts'
import { type Doing, told, UserError } from './act.ts'
import { builder } from './builder.ts'
import { Problem, Refused } from './errors.ts'
import type { ProgramStage } from './generated/prisma/enums.ts'
import { at, group, type Input, type Inputs, many, type Values, whole } from './input.ts'

/** How many rows one call takes; the body of a request is limited too. */
const MOST_ROWS = 1000

type Result = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REFUSED'

const ImportResult = builder.enumType('ImportResult', {
  description: 'What came of a row of an import; in a dry run, what would come of it.',
  values: {
    CREATED: { description: 'A new record was made.' },
    UPDATED: { description: 'A record that was there was changed.' },
    UNCHANGED: { description: 'It was there already, as the row says.' },
    REFUSED: { description: 'It cannot be taken; `errors` says why, column by column.' },
  } as const,
})

/** A row of an import on its way: what it says so far, what is wrong with it and what came of it. */
export interface Row<I extends Inputs> {
  line: number
  values: Partial<Values<I>>
  problems: Problem[]
  result: Result
}

export const ImportedRow = builder.objectRef<Row<Inputs>>('ImportedRow').implement({
  description: 'What came of one row of an import.',
  fields: (t) => ({
    line: t.exposeInt('line', { description: 'Line of the file, as it was sent.' }),
    result: t.field({
      type: ImportResult,
      description: 'What came of the row.',
      resolve: ({ result, problems }) => (problems.length ? 'REFUSED' : result),
    }),
    errors: t.field({
      type: [UserError],
      description: 'What must be corrected, all of it; `field` is the column.',
      resolve: ({ problems }) => problems.map(told),
    }),
  }),
})

export const rowsShown = {
  rows: { type: [ImportedRow], description: 'What came of each row, in the order of the rows.' },
}

/**
 * The rows of an import. Every column travels as text, so that a cell which cannot be read is a mistake of its row and
 * not of the whole request; `columns` say how the text is read.
 */
export function rowsInput<I extends Inputs>(name: string, description: string, columns: I) {
  const spelled = Object.fromEntries(
    Object.entries(columns).map(([column, { type, required, description }]): [string, Input<unknown>] => [
      column,
      {
        type: Array.isArray(type) ? ['String'] : 'String',
        description: `${description} ${required ? 'Needed.' : 'Left out where there is none.'}`,
        required: false,
        read: (value) => value,
      },
    ]),
  )
  const line = whole(1, 2_000_000, 'Line of the file that the row is on, for the answer.')
  const row = { ...group(name, description, { line, ...spelled }), read: rowReader(line, columns) }
  return { ...many(row, MOST_ROWS, `The rows, at most ${MOST_ROWS} at once.`), inputs: undefined }
}

/** Reads the cells of a row, each mistake as one of the row. */
function rowReader<I extends Inputs>(line: Input<number>, columns: I) {
  const all = Object.entries(columns)
  return (cells: Record<string, never>): Row<I> => {
    const values: Partial<Record<string, unknown>> = {}
    const problems: Problem[] = []
    const row = { line: at('line', () => line.read(cells.line as never)), values, problems, result: 'UNCHANGED' }
    for (const [column, { read, required }] of all) {
      const cell = cells[column] ?? null
      if (cell === null && !required) continue
      try {
        if (cell === null) throw new Problem('REQUIRED')
        values[column] = read(cell)
      } catch (error) {
        problems.push(...problemsOf(error instanceof Problem ? error.in(column) : error))
      }
    }
    return row as Row<I>
  }
}

/** Puts down as a mistake of the row what `check` refuses. */
export function trying(row: Pick<Row<Inputs>, 'problems'>, check: () => void) {
  try {
    check()
  } catch (error) {
    row.problems.push(...problemsOf(error))
  }
}

function problemsOf(error: unknown): Problem[] {
  if (error instanceof Refused) return error.problems
  if (error instanceof Problem) return [error]
  throw error
}

/** One of a few words, such as a value of an enum that travels as text. */
export function word<T extends string>(values: readonly T[], description: string): Input<T> {
  return {
    type: 'String',
    description,
    required: true,
    read(value: string) {
      const found = values.find((one) => one === value)
      if (!found) throw new Problem('NOT_ONE_OF', { values: values.join(', ') })
      return found
    },
  }
}

export const half = (description: string) => word(['1', '2'], description)

export interface Place {
  id: number
  districtId: number
  stage: ProgramStage
  /** Numbers of the intakes by their half of the year. */
  cohorts: Map<number, number>
}

interface Placed {
  program: string
  half?: '1' | '2' | null
}

/** The programs that rows name by their numbers: found for each row, or put down as its mistake. */
export async function placesOf(
  rows: Row<Inputs>[],
  { tx, viewer }: Doing,
): Promise<(row: Row<Inputs>) => Place | null> {
  const named = [...new Set(rows.flatMap(({ values }) => (values as Partial<Placed>).program ?? []))]
  const select = { id: true, code: true, districtId: true, stage: true, cohorts: { select: { id: true, half: true } } }
  const visible = { AND: [{ code: { in: named } }, allowed(viewer, 'readProgram')] }
  const found = await tx.program.findMany({ where: visible, select })
  const programs = new Map(
    found.map(({ code, cohorts, ...program }) => [
      code,
      { ...program, cohorts: new Map(cohorts.map(({ half, id }) => [half, id])) },
    ]),
  )
  const own = { AND: [visible, allowed(viewer, 'countParticipants')] }
  const mine = new Set((await tx.program.findMany({ where: own, select: { id: true } })).map(({ id }) => id))
  return ({ values, problems }) => {
    const { program: code } = values as Partial<Placed>
    if (!code) return null
    const program = programs.get(code)
    if (program && mine.has(program.id)) return program
    problems.push(
      program ? new Problem('NOT_YOUR_PROGRAM', {}, 'program') : new Problem('NO_SUCH_PROGRAM', { code }, 'program'),
    )
    return null
  }
}

/** The intake that the row names, or nothing; one that the program does not have is a mistake of the row. */
export function cohortOf({ values, problems }: Row<Inputs>, { cohorts }: Place): number | null {
  const { half } = values as Partial<Placed>
  if (!half) return null
  const id = cohorts.get(Number(half))
  if (!id) problems.push(new Problem('NO_SUCH_COHORT', {}, 'half'))
  return id ?? null
}

/** Numbers from the table's own sequence, so that rows which others insert meanwhile never get the same. */
export async function newIds(table: 'person' | 'participant' | 'outcome', count: number, { tx }: Doing) {
  const [row] = await tx.$queryRaw<[{ ids: number[] | null }]>`
    SELECT array_agg(nextval(${`${table}_id_seq`}::regclass)::int) AS ids FROM generate_series(1, ${count}::int)`
  return row.ids ?? []
}
