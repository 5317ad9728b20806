import { Dialog, DialogTitle } from '@mui/material'
import { useId } from 'react'
import { type Identifier, useNotify, useTranslate } from 'react-admin'
import { ask, mistakes } from '../api'
import { today } from '../day'
import { graphql } from '../gql'
import type { RevealPersonsMutation } from '../gql/graphql'
import { useLeave } from '../merge/leave'
import { localized } from '../noun'
import { ReasonForm } from '../reveal'
import { download, writeFile } from '../sheet/write'

const reveal = graphql(`
  mutation RevealPersons($input: RevealPersonsInput!) {
    revealPersons(input: $input) {
      persons { name birthDate phone addressNote participant { id stage program { id code titleKo titleEn } } }
      errors { field message code }
    }
  }
`)
type Person = NonNullable<RevealPersonsMutation['revealPersons']['persons']>[number]

/** The personal data of some participants as a file (다운로드), for a reason. Nothing of it stays in the page. */
export function ContactsDialog({ ids, close }: { ids: Identifier[]; close(): void }) {
  const translate = useTranslate()
  const notify = useNotify()
  const heading = useId()
  const { typed, leave, onClose, question } = useLeave(close)
  const title = translate('panel.people.contacts_title', { smart_count: ids.length })
  const columns: [label: string, cell: (person: Person) => string | null][] = [
    ['resources.participants.fields.name', ({ name }) => name],
    ['resources.participants.fields.birthDate', ({ birthDate }) => birthDate ?? null],
    ['resources.participants.fields.phone', ({ phone }) => phone ?? null],
    ['resources.participants.fields.addressNote', ({ addressNote }) => addressNote ?? null],
    ['panel.sheet.columns.program', ({ participant }) => participant.program.code ?? null],
    ['panel.sheet.columns.title', ({ participant }) => localized(participant.program, 'title')],
    [
      'resources.participants.fields.stage',
      ({ participant }) => translate(`values.ParticipantStage.${participant.stage}`),
    ],
  ]
  const submit = async (values: object) => {
    try {
      const input = { participantIds: ids.map(String), reason: '', ...values }
      const { errors, persons } = (await ask(reveal, { input }, undefined, { twice: true })).revealPersons
      if (errors.length) return mistakes(errors, values).body.errors
      const file = writeFile('xlsx')
      file.sheet(
        translate('panel.personal_data'),
        columns.map(([label]) => translate(label)),
      )
      file.rows((persons ?? []).map((person) => columns.map(([, cell]) => cell(person))))
      download(await file.end(), `${translate('panel.personal_data')}-${today()}.xlsx`)
      notify('panel.people.contacts_saved', { type: 'success', messageArgs: { smart_count: persons?.length } })
      close()
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby={heading}>
      <DialogTitle id={heading}>{title}</DialogTitle>
      <ReasonForm hint="panel.people.contacts_hint" label="panel.people.contacts" {...{ typed, leave, submit }} />
      {question}
    </Dialog>
  )
}
