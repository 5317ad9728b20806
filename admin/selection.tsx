import { Checkbox, FormControlLabel } from '@mui/material'
import { useState } from 'react'
import { useTranslate } from 'react-admin'
import type { Column } from './grid'

/** Which rows are ticked, and the column of a grid to tick them in. */
export function useSelection<Row extends { id: string }>(
  all: readonly Row[],
  nameOf: (row: Row) => string,
  open: (row: Row) => boolean = () => true,
) {
  const translate = useTranslate()
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const rows = all.filter(open)
  const chosen = rows.filter(({ id }) => ids.has(id))
  const every = rows.length > 0 && chosen.length === rows.length
  const tick = (id: string) => setIds((before) => (before.has(id) ? without(before, id) : new Set([...before, id])))
  const tickAll = (
    <Checkbox
      size="small"
      checked={every}
      indeterminate={!every && chosen.length > 0}
      onChange={() => setIds(new Set(every ? [] : rows.map(({ id }) => id)))}
      slotProps={{ input: { 'aria-label': translate('ra.action.select_all') } }}
    />
  )
  const column: Column<Row> = {
    key: 'choose',
    tight: true,
    label: tickAll,
    above: rows.length > 1 && (
      <FormControlLabel key="choose" control={tickAll} label={translate('ra.action.select_all')} />
    ),
    cell: (row) =>
      open(row) && (
        <Checkbox
          size="small"
          checked={ids.has(row.id)}
          onChange={() => tick(row.id)}
          slotProps={{ input: { 'aria-label': translate('work.choose', { name: nameOf(row) }) } }}
        />
      ),
  }
  return { chosen, column, clear: () => setIds(new Set()) }
}

const without = (ids: ReadonlySet<string>, id: string) => new Set([...ids].filter((other) => other !== id))
