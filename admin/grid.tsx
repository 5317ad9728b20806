import { Box, Table, TableBody, TableCell, TableHead, TableRow, type Theme, useMediaQuery } from '@mui/material'
import type { ReactNode } from 'react'
import { useTranslate } from 'react-admin'

export interface Column<Row> {
  label: ReactNode
  /** Names the column where its label is not a word; rows that stand alone go without that label. */
  key?: string
  number?: boolean
  /** Never broken into lines. */
  short?: boolean
  /** As wide as what stands in it. */
  tight?: boolean
  /** Stands above rows that stand alone, which have no heading for it. */
  above?: ReactNode
  cell(row: Row): ReactNode
}

interface GridProps<Row> {
  /** What the rows are, for those who do not see the heading above. */
  label: string
  columns: (Column<Row> | false)[]
  rows: readonly Row[]
  keyOf?: (row: Row) => string | number
  empty?: ReactNode
}

/** Rows as a table, or one under the other on a narrow screen. */
export function Grid<Row>({ label, columns, rows, keyOf = idOf, empty }: GridProps<Row>) {
  const translate = useTranslate()
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'))
  const shown = columns.filter((column) => column !== false)
  const nameOf = (column: Column<Row>) => column.key ?? String(column.label)
  if (!rows.length) return <p className="none nothing">{empty ?? translate('panel.nothing')}</p>
  if (narrow) {
    return (
      <>
        {shown.map((column) => column.above)}
        <Box component="ul" aria-label={label} className="related-body cards">
          {rows.map((row) => (
            <li key={keyOf(row)}>
              {shown.map((column) => (
                <div key={nameOf(column)}>
                  {!column.key && <span className="none">{column.label}</span>}
                  <div>{column.cell(row)}</div>
                </div>
              ))}
            </li>
          ))}
        </Box>
      </>
    )
  }
  return (
    <Box className="related-body" role="region" aria-label={label} tabIndex={0}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {shown.map((column) => (
              <TableCell
                key={nameOf(column)}
                align={column.number ? 'right' : 'left'}
                className={column.tight ? 'tight' : undefined}
              >
                {column.label}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={keyOf(row)}>
              {shown.map((column) => (
                <TableCell
                  key={nameOf(column)}
                  align={column.number ? 'right' : 'left'}
                  className={column.short || column.number ? 'short' : undefined}
                >
                  {column.cell(row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  )
}

const idOf = (row: unknown) => (row as { id: string }).id
