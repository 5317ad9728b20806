import { Alert, Button } from '@mui/material'
import { Fragment, useState } from 'react'
import { useLocale, useRecordContext, useResourceContext, useTranslate } from 'react-admin'
import { useAsked } from '../asked'
import { graphql } from '../gql'
import type { RecordHistoryQuery } from '../gql/graphql'
import { Grid } from '../grid'
import { Section } from '../tabs'
import { momentInKorea } from '../value'
import { authorOf } from './author'
import { ChangedField } from './changedField'

const query = graphql(`
  query RecordHistory($id: ID!, $first: Int!) {
    history(id: $id, first: $first) {
      endCursor
      changes {
        at kind byName byRole
        fields { field erased old { field type text name } new { field type text name } }
      }
    }
  }
`)

type Change = NonNullable<RecordHistoryQuery['history']>['changes'][number]

/** Who changed the record of the page, when, and from what to what; nothing for those who may not see it. */
export function RecordHistory() {
  const translate = useTranslate()
  const row = useRecordContext()
  return row ? (
    <Changes key={row.id} id={String(row.id)} version={row.version} title={translate('everywhere.history')} />
  ) : null
}

const PAGE = 10

/** Asked anew for each version of the record. */
function Changes({ id, version, title }: { id: string; version: number; title: string }) {
  const [first, setFirst] = useState(PAGE)
  return <Asked key={version} {...{ id, first, title }} more={() => setFirst((before) => Math.min(100, before + 30))} />
}

function Asked({ id, first, title, more }: { id: string; first: number; title: string; more(): void }) {
  const translate = useTranslate()
  const { data, error } = useAsked(query, { id, first })
  const history = data?.history
  if (error) return <Alert severity="error">{translate(error, { _: error })}</Alert>
  if (!history) return null
  const rows = history.changes.map((change, index) => ({ ...change, id: index }))
  return (
    <Section title={title}>
      <Grid<Change & { id: number }>
        label={title}
        rows={rows}
        empty={translate('everywhere.history_none')}
        columns={[
          { label: translate('everywhere.history_at'), short: true, cell: ({ at }) => momentInKorea(at) },
          { label: translate('everywhere.history_by'), short: true, cell: (change) => authorOf(change, translate) },
          { label: translate('everywhere.history_what'), cell: (change) => <What {...change} /> },
        ]}
      />
      {history.endCursor && first < 100 && (
        <Button onClick={more} className="history-more">
          {translate('everywhere.more')}
        </Button>
      )}
    </Section>
  )
}

function What({ kind, fields }: Change) {
  const translate = useTranslate()
  const resource = useResourceContext() as string
  useLocale()
  if (kind === 'CREATED') return translate('everywhere.created')
  if (kind === 'DELETED') return translate('everywhere.deleted')
  return (
    <dl className="changed">
      {fields.map((field, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one kind have nothing else that tells them apart
        <Fragment key={index}>
          <ChangedField resource={resource} change={field} />
        </Fragment>
      ))}
    </dl>
  )
}
