import { Alert, Box, LinearProgress, Tab, Tabs, Typography } from '@mui/material'
import { type ComponentType, lazy, type ReactNode, Suspense, useId } from 'react'
import {
  Link,
  type RaRecord,
  useCreatePath,
  useGetOne,
  useLocale,
  useRecordContext,
  useResourceContext,
  useTranslate,
} from 'react-admin'
import { useParams } from 'react-router-dom'
import type { TypedDocumentString } from './gql/graphql'

export interface TabPage {
  /** Last part of the address; empty for the first tab. */
  path: string
  label: string
  Content: ComponentType
}

/** A tab whose code is loaded when it is opened. */
export const tab = (path: string, label: string, load: () => Promise<ComponentType>): TabPage => ({
  path,
  label,
  Content: lazy(async () => ({ default: await load() })),
})

/** The pages of a record, each with an address of its own. */
export function TabPages({ tabs }: { tabs: TabPage[] }) {
  const translate = useTranslate()
  const row = useRecordContext()
  const resource = useResourceContext() as string
  const createPath = useCreatePath()
  const id = useId()
  const asked = useParams()['*'] ?? ''
  const open = tabs.find(({ path }) => path === asked) ?? tabs[0]
  if (!row || !open) return null
  const base = createPath({ resource, type: 'show', id: row.id })
  return (
    <>
      <Tabs value={open.path} variant="scrollable" allowScrollButtonsMobile className="tabs">
        {tabs.map(({ path, label }) => (
          <Tab
            key={path}
            value={path}
            label={translate(label)}
            component={Link}
            to={path ? `${base}/${path}` : base}
            id={`${id}-${path}`}
            aria-controls={path === open.path ? `${id}-panel` : undefined}
          />
        ))}
      </Tabs>
      <Box role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open.path}`} className="tab-panel">
        <Suspense fallback={<LinearProgress aria-label={translate('ra.page.loading')} />}>
          <open.Content />
        </Suspense>
      </Box>
    </>
  )
}

/** More of the record, fetched for this part of its page. */
export function Details<Row extends RaRecord>({
  fields,
  children,
}: {
  fields: TypedDocumentString<Row, unknown>
  children: (row: Row) => ReactNode
}) {
  const translate = useTranslate()
  const resource = useResourceContext() as string
  const row = useRecordContext()
  const { data, error } = useGetOne<Row>(
    resource,
    { id: row?.id as string, meta: { fields, locale: useLocale() } },
    { enabled: Boolean(row) },
  )
  if (error) return <Alert severity="error">{translate(error.message, { _: error.message })}</Alert>
  return data ? children(data) : <LinearProgress aria-label={translate('ra.page.loading')} />
}

/** A part of a page under its heading. */
export function Section({
  title,
  hint,
  tools,
  children,
}: {
  title: string
  hint?: ReactNode
  tools?: ReactNode
  children: ReactNode
}) {
  const heading = useId()
  return (
    <Box component="section" aria-labelledby={heading} className="related">
      <Box className="related-head">
        <Typography variant="h2" id={heading}>
          {title}
        </Typography>
        {tools}
      </Box>
      {hint && <Typography className="none">{hint}</Typography>}
      {children}
    </Box>
  )
}
