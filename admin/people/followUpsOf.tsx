import { Button, Chip } from '@mui/material'
import { Link, useGetOne, useLocale, useRecordContext, useTranslate } from 'react-admin'
import { graphql } from '../gql'
import type { ParticipantFollowUpsFragment } from '../gql/graphql'
import { Section } from '../tabs'

const fields = graphql(`
  fragment ParticipantFollowUps on Participant {
    id
    program { id }
    followUps { months result on }
    followUpsDue { months dueOn }
  }
`)

/** What was asked of a participant after the placement, and what is to be asked now. */
export function FollowUpsOf() {
  const translate = useTranslate()
  const row = useRecordContext()
  const { data } = useGetOne<ParticipantFollowUpsFragment>(
    'participants',
    { id: row?.id as string, meta: { fields, locale: useLocale() } },
    { enabled: Boolean(row) },
  )
  if (!data || !(data.followUps.length + data.followUpsDue.length)) return null
  const after = (months: number) => translate('panel.followUps.months', { smart_count: months })
  return (
    <Section
      title={translate('panel.followUps.of_person')}
      tools={
        data.followUpsDue.length > 0 && (
          <Button component={Link} to={`/people/followUps?program=${data.program.id}`}>
            {translate('panel.followUps.record')}
          </Button>
        )
      }
    >
      <ul className="steps">
        {data.followUps.map(({ months, result, on }) => (
          <li key={`${months} ${on}`}>
            {after(months)}: {translate(`panel.followUps.result.${result}`)} · {on}
          </li>
        ))}
        {data.followUpsDue.map(({ months, dueOn }) => (
          <li key={months}>
            {after(months)}:{' '}
            <Chip component="span" color="warning" label={translate('panel.followUps.due_since', { on: dueOn })} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
