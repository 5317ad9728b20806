import { Box, Typography } from '@mui/material'
import { useLocale } from 'react-admin'
import { localized } from '../noun'
import { Value } from '../value'
import { GridCell, nameOfRow } from './cell'
import type { Drafts } from './drafts'
import type { Cell, Grid } from './entryData'
import type { Results } from './save'

interface CardsProps {
  grid: Grid
  drafts: Drafts
  results: Results
  onType(cell: Cell, text: string): void
  onFocus(cell: Cell): void
}

/** The same cells on a narrow screen: one card for each program and intake, its own indicators first. */
export function EntryCards({ grid, drafts, results, onType, onFocus }: CardsProps) {
  useLocale()
  return grid.rows.map((row, at) => {
    const cells = (grid.cells[at] ?? []).toSorted((a, b) => Number(b.used) - Number(a.used))
    const heading = `card-${row.key}`
    return (
      <Box component="section" key={row.key} className="entry-card" aria-labelledby={heading}>
        <Typography component="h2" id={heading} className="entry-card-title">
          {nameOfRow(row)}
        </Typography>
        {cells.map((cell) => (
          <div key={cell.key} className="entry-card-line">
            <div>
              {localized(cell.column, 'name')}
              <div className="grid-detail">
                {localized(cell.column, 'unit')} · <Value of="CountingBasis" is={cell.column.basis} />
              </div>
            </div>
            <GridCell
              cell={cell}
              draft={drafts[cell.key]}
              result={results[cell.key]}
              current
              onType={onType}
              onFocus={onFocus}
            />
          </div>
        ))}
      </Box>
    )
  })
}
