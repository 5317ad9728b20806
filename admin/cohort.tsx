import { minValue, NumberInput, required, SelectInput, TextInput, useGetOne, useTranslate } from 'react-admin'
import { useWatch } from 'react-hook-form'
import { DialogButton } from './dialog'
import { DayInput } from './form'
import { graphql } from './gql'
import type { CohortFieldsFragment, ProgramFieldsFragment } from './gql/graphql'
import { localized, type Part } from './noun'

graphql(`
  fragment CohortFields on Cohort {
    id
    version
    viewerCanUpdate
    half
    nameKo
    nameEn
    capacity
    startsOn
    endsOn
    placesTaken
    overCapacity
    counts { stage reached standing }
  }
`)

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

/** Makes an intake of a program, or changes one. */
export function CohortButton({ programId, now }: { programId: string; now?: CohortFieldsFragment }) {
  const translate = useTranslate()
  return (
    <DialogButton
      variant={now ? 'text' : 'outlined'}
      resource="cohorts"
      label={translate(now ? 'ra.action.edit' : 'work.cohort.create')}
      title={translate(now ? 'work.cohort.change' : 'work.cohort.create')}
      confirm={translate('ra.action.save')}
      act={now ? 'updateCohort' : 'createCohort'}
      input={now ? { id: now.id } : { programId }}
      record={now}
    >
      <TextInput source="nameKo" validate={required()} />
      <TextInput source="nameEn" />
      <SelectInput source="half" choices={halves} validate={required()} />
      <NumberInput source="capacity" validate={minValue(1)} />
      <DayInput source="startsOn" />
      <DayInput source="endsOn" />
    </DialogButton>
  )
}

const halves = [1, 2].map((id) => ({ id, name: `values.Half.${id}` }))

export const cohort: Part<'half' | 'nameKo' | 'nameEn' | 'capacity' | 'startsOn' | 'endsOn' | 'placesTaken'> = {
  name: 'cohorts',
  acts: { create: 'createCohort', edit: 'updateCohort', history: 'seeHistoryOfCohort' },
  words: {
    ko: {
      name: '기수',
      fields: {
        half: '반기',
        nameKo: '이름',
        nameEn: '영문 이름',
        capacity: '정원',
        startsOn: '시작일',
        endsOn: '종료일',
        placesTaken: '차지한 자리',
      },
      values: { Half: { 1: '상반기', 2: '하반기' } },
    },
    en: {
      name: 'Cohorts',
      fields: {
        half: 'Half-year',
        nameKo: 'Name',
        nameEn: 'English name',
        capacity: 'Places',
        startsOn: 'Starts on',
        endsOn: 'Ends on',
        placesTaken: 'Places taken',
      },
      values: { Half: { 1: 'First half', 2: 'Second half' } },
    },
  },
}
