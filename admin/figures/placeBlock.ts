/** What a row or a column of the grid is called, in both languages and by its code. */
export interface RowNames {
  program: string[]
  /** Of the intake that the row is about; none where it is about the whole program. */
  cohort?: string[]
}
export interface GridNames {
  rows: RowNames[]
  columns: string[][]
}
export interface Place {
  row: number
  column: number
}
interface Placed {
  values: [Place, string][]
  /** Values that have no place, each with the names that it had in the sheet. */
  left: string[]
  /** What was found by its name; none where the block goes by its place alone. */
  byName?: { rows: number; columns: number; unknownRows: string[]; unknownColumns: string[] }
}

/**
 * Finds the place of each cell of a pasted block: by the names of programs and indicators that stand before and above
 * it, and where there are none, by its distance from the cell that it was pasted into. Nothing is dropped: what has no
 * place is in `left`.
 */
export function placeBlock(block: string[][], names: GridNames, start: Place): Placed {
  const labels = labelsOf(block, names)
  const header = hasHeader(block, names, labels)
  const body = header ? block.slice(1) : block
  const columns = header
    ? matchedOnce((block[0] ?? []).map((text, at) => (at < labels ? undefined : columnOf(text, names))))
    : undefined
  const rows = labels ? matchedOnce(rowsOf(body, labels, names)) : undefined
  const values: [Place, string][] = []
  const left: string[] = []
  const unknown = { rows: new Set<string>(), columns: new Set<string>() }
  for (const [down, line] of body.entries()) {
    const row = rows ? rows[down] : start.row + down
    const named = line.slice(0, labels).map(plain).filter(Boolean).join(' ')
    for (const [at, raw] of line.entries()) {
      const text = raw.trim()
      // Beside a name that is known, a number is only a running number.
      if (!text || (at < labels && (row !== undefined || !isNumber(text)))) continue
      const column = at < labels ? undefined : columns ? columns[at] : start.column + at - labels
      const above = header ? plain(block[0]?.[at] ?? '') : ''
      if (row !== undefined && column !== undefined && names.rows[row] && names.columns[column]) {
        values.push([{ row, column }, text])
        continue
      }
      if (row === undefined) unknown.rows.add(named)
      if (column === undefined && at >= labels) unknown.columns.add(above)
      left.push([at < labels ? '' : named, above, text].filter(Boolean).join(' / '))
    }
  }
  if (!rows && !columns) return { values, left }
  const found = (of: (number | undefined)[] | undefined) => of?.filter((at) => at !== undefined).length ?? 0
  const { rows: unknownRows, columns: unknownColumns } = unknown
  const byName = { unknownRows: [...unknownRows], unknownColumns: [...unknownColumns] }
  return { values, left, byName: { rows: found(rows), columns: found(columns), ...byName } }
}

/** A program's number, its title and an intake may stand in columns of their own. */
const MOST_LABELS = 3

/** How many columns at the left name programs or intakes. */
function labelsOf(block: string[][], { rows }: GridNames): number {
  const known = new Set(
    rows
      .flatMap(({ program, cohort = [] }) => [...program, ...cohort])
      .map(key)
      .filter(Boolean),
  )
  let labels = 0
  for (let at = 0; at < MOST_LABELS; at += 1) if (block.some((line) => known.has(key(line[at] ?? '')))) labels = at + 1
  return labels
}

/** The first line names indicators when one of them is known and no number stands among them. */
function hasHeader([first = []]: string[][], names: GridNames, labels: number): boolean {
  const cells = first.slice(labels).filter((text) => text.trim())
  return cells.some((text) => columnOf(text, names) !== undefined) && !cells.some(isNumber)
}

const isNumber = (text: string) => /^[₩+\-−]?\d[\d,.]*[^\d]{0,6}$/.test(text.normalize('NFKC').trim())

function columnOf(text: string, { columns }: GridNames): number | undefined {
  if (!key(text)) return undefined
  // A unit in brackets may follow the name.
  const without = text.replace(/[(（[][^()（）[\]]*[)）\]]\s*$/, '')
  return (
    only(columns, (known) => known.some((name) => key(name) === key(text))) ??
    only(columns, (known) => known.some((name) => key(name) === key(without)))
  )
}

/** The rows that the lines name. A program that stands over several intakes is named once. */
function rowsOf(body: string[][], labels: number, { rows }: GridNames): (number | undefined)[] {
  let above: string[] | undefined
  return body.map((line) => {
    const said = line
      .slice(0, labels)
      .filter((text) => !isNumber(text))
      .map(key)
      .filter(Boolean)
    const isOf = (names: string[] = []) => said.filter((text) => names.map(key).includes(text)).length
    const named = rows.filter(({ program }) => isOf(program))
    if (named.length) above = named[0]?.program
    return only(rows, ({ program, cohort }) => {
      const own = isOf(program)
      if (!said.length || (!own && program !== above)) return false
      return cohort ? isOf(cohort) > 0 && own + isOf(cohort) === said.length : own > 0 && own === said.length
    })
  })
}

/** The second line or column of the same name has no place: which of them is meant cannot be known. */
const matchedOnce = (found: (number | undefined)[]) =>
  found.map((at, index) => (at !== undefined && found.indexOf(at) === index ? at : undefined))

function only<T>(all: T[], fits: (one: T) => boolean): number | undefined {
  const first = all.findIndex(fits)
  return first >= 0 && all.findLastIndex(fits) === first ? first : undefined
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
const key = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[\s·ㆍ‧'"‘’“”]/g, '')
    .toLowerCase()
