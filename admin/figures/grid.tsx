import { type ClipboardEvent, type KeyboardEvent, useRef } from 'react'
import { useLocale, useTranslate } from 'react-admin'
import { Link } from 'react-router-dom'
import { localized } from '../noun'
import { Value } from '../value'
import { GridCell } from './cell'
import type { Drafts } from './drafts'
import type { Cell, Grid } from './entryData'
import { placeBlock } from './placeBlock'
import { readBlock } from './readCell'
import type { Results } from './save'

export type ByName = ReturnType<typeof placeBlock>['byName']

interface GridProps {
  grid: Grid
  drafts: Drafts
  results: Results
  current?: Cell
  onType(cell: Cell, text: string): void
  onFocus(cell: Cell): void
  /** A change that can be taken back begins. */
  onMark(): void
  onUndo(): void
  onDrop(cell: Cell): void
  onPaste(values: [Cell, string][], left: string[], byName: ByName | undefined): void
  onSave(): void
}

/** The figures as a spreadsheet: arrows move, typing replaces, F2 edits, Enter goes down, Tab right, Escape takes back. */
export function EntryTable({ grid, drafts, results, current, ...on }: GridProps) {
  useLocale()
  const translate = useTranslate()
  const table = useRef<HTMLTableElement>(null)
  // The cell with the keyboard: what it said before, and whether the arrows move its caret.
  const entered = useRef<{ key?: string; before?: string; caret?: boolean }>({})
  const { rows, columns, cells } = grid

  const place = (cell: Cell) => {
    const row = cells.findIndex((line) => line.includes(cell))
    return { row, column: cells[row]?.indexOf(cell) ?? 0 }
  }
  const go = (row: number, column: number): boolean => {
    const cell = cells[row]?.[column]
    if (!cell) return false
    table.current?.querySelector<HTMLInputElement>(`[data-cell="${cell.key}"]`)?.focus()
    return true
  }
  const onFocus = (cell: Cell) => {
    entered.current = { key: cell.key, before: drafts[cell.key]?.text }
    on.onFocus(cell)
  }

  const onKey = (cell: Cell, event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    const { key, ctrlKey, metaKey, shiftKey, altKey, currentTarget } = event
    const { row, column } = place(cell)
    const moved = (done: boolean) => {
      if (done) event.preventDefault()
    }
    const command = ctrlKey || metaKey
    if (command && key.toLowerCase() === 's') {
      event.preventDefault()
      on.onSave()
    } else if (command && key.toLowerCase() === 'z') {
      event.preventDefault()
      on.onUndo()
    } else if (altKey || (command && key !== 'Home' && key !== 'End')) return
    else if (key === 'Enter') moved(go(row + (shiftKey ? -1 : 1), column) || go(row, column))
    else if (key === 'Tab') {
      // From the last cell Tab leaves the grid.
      const next = row * columns.length + column + (shiftKey ? -1 : 1)
      moved(go(Math.floor(next / columns.length), ((next % columns.length) + columns.length) % columns.length))
    } else if (key === 'Escape') {
      event.preventDefault()
      const { before } = entered.current
      if (before !== undefined) on.onType(cell, before)
      else on.onDrop(cell)
      entered.current.caret = false
    } else if (key === 'F2' && !cell.fixed) {
      event.preventDefault()
      entered.current.caret = true
      currentTarget.setSelectionRange(currentTarget.value.length, currentTarget.value.length)
    } else if (key === 'ArrowUp') moved(go(row - 1, column))
    else if (key === 'ArrowDown') moved(go(row + 1, column))
    else if (entered.current.caret) return
    else if (key === 'ArrowLeft') moved(go(row, column - 1))
    else if (key === 'ArrowRight') moved(go(row, column + 1))
    else if (key === 'Home') moved(go(command ? 0 : row, 0))
    else if (key === 'End') moved(go(command ? rows.length - 1 : row, columns.length - 1))
    else if (key === 'Delete') {
      event.preventDefault()
      on.onMark()
      on.onDrop(cell)
    }
  }

  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain')
    if (!current || !/[\t\n\r]/.test(text.trim())) return on.onMark()
    event.preventDefault()
    const { values, left, byName } = placeBlock(readBlock(text), namesOf(grid), place(current))
    on.onPaste(
      values.flatMap(([{ row, column }, value]): [Cell, string][] => {
        const cell = cells[row]?.[column]
        return cell ? [[cell, value]] : []
      }),
      left,
      byName,
    )
  }

  return (
    <div className="grid-frame">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is edited is a grid, and its cells are grid cells
        role="grid"
        ref={table}
        className="entry-grid"
        aria-label={translate('panel.grid.title')}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
        onPaste={onPaste}
      >
        <thead>
          <tr>
            <th scope="col">{translate('panel.grid.program')}</th>
            {columns.map((column) => (
              <th key={column.id} scope="col">
                <span className="grid-name">{localized(column, 'name')}</span>
                <span className="grid-detail">
                  {localized(column, 'unit')} · <Value of="CountingBasis" is={column.basis} /> ·{' '}
                  <Value of="IndicatorKind" is={column.kind} />
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={row.key} className={row.cohort ? 'grid-cohort' : undefined}>
              <th scope="row">
                {row.cohort ? (
                  localized(row.cohort, 'name')
                ) : (
                  <Link to={`/programs/${row.program.id}/show`} tabIndex={-1}>
                    {localized(row.program, 'title')}
                  </Link>
                )}
              </th>
              {cells[at]?.map((cell) => (
                // biome-ignore lint/a11y/useAriaPropsSupportedByRole: in a grid it is a grid cell
                <td
                  key={cell.key}
                  aria-readonly={Boolean(cell.fixed) || undefined}
                  aria-selected={current?.key === cell.key}
                  className={cell.used || drafts[cell.key] ? undefined : 'cell-unused'}
                >
                  <GridCell
                    cell={cell}
                    draft={drafts[cell.key]}
                    result={results[cell.key]}
                    current={current ? current.key === cell.key : cell === grid.all[0]}
                    onType={on.onType}
                    onFocus={onFocus}
                    onKey={onKey}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const namesOf = ({ rows, columns }: Grid) => ({
  rows: rows.map(({ program, cohort }) => ({
    program: [program.code, program.titleKo, program.titleEn ?? ''],
    ...(cohort && { cohort: [cohort.nameKo, cohort.nameEn ?? ''] }),
  })),
  columns: columns.map(({ code, nameKo, nameEn }) => [code, nameKo, nameEn]),
})
