import { Button } from '@mui/material'
import type { KeyboardEvent } from 'react'
import { useLocale, useTranslate } from 'react-admin'
import { Link } from 'react-router-dom'
import { today } from '../day'
import type { FollowUpResult, FollowUpsQuery } from '../gql/graphql'
import { localized } from '../noun'

type Participant = FollowUpsQuery['participants']['nodes'][number]

export interface Due {
  key: string
  months: number
  dueOn: string
  participant: Omit<Participant, 'followUpsDue'>
}

export interface Answered {
  /** What is saved. */
  result?: FollowUpResult
  /** What is on its way. */
  saving?: FollowUpResult
  /** Why it could not be saved. */
  problem?: string
}

/** In the order of their keys 1, 2 and 3. */
export const RESULTS: FollowUpResult[] = ['EMPLOYED', 'NOT_EMPLOYED', 'UNKNOWN']
export const COLUMNS = ['participant', 'program', 'months', 'due', 'answer']

interface RowProps {
  due: Due
  answered: Answered | undefined
  current: boolean
  onFocus(): void
  onKey(event: KeyboardEvent<HTMLElement>): void
  reply(result: FollowUpResult): void
}

export function FollowUpRow(props: RowProps) {
  const { due, answered, current, onFocus, onKey } = props
  useLocale()
  return (
    <tr
      data-due={due.key}
      tabIndex={current ? 0 : -1}
      className={answered?.result ? 'answered' : undefined}
      onFocus={onFocus}
      onKeyDown={onKey}
    >
      <td>
        <Who due={due} />
      </td>
      <td>
        <Where due={due} />
      </td>
      <td className="short">
        <Months due={due} />
      </td>
      <td className="short">
        <Late due={due} />
      </td>
      <td>
        <Answers {...props} />
      </td>
    </tr>
  )
}

/** The same on a narrow screen. */
export function FollowUpCard(props: RowProps) {
  const { due, current, onFocus, onKey } = props
  useLocale()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a field set is for inputs of one form
    <div
      data-due={due.key}
      className="follow-card"
      role="group"
      aria-label={due.participant.maskedName}
      tabIndex={current ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={onKey}
    >
      <div>
        <Who due={due} /> · <Months due={due} />
      </div>
      <div className="none">
        <Where due={due} />
      </div>
      <div>
        <Late due={due} />
      </div>
      <Answers {...props} />
    </div>
  )
}

const Who = ({ due: { participant } }: { due: Due }) => (
  <Link to={`/participants/${participant.id}/show`}>{participant.maskedName}</Link>
)

const Where = ({ due: { participant } }: { due: Due }) => (
  <>
    {localized(participant.program, 'title')}
    {participant.cohort && ` · ${localized(participant.cohort, 'name')}`}
  </>
)

const Months = ({ due: { months } }: { due: Due }) => useTranslate()('panel.followUps.months', { smart_count: months })

/** Since when it waits. */
function Late({ due: { dueOn } }: { due: Due }) {
  const translate = useTranslate()
  const days = Math.round((Date.parse(today()) - Date.parse(dueOn)) / 86_400_000)
  return (
    <>
      {dueOn}{' '}
      {days > 0 ? (
        <span className="follow-late">{translate('panel.followUps.overdue', { smart_count: days })}</span>
      ) : (
        <span className="none">{translate('panel.followUps.today')}</span>
      )}
    </>
  )
}

function Answers({ due, answered, current, reply }: RowProps) {
  const translate = useTranslate()
  const { result, saving, problem } = answered ?? {}
  return (
    <>
      <div className="follow-answers">
        {RESULTS.map((one) => (
          <Button
            key={one}
            tabIndex={current ? 0 : -1}
            variant={one === (saving ?? result) ? 'contained' : 'outlined'}
            aria-pressed={one === result}
            aria-label={`${due.participant.maskedName}: ${translate(`panel.followUps.result.${one}`)}`}
            disabled={Boolean(saving)}
            onClick={() => reply(one)}
          >
            {translate(`panel.followUps.result.${one}`)}
          </Button>
        ))}
        {saving && <span className="none">{translate('panel.followUps.saving')}</span>}
        {result && !saving && !problem && <span className="none">{translate('panel.followUps.saved')}</span>}
      </div>
      {problem && (
        <p className="follow-wrong" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}
