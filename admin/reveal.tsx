import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material'
import { type RefObject, useId, useState } from 'react'
import { Form, useCanAccess, useRecordContext, useTranslate } from 'react-admin'
import { ask, mistakes } from './api'
import { Correction } from './correction'
import { Confirm } from './dialog'
import { Above, LoggedReason } from './form'
import { graphql } from './gql'
import type { ParticipantFieldsFragment, RevealPersonMutation } from './gql/graphql'
import { Typed, useLeave } from './merge/leave'
import { Fact } from './show'
import { StepSection } from './step'

const reveal = graphql(`
  mutation RevealPerson($input: RevealPersonInput!) {
    revealPerson(input: $input) {
      person { name birthDate phone addressNote }
      errors { field message code }
    }
  }
`)
type Person = NonNullable<RevealPersonMutation['revealPerson']['person']>

/** Shows the personal data of the participant for a reason, once: it is gone when the dialog is closed. */
export function Reveal() {
  const row = useRecordContext<ParticipantFieldsFragment>()
  const { canAccess } = useCanAccess({ resource: 'participants', action: 'reveal' })
  const translate = useTranslate()
  const [asking, setAsking] = useState(false)
  if (!row || !canAccess || row.destroyedAt) return null
  return (
    <StepSection title="panel.personal_data">
      <Button variant="outlined" onClick={() => setAsking(true)}>
        {translate('panel.reveal')}
      </Button>
      <Correction />
      {asking && <RevealDialog id={row.id} close={() => setAsking(false)} />}
    </StepSection>
  )
}

function RevealDialog({ id, close }: { id: string; close(): void }) {
  const translate = useTranslate()
  const title = useId()
  const { typed, leave, onClose, question } = useLeave(close)
  // Kept here and nowhere else: neither in the store nor in the address nor in a cache.
  const [person, setPerson] = useState<Person>()
  const submit = async (values: object) => {
    try {
      const { errors, person } = (
        await ask(reveal, { input: { participantId: id, reason: '', ...values } }, undefined, { twice: true })
      ).revealPerson
      if (errors.length) return mistakes(errors, values).body.errors
      setPerson(person ?? undefined)
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby={title}>
      <DialogTitle id={title}>{translate('panel.personal_data')}</DialogTitle>
      {person ? (
        <>
          <DialogContent>
            <Box component="dl" className="facts">
              <Fact source="name">{person.name}</Fact>
              <Fact source="birthDate">{person.birthDate}</Fact>
              <Fact source="phone" wide>
                {person.phone}
              </Fact>
              <Fact source="addressNote" wide>
                {person.addressNote}
              </Fact>
            </Box>
            <Alert severity="info">{translate('panel.revealed')}</Alert>
          </DialogContent>
          <DialogActions>
            <Button onClick={close}>{translate('ra.action.close')}</Button>
          </DialogActions>
        </>
      ) : (
        <ReasonForm hint="panel.reveal_hint" label="panel.reveal" {...{ typed, leave, submit }} />
      )}
      {question}
    </Dialog>
  )
}

interface ReasonFormProps {
  hint: string
  /** What the button says that shows what is asked for. */
  label: string
  typed: RefObject<boolean>
  leave(): void
  submit(values: object): Promise<object | undefined>
}

/** The reason that is logged, asked before personal data is given. */
export function ReasonForm({ hint, label, typed, leave, submit }: ReasonFormProps) {
  const translate = useTranslate()
  return (
    <Form onSubmit={submit} noValidate record={blank} warnWhenUnsavedChanges>
      <Typed into={typed} />
      <DialogContent className="form dialog-form">
        <Alert severity="info">{translate(hint)}</Alert>
        <Above conflictToo />
        <LoggedReason />
      </DialogContent>
      <DialogActions>
        <Button onClick={leave}>{translate('ra.action.cancel')}</Button>
        <Confirm label={translate(label)} />
      </DialogActions>
    </Form>
  )
}

const blank = {}
