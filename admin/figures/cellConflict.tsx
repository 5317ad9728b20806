import { Alert, Button } from '@mui/material'
import { useTranslate } from 'react-admin'
import { nameOfColumn, nameOfRow, useTyped } from './cell'
import type { Cell } from './entryData'
import type { useEntryActs } from './useEntryActs'

/** Two officers wrote one cell: both values, and the choice between them. */
export function ConflictChoices({ cell, acts }: { cell: Cell; acts: ReturnType<typeof useEntryActs> }) {
  const translate = useTranslate()
  const typed = useTyped()
  const result = acts.results[cell.key]
  const mine = acts.drafts[cell.key]?.text
  if (result?.kind !== 'conflict' || mine === undefined) return null
  const now = typed(result.now)
  const fixed = ['SUBMITTED', 'APPROVED'].includes(result.now.status)
  return (
    <Alert
      severity="warning"
      action={
        <>
          {!fixed && (
            <Button onClick={() => acts.overwrite(cell)}>{translate('panel.grid.take_mine', { value: mine })}</Button>
          )}
          <Button onClick={() => acts.drop(cell)}>{translate('panel.grid.take_theirs', { value: now })}</Button>
        </>
      }
    >
      <strong>
        {nameOfRow(cell.row)} · {nameOfColumn(cell.column)}
      </strong>
      <br />
      {translate(fixed ? 'panel.grid.conflict_fixed' : 'panel.grid.conflict', { now, mine })}
    </Alert>
  )
}
