import AddIcon from '@mui/icons-material/Add'
import { Box, Button, Typography } from '@mui/material'
import { lazy, type ReactNode, Suspense } from 'react'
import {
  EditButton,
  FieldTitle,
  Link,
  Pagination,
  type RaRecord,
  RecordContextProvider,
  ReferenceManyField,
  ResourceContextProvider,
  Show,
  type SortPayload,
  TopToolbar,
  useCanAccess,
  useCreatePath,
  useLocale,
  useRecordContext,
  useResourceContext,
  useTranslate,
} from 'react-admin'
import { EmptyWords } from './empty/empty'

interface NounShowProps<Row> {
  /** Left out where the page has tabs, the first of which says them. */
  facts?: (row: Row) => ReactNode
  /** Why the record cannot be edited any more, if so. */
  fixed?: (row: Row) => string | false
  /** Where the page has tabs, one of them has the history. */
  historyInTab?: boolean
  children?: ReactNode
}

export const RecordHistory = lazy(async () => ({ default: (await import('./everywhere/history')).RecordHistory }))

/** The page of one record: its facts, then what belongs to it, then who changed what. */
export function NounShow<Row extends RaRecord>({ facts, fixed, historyInTab, children }: NounShowProps<Row>) {
  return (
    <Show actions={<ShowActions fixed={fixed} />} component="div" emptyWhileLoading>
      {facts && <FactSheet facts={facts} />}
      {children}
      {!historyInTab && (
        <Suspense>
          <RecordHistory />
        </Suspense>
      )}
    </Show>
  )
}

function ShowActions<Row extends RaRecord & { viewerCanUpdate?: boolean }>({
  fixed,
}: {
  fixed?: (row: Row) => string | false
}) {
  const row = useRecordContext<Row>()
  const translate = useTranslate()
  const reason = row && fixed?.(row)
  if (reason) return <Typography className="none fixed-note">{translate(reason)}</Typography>
  return (
    row?.viewerCanUpdate && (
      <TopToolbar className="beside-title">
        <EditButton variant="contained" />
      </TopToolbar>
    )
  )
}

export function FactSheet<Row extends RaRecord>({ facts }: { facts: (row: Row) => ReactNode }) {
  useLocale()
  const row = useRecordContext<Row>()
  return row && <FactList>{facts(row)}</FactList>
}

export const FactList = ({ children }: { children: ReactNode }) => (
  <Box component="dl" className="facts">
    {children}
  </Box>
)

/** What is inside is about another record than that of the page. */
export const RecordAs = ({
  resource,
  record,
  children,
}: {
  resource: string
  record: RaRecord
  children: ReactNode
}) => (
  <ResourceContextProvider value={resource}>
    <RecordContextProvider value={record}>{children}</RecordContextProvider>
  </ResourceContextProvider>
)

/** One fact under the label of its field. */
export function Fact({ source, wide, children }: { source: string; wide?: boolean; children: ReactNode }) {
  const resource = useResourceContext()
  const translate = useTranslate()
  const empty = children === null || children === undefined || children === ''
  return (
    <div className={wide ? 'wide' : undefined}>
      <dt>
        <FieldTitle source={source} resource={resource} />
      </dt>
      <dd>{empty ? <span className="none">{translate('panel.none')}</span> : children}</dd>
    </div>
  )
}

interface RelatedProps {
  title: string
  hint?: string
  /** What is said where there is nothing, if it is not what the list of the resource says: one of `empty` in the words. */
  empty?: string
  resource: string
  /** Field of the related noun's filter that names this record, and the field here that it is compared with. */
  target: string
  source?: string
  sort: SortPayload
  /** What a new related record starts with. */
  start?: (row: RaRecord) => object
  /** Buttons beside the heading. */
  tools?: ReactNode
  children: ReactNode
}

/** What belongs to the record, page by page. */
export function Related({
  title,
  hint,
  empty,
  resource,
  target,
  source = 'id',
  sort,
  start,
  tools,
  children,
}: RelatedProps) {
  const row = useRecordContext()
  const translate = useTranslate()
  const heading = `related-${resource}`
  return (
    <Box component="section" aria-labelledby={heading} className="related">
      <Box className="related-head">
        <Typography variant="h2" id={heading}>
          {translate(title, { smart_count: 2 })}
        </Typography>
        {start && row && <AddButton resource={resource} record={start(row)} />}
        {tools}
      </Box>
      {hint && <Typography className="none">{translate(hint)}</Typography>}
      <ReferenceManyField
        reference={resource}
        target={target}
        source={source}
        sort={sort}
        perPage={25}
        pagination={<Pagination rowsPerPageOptions={[25, 50, 100]} />}
      >
        <EmptyWords.Provider value={empty}>
          <Box className="related-body">{children}</Box>
        </EmptyWords.Provider>
      </ReferenceManyField>
    </Box>
  )
}

function AddButton({ resource, record }: { resource: string; record: object }) {
  const translate = useTranslate()
  const path = useCreatePath()
  const { canAccess } = useCanAccess({ resource, action: 'create' })
  return (
    canAccess && (
      <Button component={Link} to={path({ resource, type: 'create' })} state={{ record }} startIcon={<AddIcon />}>
        {translate('ra.action.create')}
      </Button>
    )
  )
}
