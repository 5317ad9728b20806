import { BooleanInput, required, SelectInput, TextInput, useTranslate } from 'react-admin'
import { today } from './day'
import { DialogButton } from './dialog'
import { DayInput, ParagraphInput, RecordInput } from './form'
import type { FeedbackFieldsFragment } from './gql/graphql'

type Row = FeedbackFieldsFragment

/** Notes what was found about a program. */
export const FindingButton = ({ programId }: { programId: string }) => (
  <DialogButton
    resource="feedbackEntries"
    label={useTranslate()('work.feedback.record')}
    act="recordFinding"
    input={{ programId }}
  >
    <ParagraphInput source="finding" validate={required()} />
    <TextInput source="owner" />
    <DayInput source="dueOn" />
  </DialogButton>
)

/** Decides on a finding, with the figures as they are known now. */
export function DecideButton({ row: { id, version, owner, dueOn, viewerCanDecide } }: { row: Row }) {
  const translate = useTranslate()
  if (!viewerCanDecide) return null
  const choices = ['CONTINUE', 'CHANGE', 'END', 'NEW'].map((id) => ({ id, name: `values.FeedbackDecision.${id}` }))
  return (
    <DialogButton
      resource="feedbackEntries"
      label={translate('work.feedback.decide')}
      act="decideFinding"
      input={{ id, version }}
      defaultValues={{ owner, dueOn, figuresAsOf: today() }}
    >
      <p className="none">{translate('work.feedback.decide_hint')}</p>
      <SelectInput source="decision" choices={choices} validate={required()} />
      <DayInput source="figuresAsOf" isRequired />
      <ParagraphInput source="decisionText" minRows={2} validate={required()} />
      <TextInput source="owner" />
      <DayInput source="dueOn" />
    </DialogButton>
  )
}

/** Records what changed after the decision, which closes the entry. */
export function ChangeButton({ row: { id, version, decision, doneOn, viewerCanUpdate } }: { row: Row }) {
  const translate = useTranslate()
  if (!viewerCanUpdate || !decision || doneOn) return null
  return (
    <DialogButton
      resource="feedbackEntries"
      label={translate('work.feedback.change')}
      act="recordChange"
      input={{ id, version }}
      defaultValues={{ doneOn: today() }}
    >
      <p className="none">{translate('work.feedback.change_hint')}</p>
      <RecordInput source="nextProgramId" reference="programs" isRequired={decision !== 'END'} />
      <DayInput source="doneOn" isRequired />
      <ParagraphInput source="change" minRows={2} validate={required()} />
      <BooleanInput source="otherLine" />
    </DialogButton>
  )
}
