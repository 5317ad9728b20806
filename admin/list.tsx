import { type Theme, useMediaQuery } from '@mui/material'
import { Children, isValidElement, type ReactElement, type ReactNode } from 'react'
import {
  CreateButton,
  DataTable,
  FilterButton,
  Link,
  List,
  ListNoResults,
  type RaRecord,
  SimpleList,
  type SortPayload,
  TextInput,
  TopToolbar,
  useCreatePath,
  useGetRecordRepresentation,
  useLocale,
  useResourceContext,
} from 'react-admin'

/** The list page of a noun. */
export function NounList({
  filters,
  sort,
  children,
}: {
  filters: ReactElement<{ alwaysOn?: boolean }>[]
  sort: SortPayload
  children: ReactNode
}) {
  return (
    <List filters={filters} sort={sort} perPage={25} exporter={false} actions={<ListActions filters={filters} />}>
      {children}
    </List>
  )
}

const ListActions = ({ filters }: { filters: ReactElement<{ alwaysOn?: boolean }>[] }) => (
  <TopToolbar className="list-actions">
    {filters.some(({ props }) => !props.alwaysOn) && <FilterButton />}
    <CreateButton variant="contained" />
  </TopToolbar>
)

/** The free-text filter; its label says where it looks. */
export const Search = (_: { source: 'search'; alwaysOn: true }) => <TextInput source="search" resettable />

interface RowsProps<Row> {
  /** Columns on wide screens. */
  children: ReactNode
  /** Source of a column to leave out: where a page lists what belongs to it, it need not say so on each line. */
  without?: string
  /** First and second line on narrow screens. */
  card: (row: Row) => ReactNode
  cardDetail: (row: Row) => ReactNode
  /** True when the records have no page of their own. */
  fixed?: boolean
}

/** Records as a table, or as cards on a narrow screen. */
export function Rows<Row extends RaRecord>({ children, without, card, cardDetail, fixed }: RowsProps<Row>) {
  useLocale()
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'))
  if (narrow) return <SimpleList<Row> primaryText={card} secondaryText={cardDetail} rowClick={fixed ? false : 'show'} />
  return (
    <DataTable rowClick={false} bulkActionButtons={false} empty={<ListNoResults />} size="small">
      {Children.toArray(children).filter(
        (column) => !isValidElement<{ source?: string }>(column) || column.props.source !== without,
      )}
    </DataTable>
  )
}

/** The name of a record, leading to its page. */
export function RecordLink({ row, resource, children }: { row: RaRecord; resource?: string; children?: ReactNode }) {
  const path = useCreatePath()
  const here = useResourceContext()
  const name = useGetRecordRepresentation(resource ?? here)
  return <Link to={path({ resource: resource ?? here, type: 'show', id: row.id })}>{children ?? name(row)}</Link>
}
