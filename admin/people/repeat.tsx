import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material'
import { useCallback, useId, useRef, useState } from 'react'
import {
  HttpError,
  useGetOne,
  useLocale,
  useRecordContext,
  useRegisterMutationMiddleware,
  useTranslate,
} from 'react-admin'
import { ask } from '../api'
import { graphql } from '../gql'
import type { OtherPartFragment, ParticipantRepeatFragment } from '../gql/graphql'
import { RecordLink } from '../list'
import { localized } from '../noun'
import { Value } from '../value'

graphql(`
  fragment OtherPart on OtherParticipation {
    year
    participant {
      id maskedName stage stageOn
      program { id titleKo titleEn district { id nameKo nameEn } }
    }
  }
`)
const query = graphql(`
  query RepeatParticipations($name: String!, $birthDate: Date, $phone: String) {
    repeatParticipations(name: $name, birthDate: $birthDate, phone: $phone) { ...OtherPart }
  }
`)
const fields = graphql(`
  fragment ParticipantRepeat on Participant { id otherParticipations { ...OtherPart } }
`)

interface Asked {
  others: readonly OtherPartFragment[]
  answer(enroll: boolean): void
}

/** Before somebody is enrolled it says where else the same person takes part. It warns and does not hinder. */
export function RepeatCheck() {
  const translate = useTranslate()
  const title = useId()
  const [asked, setAsked] = useState<Asked>()
  const words = useRef(translate)
  words.current = translate
  useRegisterMutationMiddleware(
    useCallback(
      async (
        resource: string,
        params: { data: Person },
        save: (resource: string, params: object) => Promise<unknown>,
      ) => {
        const { name, birthDate, phone } = params.data
        const others = birthDate || phone ? await find({ name, birthDate, phone }) : []
        if (others.length && !(await new Promise<boolean>((answer) => setAsked({ others, answer })))) {
          throw new HttpError('', 422, { errors: { name: words.current('panel.repeat.stopped') } })
        }
        return save(resource, params)
      },
      [],
    ) as never,
  )
  if (!asked) return null
  const answer = (enroll: boolean) => {
    setAsked(undefined)
    asked.answer(enroll)
  }
  return (
    <Dialog open onClose={() => answer(false)} fullWidth maxWidth="sm" aria-labelledby={title}>
      <DialogTitle id={title}>{translate('panel.repeat.title')}</DialogTitle>
      <DialogContent>
        <Alert severity="warning">
          {translate('panel.repeat.found', { smart_count: asked.others.length })}
          <Others of={asked.others} />
          {translate('panel.repeat.not_blocked')}
        </Alert>
        <p className="none">
          {translate('panel.repeat.limited')} {translate('panel.repeat.logged')}
        </p>
      </DialogContent>
      <DialogActions>
        <Button onClick={() => answer(false)}>{translate('panel.repeat.back')}</Button>
        <Button variant="contained" autoFocus onClick={() => answer(true)}>
          {translate('panel.repeat.enroll')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

interface Person {
  name: string
  birthDate?: string | null
  phone?: string | null
}

const find = async ({ name, birthDate, phone }: Person) =>
  (await ask(query, { name, birthDate: birthDate || null, phone: phone || null })).repeatParticipations ?? []

/** On the page of a participant: where else the same person takes or took part, as far as the officer may know. */
export function RepeatAlert() {
  const translate = useTranslate()
  const locale = useLocale()
  const row = useRecordContext()
  const { data } = useGetOne<ParticipantRepeatFragment>(
    'participants',
    { id: row?.id as string, meta: { fields, locale } },
    { enabled: Boolean(row) },
  )
  if (!data?.otherParticipations.length) return null
  return (
    <Box sx={{ mt: 2 }}>
      <Alert severity="warning">
        {translate('panel.repeat.alert')}
        <Others of={data.otherParticipations} />
      </Alert>
    </Box>
  )
}

function Others({ of }: { of: readonly OtherPartFragment[] }) {
  useLocale()
  return (
    <ul>
      {of.map(({ year, participant }) => (
        <li key={participant.id}>
          {year} {localized(participant.program.district, 'name')}{' '}
          <RecordLink row={participant} resource="participants">
            {localized(participant.program, 'title')}
          </RecordLink>{' '}
          · <Value of="ParticipantStage" is={participant.stage} /> ({participant.stageOn})
        </li>
      ))}
    </ul>
  )
}
