import { Chip } from '@mui/material'
import { useLocale, useTranslate } from 'react-admin'
import { graphql } from './gql'
import type { FigureFieldsFragment } from './gql/graphql'
import { Grid } from './grid'
import { RecordLink } from './list'
import { localized } from './noun'
import { Value } from './value'

graphql(`
  fragment FigureFields on Figure {
    asOf
    figureAsOf
    reported
    state
    value
    dimension
    category
    rivals
    cohort { id nameKo nameEn }
    indicator { id code nameKo nameEn unitKo unitEn basis population }
    outcome { id }
  }
`)

type Row = FigureFieldsFragment

/** A value with its unit, or the word for the kind of nothing that it is. */
export function Amount({
  of,
}: {
  of: Pick<Row, 'state' | 'value'> & { indicator: { unitKo: string; unitEn: string } }
}) {
  const locale = useLocale()
  if (of.state !== 'PRESENT') return <Value of="FigureState" is={of.state} />
  return (
    <span className="figure">
      {of.value?.toLocaleString(locale)}
      {locale === 'en' && ' '}
      <span className="figure-unit">{localized(of.indicator, 'unit')}</span>
    </span>
  )
}

/** Figures as they are known at a moment, each with its basis, population and day. */
export function FigureList({ label, figures }: { label: string; figures: readonly Row[] }) {
  const translate = useTranslate()
  const of = (field: string) => translate(`resources.outcomes.fields.${field}`)
  return (
    <Grid<Row>
      label={label}
      rows={figures}
      keyOf={({ indicator, cohort, dimension, category }) => [indicator.id, cohort?.id, dimension, category].join()}
      columns={[
        {
          label: of('indicator'),
          cell: ({ indicator, cohort, outcome }) => (
            <>
              {outcome ? (
                <RecordLink row={outcome} resource="outcomes">
                  {localized(indicator, 'name')}
                </RecordLink>
              ) : (
                localized(indicator, 'name')
              )}
              {cohort && ` · ${localized(cohort, 'name')}`}
            </>
          ),
        },
        { label: of('value'), number: true, cell: (figure) => <Amount of={figure} /> },
        {
          label: of('basis'),
          cell: ({ indicator }) => (
            <>
              <Value of="CountingBasis" is={indicator.basis} /> · <Value of="Population" is={indicator.population} />
            </>
          ),
        },
        {
          label: of('asOf'),
          short: true,
          cell: ({ figureAsOf, reported }) => (
            <>
              {figureAsOf ?? '–'}{' '}
              {!reported && <Chip component="span" label={translate('work.figures.not_reported')} />}
            </>
          ),
        },
        {
          label: translate('work.figures.rivals'),
          number: true,
          cell: ({ rivals }) => (rivals ? <Chip color="warning" component="span" label={rivals} /> : '–'),
        },
      ]}
    />
  )
}
