import { SelectInput, useGetOne } from 'react-admin'
import { useWatch } from 'react-hook-form'
import type { ProgramFieldsFragment } from './gql/graphql'
import { localized } from './noun'

/** A choice of the intakes of the form's program. */
export function CohortInput() {
  const programId = useWatch({ name: 'programId' })
  const { data } = useGetOne<ProgramFieldsFragment>('programs', { id: programId }, { enabled: Boolean(programId) })
  return (
    <SelectInput
      source="cohortId"
      choices={data?.cohorts ?? []}
      optionText={(cohort) => localized(cohort, 'name')}
      translateChoice={false}
      disabled={!data?.cohorts.length}
    />
  )
}
