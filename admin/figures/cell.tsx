import LinkIcon from '@mui/icons-material/OpenInNew'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { useLocale, useTranslate } from 'react-admin'
import { flushSync } from 'react-dom'
import { Link } from 'react-router-dom'
import { localized } from '../noun'
import type { Draft } from './drafts'
import type { Cell, Column, Row } from './entryData'
import type { Quantity } from './readCell'
import { readCell } from './readCell'
import type { Result } from './save'

export interface CellProps {
  cell: Cell
  draft?: Draft
  result?: Result
  /** Whether the keyboard comes here when it enters the grid. */
  current: boolean
  onType(cell: Cell, text: string): void
  onFocus(cell: Cell): void
  onKey?(cell: Cell, event: KeyboardEvent<HTMLInputElement>): void
}

/** A value as it is typed: the number, or the word for the kind of nothing. */
export function useTyped() {
  const translate = useTranslate()
  const locale = useLocale()
  return ({ state, value }: Quantity) =>
    state === 'PRESENT' ? (value?.toLocaleString(locale) ?? '') : translate(`values.FigureState.${state}`)
}

export const nameOfRow = ({ program, cohort }: Row) =>
  [localized(program, 'title'), cohort && localized(cohort, 'name')].filter(Boolean).join(' · ')
export const nameOfColumn = (column: Column) => `${localized(column, 'name')} (${localized(column, 'unit')})`

/** How a cell stands, and what to say under it. */
export function useStanding({ cell, draft, result }: Pick<CellProps, 'cell' | 'draft' | 'result'>) {
  const translate = useTranslate()
  const typed = useTyped()
  const { saved, previous, fixed, column } = cell
  const reading = draft && readCell(draft.text, column)
  const say = (kind: string, note: string) => ({ kind, note })
  if (reading && 'problem' in reading)
    return say('bad', translate(`panel.grid.bad.${reading.problem}`, reading.details))
  if (result?.kind === 'refused') return say('bad', translate(result.message, { _: result.message }))
  if (result?.kind === 'conflict') return say('bad', translate('panel.grid.now', { value: typed(result.now) }))
  if (reading) {
    const what = saved ? translate('panel.grid.changed_from', { value: typed(saved) }) : translate('panel.grid.unsaved')
    return say('typed', what)
  }
  if (fixed === 'NEEDS_START') return say('fixed', translate('panel.grid.needs_start'))
  if (saved?.status === 'RETURNED')
    return say('returned', translate('panel.grid.returned', { note: saved.returnNote ?? '' }))
  if (saved) return say(fixed ? 'fixed' : 'draft', translate(`values.OutcomeStatus.${saved.status}`))
  if (previous) return say('', translate('panel.grid.previous', { value: typed(previous) }))
  return say(fixed ? 'fixed' : '', '')
}

/** One cell: an input, and under it what is to be said of it. */
export function GridCell(props: CellProps) {
  const { cell, draft, current, onType, onFocus, onKey } = props
  const { saved, fixed, column, row } = cell
  const typed = useTyped()
  const { kind, note } = useStanding(props)
  const noteId = useId()
  // What is being typed stays as it is typed, also while it is empty or says what is saved already.
  const [local, setLocal] = useState<string>()
  const other = draft && draft.text !== local
  useEffect(() => {
    if (other) setLocal(undefined)
  }, [other])
  return (
    <div className={`cell ${kind && `cell-${kind}`}`}>
      <div className="cell-line">
        <input
          value={local ?? draft?.text ?? (saved ? typed(saved) : '')}
          readOnly={Boolean(fixed)}
          tabIndex={current ? 0 : -1}
          data-cell={cell.key}
          autoComplete="off"
          enterKeyHint="next"
          aria-label={`${nameOfRow(row)}, ${nameOfColumn(column)}`}
          aria-describedby={note ? noteId : undefined}
          aria-invalid={kind === 'bad' || undefined}
          onChange={({ target }) => {
            setLocal(target.value)
            onType(cell, target.value)
          }}
          onBlur={() => setLocal(undefined)}
          onFocus={({ target }) => {
            target.select()
            onFocus(cell)
          }}
          onKeyDown={(event) => {
            const answer = () => {
              onKey?.(cell, event)
              if (event.defaultPrevented) setLocal(undefined)
            }
            if (event.key !== 'Escape') return answer()
            // At once, so that the next key replaces what was taken back.
            flushSync(answer)
            if (event.defaultPrevented) event.currentTarget.select()
          }}
        />
        {saved && <ToFigure id={saved.id} name={`${nameOfRow(row)}, ${nameOfColumn(column)}`} />}
      </div>
      <div className="cell-note" id={noteId}>
        {note}
      </div>
    </div>
  )
}

/** To the page of the figure: sources, history, correction. Not among the Tab stops of the grid. */
function ToFigure({ id, name }: { id: string; name: string }) {
  const translate = useTranslate()
  return (
    <Link
      to={`/outcomes/${id}/show`}
      className="to-figure"
      tabIndex={-1}
      aria-label={translate('panel.grid.open', { name })}
      title={translate('panel.grid.open_short')}
    >
      <LinkIcon fontSize="inherit" />
    </Link>
  )
}
