import { useTranslate } from 'react-admin'
import { RecordHistory } from '../everywhere/history'
import { Amount } from '../figure'
import { graphql } from '../gql'
import type { ProgramHistoryFragment } from '../gql/graphql'
import { Grid } from '../grid'
import { StepHistory } from '../history'
import { RecordLink } from '../list'
import { localized } from '../noun'
import { Details, Section } from '../tabs'
import { momentInKorea } from '../value'

const fields = graphql(`
  fragment ProgramHistory on Program {
    id
    steps { id at byName reason from: fromStage to: toStage }
    outcomes(filter: { superseded: true }, first: 100, orderBy: [{ field: KNOWN_AT, direction: DESC }]) {
      nodes {
        id
        asOf
        state
        value
        supersededAt
        indicator { id nameKo nameEn unitKo unitEn }
        corrections { id state value correctionReason approverName indicator { id unitKo unitEn } }
      }
    }
  }
`)

/** The steps that the program took, and the figures that were corrected. */
export function History() {
  const translate = useTranslate()
  return (
    <Details fields={fields}>
      {({ steps, outcomes }) => (
        <>
          <Section title={translate('work.history.steps')}>
            <StepHistory steps={steps} of="ProgramStage" />
          </Section>
          <Corrections rows={outcomes.nodes} />
          <RecordHistory />
        </>
      )}
    </Details>
  )
}

type Corrected = ProgramHistoryFragment['outcomes']['nodes'][number]

/** What was known before, what is known since, and why. */
function Corrections({ rows }: { rows: Corrected[] }) {
  const translate = useTranslate()
  const title = translate('work.history.corrections')
  return (
    <Section title={title}>
      <Grid<Corrected>
        label={title}
        rows={rows}
        empty={translate('work.history.no_corrections')}
        columns={[
          {
            label: translate('work.history.at'),
            short: true,
            cell: ({ supersededAt }) => supersededAt && momentInKorea(supersededAt),
          },
          {
            label: translate('resources.outcomes.fields.indicator'),
            cell: (row) => (
              <RecordLink row={row} resource="outcomes">
                {localized(row.indicator, 'name')} · {row.asOf}
              </RecordLink>
            ),
          },
          {
            label: translate('work.history.change'),
            cell: (row) => (
              <>
                <Amount of={row} /> →{' '}
                {row.corrections.map((correction) => (
                  <Amount key={correction.id} of={correction} />
                ))}
              </>
            ),
          },
          {
            label: translate('panel.reason'),
            cell: ({ corrections }) => corrections.map(({ correctionReason }) => correctionReason).join(' '),
          },
          {
            label: translate('work.history.by'),
            cell: ({ corrections }) => corrections.map(({ approverName }) => approverName ?? '–').join(' '),
          },
        ]}
      />
    </Section>
  )
}
