import { graphql } from '../gql'
import type { ProgramFieldsFragment } from '../gql/graphql'
import { localized } from '../noun'
import { Groups } from '../program'
import { DestroyOn } from '../retention'
import { Fact, FactSheet } from '../show'
import { NextSteps } from '../step'

const steps = graphql(`
  fragment ProgramSteps on Program {
    id
    transitions { name labelKo labelEn needsReason missing { field message code } }
  }
`)

export const Overview = () => (
  <>
    <NextSteps fields={steps} />
    <FactSheet<ProgramFieldsFragment>
      facts={(row) => (
        <>
          <Fact source="targetGroups">{row.targetGroups.length ? <Groups row={row} /> : null}</Fact>
          <Fact source="targetJobs">{row.targetJobs}</Fact>
          <Fact source="cohorts">{row.cohorts.map((cohort) => localized(cohort, 'name')).join(', ')}</Fact>
          <Fact source="dong">{row.dong}</Fact>
          <Fact source="dongNote">{row.dongNote}</Fact>
          <Fact source="titleKo">{row.titleKo}</Fact>
          <Fact source="titleEn">{row.titleEn}</Fact>
          <Fact source="summaryKo" wide>
            {row.summaryKo}
          </Fact>
          <Fact source="summaryEn" wide>
            {row.summaryEn}
          </Fact>
        </>
      )}
    />
    <DestroyOn />
  </>
)
