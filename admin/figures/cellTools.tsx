import { Autocomplete, Button, ButtonGroup, TextField } from '@mui/material'
import { useTranslate } from 'react-admin'
import { nameOfColumn } from './cell'
import type { Cell, Column, Grid } from './entryData'

const NOTHINGS = ['MISSING', 'SUPPRESSED', 'NOT_APPLICABLE', 'NOT_DERIVABLE'] as const

interface NothingProps {
  current?: Cell
  onPick(cell: Cell, text: string): void
}

/** Writes a kind of nothing into the cell that was used last; zero is typed like any other value. */
export function NothingButtons({ current, onPick }: NothingProps) {
  const translate = useTranslate()
  const open = current && !current.fixed
  return (
    <div className="nothing-tools">
      <span className="none" id="nothing-tools">
        {translate('panel.grid.nothing')}
      </span>
      <ButtonGroup aria-labelledby="nothing-tools" variant="outlined">
        {NOTHINGS.map((state) => {
          const word = translate(`values.FigureState.${state}`)
          return (
            <Button key={state} disabled={!open} onClick={() => current && onPick(current, word)}>
              {word}
            </Button>
          )
        })}
      </ButtonGroup>
    </div>
  )
}

interface AddProps {
  grid: Grid
  indicators: Column[]
  add(id: string): void
}

/** One more indicator as a column. */
export function AddColumn({ grid, indicators, add }: AddProps) {
  const translate = useTranslate()
  const shown = new Set(grid.columns.map(({ id }) => id))
  return (
    <Autocomplete
      className="add-column"
      options={indicators.filter(({ id }) => !shown.has(id))}
      getOptionLabel={nameOfColumn}
      getOptionKey={({ id }) => id}
      value={null}
      blurOnSelect
      clearOnBlur
      onChange={(_, column) => column && add(column.id)}
      renderInput={(params) => <TextField {...params} label={translate('panel.grid.add_column')} />}
    />
  )
}
