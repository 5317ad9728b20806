import { Chip, Radio } from '@mui/material'
import { useTranslate } from 'react-admin'
import { Link } from 'react-router-dom'
import { dayInKorea } from '../day'
import { graphql } from '../gql'
import type { RivalFigureFragment } from '../gql/graphql'
import { localized } from '../noun'
import { Value } from '../value'
import { Basis, Figure, periodOf } from './figure'

graphql(`
  fragment RivalFigure on Outcome {
    id state value asOf periodStart knownAt note
    program { id titleKo titleEn }
    cohort { id nameKo nameEn }
    indicator { id nameKo nameEn unitKo unitEn basis population }
    citations { method quote page source { id publisher title publishedOn } }
  }
`)

interface RivalProps {
  row: RivalFigureFragment
  chosen?: boolean
  /** When it can be chosen: the name of the group and what happens. */
  choice?: { name: string; choose(): void }
}

/** One of the rival values, with everything that speaks for it. */
export function RivalCard({ row, chosen, choice }: RivalProps) {
  const translate = useTranslate()
  const content = (
    <>
      {choice && (
        <Radio size="small" name={choice.name} checked={chosen ?? false} onChange={choice.choose} value={row.id} />
      )}
      <Figure row={row} /> {chosen && !choice && <Chip color="success" label={translate('panel.conflicts.chosen')} />}
      <div>
        {translate('resources.outcomes.fields.asOf')} {periodOf(row)}
        {row.cohort && ` · ${localized(row.cohort, 'name')}`} · <Basis row={row} />
      </div>
      {row.citations.length === 0 && <div className="flag">{translate('panel.source_none')}</div>}
      {row.citations.map(({ source, quote, page, method }) => (
        <div key={source.id}>
          {source.publisher}
          {source.publishedOn && `, ${source.publishedOn}`} · <Value of="CitationMethod" is={method} />
          {page && ` · ${page}`}
          {quote && <q>{quote}</q>}
        </div>
      ))}
      {row.note && <div className="small">{row.note}</div>}
      <div className="small">
        {translate('panel.conflicts.known', { day: dayInKorea(row.knownAt) })} ·{' '}
        <Link to={`/outcomes/${row.id}/show`}>{translate('panel.grid.open_short')}</Link>
      </div>
    </>
  )
  const look = chosen ? 'rival rival-chosen' : 'rival'
  // biome-ignore lint/a11y/noLabelWithoutControl: the radio button is inside
  return choice ? <label className={look}>{content}</label> : <div className={look}>{content}</div>
}
