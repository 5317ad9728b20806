import { Alert, Box, Button, TextField, type Theme, useMediaQuery } from '@mui/material'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { Title, useTranslate } from 'react-admin'
import { useSearchParams } from 'react-router-dom'
import { ask } from '../api'
import { today } from '../day'
import { Waiting } from '../figures/answer'
import { graphql } from '../gql'
import type { FollowUpResult, FollowUpsQuery } from '../gql/graphql'
import { type Answered, COLUMNS, type Due, FollowUpCard, FollowUpRow, RESULTS } from './followUpRow'
import { PeopleStyles } from './styles'
import { useFollowUpAnswers } from './useFollowUpAnswers'

const query = graphql(`
  query FollowUps($filter: ParticipantFilter!, $after: String) {
    participants(filter: $filter, first: 50, after: $after, orderBy: [{ field: STAGE_ON, direction: ASC }]) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id maskedName birthYear stage
        program { id code titleKo titleEn }
        cohort { id nameKo nameEn }
        followUpsDue { months dueOn }
      }
    }
  }
`)

/** Those who are to be asked whether they are still employed, each answered in place. */
export function FollowUpsScreen() {
  const translate = useTranslate()
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'))
  const [params] = useSearchParams()
  const program = params.get('program') ?? ''
  const [on, setOn] = useState(today())
  const [current, setCurrent] = useState(0)
  const filter = { followUpDue: today(), ...(program && { program }) }
  const answer = useInfiniteQuery({
    queryKey: ['followUps', filter],
    queryFn: ({ pageParam, signal }) => ask(query, { filter, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ participants }: FollowUpsQuery) =>
      participants.pageInfo.hasNextPage ? (participants.pageInfo.endCursor ?? undefined) : undefined,
    retry: false,
    // What was answered stays where it is until the screen is left.
    refetchOnWindowFocus: false,
    gcTime: 0,
  })
  const dues = useMemo(() => (answer.data ? duesOf(answer.data.pages) : []), [answer.data])
  const { answers, record } = useFollowUpAnswers(on)
  const left = dues.filter(({ key }) => !answers[key]?.result).length
  const last = dues.length - 1

  const reply = async (due: Due, result: FollowUpResult, list: HTMLElement | null | undefined, at: number) => {
    const right = await record(due, result)
    // To the next one that waits, if the person is still on this one.
    const rows = list?.querySelectorAll<HTMLElement>('[data-due]')
    if (right && rows?.[at]?.contains(document.activeElement)) {
      const next = dues.findIndex(({ key }, index) => index > at && !answers[key]?.result)
      if (next >= 0) rows[next]?.focus()
    }
  }
  const onKey = (event: KeyboardEvent<HTMLElement>, due: Due, at: number) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const { code, currentTarget } = event
    const list = currentTarget.closest<HTMLElement>('[data-list]')
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[code]
    const result = RESULTS[Number(/^(?:Digit|Numpad)([123])$/.exec(code)?.[1] ?? 0) - 1]
    if (to !== undefined) {
      list?.querySelectorAll<HTMLElement>('[data-due]')[Math.max(0, Math.min(last, to))]?.focus()
    } else if (result) void reply(due, result, list, at)
    else return
    event.preventDefault()
  }
  const rowProps = (due: Due, at: number) => ({
    ...{ due, answered: answers[due.key], current: at === Math.min(current, last) },
    onFocus: () => setCurrent(at),
    onKey: (event: KeyboardEvent<HTMLElement>) => onKey(event, due, at),
    reply: (result: FollowUpResult) => void reply(due, result, undefined, at),
  })
  const done = dues.length > 0 || !answer.data
  return (
    <Box className="people-screen">
      <PeopleStyles />
      <Title title={translate('panel.followUps.title')} />
      <p className="none">{translate('panel.followUps.hint')}</p>
      <div className="board-scope">
        <TextField
          label={translate('panel.followUps.on')}
          value={on}
          placeholder="YYYY-MM-DD"
          onChange={({ target }) => setOn(target.value.replace(/^(\d{4})-?(\d{2})-?(\d{2})$/, '$1-$2-$3'))}
          error={!isDay.test(on)}
          helperText={isDay.test(on) ? undefined : translate('panel.bad_day')}
          slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 10 } }}
        />
        <span role="status">{saidOf(answers, dues, left, translate)}</span>
      </div>
      <Waiting for={{ ...answer, data: answer.data as never }} />
      {!done && <Alert severity="success">{translate('panel.followUps.none')}</Alert>}
      {dues.length > 0 &&
        (narrow ? (
          <div className="follow-cards" data-list>
            {dues.map((due, at) => (
              <FollowUpCard key={due.key} {...rowProps(due, at)} />
            ))}
          </div>
        ) : (
          <Box className="related-body" data-list>
            <table className="follow-table" aria-label={translate('panel.followUps.title')}>
              <thead>
                <tr>
                  {COLUMNS.map((name) => (
                    <th key={name} scope="col">
                      {translate(`panel.followUps.columns.${name}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {dues.map((due, at) => (
                  <FollowUpRow key={due.key} {...rowProps(due, at)} />
                ))}
              </tbody>
            </table>
          </Box>
        ))}
      {answer.hasNextPage && (
        <Button disabled={answer.isFetching} onClick={() => answer.fetchNextPage()}>
          {translate('panel.followUps.more')}
        </Button>
      )}
      {dues.length > 0 && !narrow && <p className="none">{translate('panel.followUps.keys')}</p>}
    </Box>
  )
}

const isDay = /^\d{4}-\d{2}-\d{2}$/

/** Each follow-up of each participant, the one that waits longest first. */
function duesOf(pages: FollowUpsQuery[]): Due[] {
  const rows = pages.flatMap(({ participants }) =>
    participants.nodes.flatMap(({ followUpsDue, ...participant }) =>
      followUpsDue.map((due) => ({ ...due, participant, key: `${participant.id} ${due.months}` })),
    ),
  )
  return rows.toSorted((one, two) => one.dueOn.localeCompare(two.dueOn))
}

function saidOf(
  answers: Record<string, Answered>,
  dues: Due[],
  left: number,
  translate: ReturnType<typeof useTranslate>,
): string {
  const latest = Object.entries(answers).findLast(([, { result, saving }]) => result && !saving)
  const due = dues.find(({ key }) => key === latest?.[0])
  if (!due || !latest) return dues.length ? translate('panel.followUps.count', { smart_count: dues.length }) : ''
  const result = translate(`panel.followUps.result.${latest[1].result}`)
  return translate('panel.followUps.announced', {
    ...{ name: due.participant.maskedName, months: due.months },
    ...{ result, left },
  })
}
