import { Alert } from '@mui/material'
import { maxLength, TextInput, useCanAccess, useRecordContext, useTranslate } from 'react-admin'
import { DialogButton } from './dialog'
import { DayInput, LoggedReason } from './form'
import type { ParticipantFieldsFragment } from './gql/graphql'

/** Corrects what is known of the person. What is there is not shown for it: that needs a reason of its own. */
export function Correction() {
  const row = useRecordContext<ParticipantFieldsFragment>()
  const { canAccess } = useCanAccess({ resource: 'participants', action: 'correct' })
  const translate = useTranslate()
  if (!row || !canAccess || row.destroyedAt) return null
  const word = (name: string) => translate(`acts.person.${name}`)
  return (
    <DialogButton label={word('correct')} act="correctPerson" input={{ participantId: row.id, version: row.version }}>
      <Alert severity="info">{word('hint')}</Alert>
      <TextInput source="name" label={word('name')} validate={maxLength(60)} />
      <DayInput source="birthDate" label={word('birth_date')} />
      <TextInput source="phone" label={word('phone')} />
      <TextInput source="addressNote" label={word('address')} validate={maxLength(200)} />
      <LoggedReason />
    </DialogButton>
  )
}
