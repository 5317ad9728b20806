import { AutocompleteArrayInput, ReferenceArrayInput, required, TextInput, useTranslate } from 'react-admin'
import { DialogButton } from './dialog'
import { DayInput, ParagraphInput, RecordInput } from './form'
import { graphql } from './gql'
import type { AgreementFieldsFragment } from './gql/graphql'
import type { Part } from './noun'

graphql(`
  fragment AgreementFields on Agreement {
    id
    version
    viewerCanUpdate
    titleKo
    signedOn
    startsOn
    endsOn
    note
    parties { id nameKo nameEn }
    document { id publisher title address }
  }
`)

const Inputs = () => (
  <>
    <TextInput source="titleKo" className="wide" validate={required()} />
    <DayInput source="signedOn" isRequired />
    <DayInput source="startsOn" />
    <DayInput source="endsOn" />
    <ReferenceArrayInput source="partyIds" reference="organizations" perPage={50}>
      <AutocompleteArrayInput filterToQuery={(search: string) => (search ? { search } : {})} />
    </ReferenceArrayInput>
    <RecordInput source="documentId" reference="sources" />
    <ParagraphInput source="note" minRows={2} />
  </>
)

/** Records an agreement about a program, or corrects one. */
export function AgreementButton({ programId, now }: { programId: string; now?: AgreementFieldsFragment }) {
  const translate = useTranslate()
  return (
    <DialogButton
      resource="agreements"
      label={translate(now ? 'ra.action.edit' : 'work.agreement.record')}
      title={translate(now ? 'work.agreement.correct' : 'work.agreement.record')}
      confirm={translate('ra.action.save')}
      act={now ? 'updateAgreement' : 'recordAgreement'}
      input={now ? { id: now.id } : { programId }}
      record={now}
    >
      <Inputs />
    </DialogButton>
  )
}

export const agreement: Part<keyof Omit<AgreementFieldsFragment, 'id' | 'version' | 'viewerCanUpdate' | '__typename'>> =
  {
    name: 'agreements',
    acts: { create: 'recordAgreement', edit: 'updateAgreement', history: 'seeHistoryOfAgreement' },
    words: {
      ko: {
        name: '협약',
        fields: {
          titleKo: '협약명',
          signedOn: '체결일',
          startsOn: '시작일',
          endsOn: '종료일',
          parties: '협약 당사자',
          document: '근거 자료',
          note: '참고',
        },
      },
      en: {
        name: 'Agreement |||| Agreements',
        fields: {
          titleKo: 'Title',
          signedOn: 'Signed on',
          startsOn: 'Starts on',
          endsOn: 'Ends on',
          parties: 'Parties',
          document: 'Document',
          note: 'Note',
        },
      },
    },
  }
