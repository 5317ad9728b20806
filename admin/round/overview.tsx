import { useTranslate } from 'react-admin'
import { RecordHistory } from '../everywhere/history'
import { graphql } from '../gql'
import type { RoundFieldsFragment } from '../gql/graphql'
import { StepHistory } from '../history'
import { Fact, FactSheet } from '../show'
import { NextSteps } from '../step'
import { Details, Section } from '../tabs'
import { ValueChip } from '../value'

const transitions = graphql(`
  fragment RoundSteps on Round {
    id
    transitions { name labelKo labelEn needsReason missing { field message code } }
  }
`)

const history = graphql(`
  fragment RoundHistory on Round {
    id
    steps { id at byName reason from: fromState to: toState }
  }
`)

export const Overview = () => (
  <>
    <NextSteps fields={transitions} />
    <FactSheet<RoundFieldsFragment>
      facts={(row) => (
        <>
          <Fact source="year">{row.year}</Fact>
          <Fact source="state">
            <ValueChip of="RoundState" is={row.state} />
          </Fact>
          <Fact source="jobTarget">{row.jobTarget}</Fact>
          <Fact source="citySharePct">{row.citySharePct === null ? null : `${row.citySharePct} %`}</Fact>
          <Fact source="callOpensOn">{row.callOpensOn}</Fact>
          <Fact source="callClosesOn">{row.callClosesOn}</Fact>
          <Fact source="screeningFrom">{row.screeningFrom}</Fact>
          <Fact source="screeningTo">{row.screeningTo}</Fact>
          <Fact source="titleKo">{row.titleKo}</Fact>
          <Fact source="titleEn">{row.titleEn}</Fact>
          <Fact source="cityShareNote" wide>
            {row.cityShareNote}
          </Fact>
          <Fact source="note" wide>
            {row.note}
          </Fact>
        </>
      )}
    />
    <Taken />
    <RecordHistory />
  </>
)

function Taken() {
  const translate = useTranslate()
  return (
    <Section title={translate('work.history.steps')}>
      <Details fields={history}>{({ steps }) => <StepHistory steps={steps} of="RoundState" />}</Details>
    </Section>
  )
}
