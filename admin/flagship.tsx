import { NumberInput, required, useTranslate } from 'react-admin'
import { today } from './day'
import { DialogButton } from './dialog'
import { DayInput, ParagraphInput, RecordInput } from './form'
import { graphql } from './gql'
import type { FlagshipFieldsFragment } from './gql/graphql'
import type { Part } from './noun'

graphql(`
  fragment FlagshipFields on FlagshipAward {
    id
    version
    viewerCanUpdate
    year
    awardedOn
    criteria
    evidence
    document { id publisher title address }
    revokedOn
    revokedReason
  }
`)

export function DesignateButton({ programId, year }: { programId: string; year: number }) {
  const translate = useTranslate()
  return (
    <DialogButton
      resource="flagshipAwards"
      label={translate('work.flagship.designate')}
      act="designateFlagship"
      input={{ programId }}
      defaultValues={{ year, awardedOn: today() }}
    >
      <NumberInput source="year" validate={required()} format={(year) => year ?? ''} />
      <DayInput source="awardedOn" isRequired />
      <ParagraphInput source="criteria" minRows={2} validate={required()} />
      <ParagraphInput source="evidence" minRows={2} validate={required()} />
      <RecordInput source="documentId" reference="sources" />
    </DialogButton>
  )
}

export function RevokeButton({ award }: { award: FlagshipFieldsFragment }) {
  return (
    <DialogButton
      variant="text"
      resource="flagshipAwards"
      label={useTranslate()('work.flagship.revoke')}
      act="revokeFlagship"
      input={{ id: award.id, version: award.version }}
      defaultValues={{ revokedOn: today() }}
    >
      <DayInput source="revokedOn" isRequired />
      <ParagraphInput source="revokedReason" minRows={2} validate={required()} />
    </DialogButton>
  )
}

export const flagship: Part<
  'year' | 'awardedOn' | 'criteria' | 'evidence' | 'document' | 'revokedOn' | 'revokedReason'
> = {
  name: 'flagshipAwards',
  acts: { create: 'designateFlagship', history: 'seeHistoryOfFlagshipAward' },
  words: {
    ko: {
      name: '대표 브랜드 일자리',
      fields: {
        year: '연도',
        awardedOn: '지정일',
        criteria: '지정 기준',
        evidence: '근거',
        document: '출처',
        revokedOn: '취소일',
        revokedReason: '취소 사유',
      },
    },
    en: {
      name: 'Flagship awards',
      fields: {
        year: 'Year',
        awardedOn: 'Awarded on',
        criteria: 'Criteria',
        evidence: 'Evidence',
        document: 'Source',
        revokedOn: 'Revoked on',
        revokedReason: 'Why revoked',
      },
    },
  },
}
