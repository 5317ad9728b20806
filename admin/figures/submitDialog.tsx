import { Alert } from '@mui/material'
import { useTranslate } from 'react-admin'
import { nameOfColumn, nameOfRow, useTyped } from './cell'
import { ConfirmDialog } from './confirm'
import type { Cell } from './entryData'

interface SubmitProps {
  cells: Cell[]
  /** Cells that were typed and not saved. */
  typed: number
  submit(): void
  close(): void
}

/** What is about to be handed in, all at once. */
export function SubmitDialog({ cells, typed, submit, close }: SubmitProps) {
  const translate = useTranslate()
  const shown = useTyped()
  return (
    <ConfirmDialog
      title={translate('panel.grid.submit_title', { smart_count: cells.length })}
      label={translate('panel.submit')}
      onConfirm={() => {
        submit()
        close()
      }}
      close={close}
    >
      {typed > 0 && <Alert severity="warning">{translate('panel.grid.submit_unsaved', { smart_count: typed })}</Alert>}
      <p className="none">{translate('panel.grid.submit_hint')}</p>
      <ul className="plain-list">
        {cells.map(({ key, row, column, saved }) => (
          <li key={key}>
            {nameOfRow(row)} · {nameOfColumn(column)} <strong>{saved && shown(saved)}</strong>
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  )
}
