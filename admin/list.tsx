import { type Theme, useMediaQuery } from '@mui/material'
import { Children, isValidElement, lazy, type ReactElement, type ReactNode, Suspense, useEffect, useRef } from 'react'
import {
  BulkActionsToolbar,
  CreateButton,
  DataTable,
  FilterButton,
  Link,
  List,
  type RaRecord,
  SelectAllButton,
  SimpleList,
  type SortPayload,
  TextInput,
  TopToolbar,
  useCreatePath,
  useGetRecordRepresentation,
  useListContext,
  useLocale,
  useResourceContext,
  useTranslate,
} from 'react-admin'
import { EmptyList, NoRows } from './empty/empty'
import { SheetButtons } from './sheet/buttons'

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
    <List
      filters={filters}
      sort={sort}
      perPage={25}
      exporter={false}
      actions={<ListActions filters={filters} />}
      empty={<EmptyList />}
    >
      {children}
    </List>
  )
}

const SavedFilters = lazy(async () => ({ default: (await import('./everywhere/savedFilters')).SavedFilters }))

const ListActions = ({ filters }: { filters: ReactElement<{ alwaysOn?: boolean }>[] }) => (
  <TopToolbar className="list-actions">
    {filters.some(({ props }) => !props.alwaysOn) && <FilterButton />}
    <SheetButtons />
    <Suspense>
      <SavedFilters />
    </Suspense>
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
  /** What can be done with the ticked rows together; on wide screens. */
  bulk?: ReactElement | false
  /** True when the records have no page of their own. */
  fixed?: boolean
}

/** Records as a table, or as cards on a narrow screen. */
export function Rows<Row extends RaRecord>({
  children,
  without,
  card,
  cardDetail,
  bulk = false,
  fixed,
}: RowsProps<Row>) {
  useLocale()
  const boxes = useNamedBoxes()
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'))
  if (narrow) {
    return (
      <SimpleList<Row>
        primaryText={card}
        secondaryText={cardDetail}
        rowClick={fixed ? false : 'show'}
        empty={<NoRows />}
      />
    )
  }
  const table = (
    <DataTable
      rowClick={false}
      bulkActionButtons={bulk}
      bulkActionsToolbar={bulk ? <Together>{bulk}</Together> : undefined}
      empty={<NoRows />}
      size="small"
    >
      {Children.toArray(children).filter(
        (column) => !isValidElement<{ source?: string }>(column) || column.props.source !== without,
      )}
    </DataTable>
  )
  return bulk ? <div ref={boxes}>{table}</div> : table
}

/** The name of a row's box stands around the box, where no screen reader looks for it, and does not say whose it is. */
function useNamedBoxes() {
  const translate = useTranslate()
  const around = useRef<HTMLDivElement>(null)
  const nameOf = useGetRecordRepresentation(useResourceContext())
  const { data } = useListContext()
  useEffect(() => {
    const boxes = around.current?.querySelectorAll('.select-item input') ?? []
    for (const [at, box] of [...boxes].entries()) {
      box.parentElement?.removeAttribute('aria-label')
      box.setAttribute('aria-label', translate('work.choose', { name: nameOf(data?.[at]) }))
    }
  })
  return around
}

/** What can be done with the ticked rows; as many are ticked at once as the server gives at once. */
const Together = ({ children }: { children: ReactNode }) => (
  <BulkActionsToolbar selectAllButton={<SelectAllButton limit={100} />}>{children}</BulkActionsToolbar>
)

/** The name of a record, leading to its page. */
export function RecordLink({ row, resource, children }: { row: RaRecord; resource?: string; children?: ReactNode }) {
  const path = useCreatePath()
  const here = useResourceContext()
  const name = useGetRecordRepresentation(resource ?? here)
  return <Link to={path({ resource: resource ?? here, type: 'show', id: row.id })}>{children ?? name(row)}</Link>
}
