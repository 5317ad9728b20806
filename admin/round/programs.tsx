import { LinearProgress, Pagination } from '@mui/material'
import { type ReactNode, useState } from 'react'
import { type RaRecord, useGetList, useLocale, useRecordContext, useTranslate } from 'react-admin'
import type { ProgramFilter, RoundFieldsFragment, TypedDocumentString } from '../gql/graphql'

interface ProgramsProps<Row> {
  /** What is read of each program. */
  fields: TypedDocumentString<Row, unknown>
  filter?: ProgramFilter
  perPage?: number
  children: (rows: Row[]) => ReactNode
}

/** The programs of the round, page by page. */
export function Programs<Row extends RaRecord>({ fields, filter, perPage = 25, children }: ProgramsProps<Row>) {
  const translate = useTranslate()
  const round = useRecordContext<RoundFieldsFragment>()
  const [page, setPage] = useState(1)
  const {
    data = [],
    total = 0,
    isPending,
  } = useGetList<Row>('programs', {
    filter: { ...filter, year: round?.year },
    sort: { field: 'code', order: 'ASC' },
    pagination: { page, perPage },
    meta: { fields, locale: useLocale() },
  })
  if (isPending) return <LinearProgress aria-label={translate('ra.page.loading')} />
  return (
    <>
      {children(data)}
      {total > perPage && (
        <Pagination count={Math.ceil(total / perPage)} page={page} onChange={(_, to) => setPage(to)} />
      )}
    </>
  )
}
