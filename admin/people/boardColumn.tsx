import { Button, LinearProgress } from '@mui/material'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslate } from 'react-admin'
import { ask } from '../api'
import { Waiting } from '../figures/answer'
import { graphql } from '../gql'
import type { BoardColumnQuery, ParticipantStage } from '../gql/graphql'
import { Card, type CardActs } from './boardCard'

const query = graphql(`
  query BoardColumn($filter: ParticipantFilter!, $after: String) {
    participants(filter: $filter, first: 50, after: $after, orderBy: [{ field: STAGE_ON, direction: DESC }]) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { ...BoardCard }
    }
  }
`)

/** The people of one stage, fifty at a time. */
export function useColumn(stage: ParticipantStage, program: string, cohort: string) {
  const filter = { program, stage: [stage], ...(cohort && { cohort }) }
  const answer = useInfiniteQuery({
    queryKey: ['board', filter],
    queryFn: ({ pageParam, signal }) => ask(query, { filter, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ participants }: BoardColumnQuery) =>
      participants.pageInfo.hasNextPage ? (participants.pageInfo.endCursor ?? undefined) : undefined,
    retry: false,
    enabled: Boolean(program),
  })
  const pages = answer.data?.pages ?? []
  // Somebody who moved between two pages is in both.
  const cards = [
    ...new Map(pages.flatMap(({ participants }) => participants.nodes.map((card) => [card.id, card]))).values(),
  ]
  return { stage, answer, cards, total: pages.at(-1)?.participants.totalCount ?? 0 }
}

export type Column = ReturnType<typeof useColumn>

interface ColumnProps {
  column: Column
  acts: CardActs
  mayMove: boolean
  picked: ReadonlyMap<string, unknown>
  current: string | undefined
  withCohort: boolean
  /** Whether what is dragged can be dropped here; undefined while nothing is dragged. */
  open: boolean | undefined
  drop(): void
}

/** A stage and those who stand at it. */
export function BoardColumn({ column, acts, picked, current, open, drop, ...card }: ColumnProps) {
  const translate = useTranslate()
  const heading = useId()
  const [over, setOver] = useState(false)
  const { stage, cards, total, answer } = column
  const state = open === undefined ? '' : open ? (over ? 'over' : 'open') : 'closed'
  const name = translate(`values.ParticipantStage.${stage}`)
  return (
    <section
      aria-labelledby={heading}
      data-stage={stage}
      className={`board-column ${state}`}
      onDragOver={(event) => {
        if (!open) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        drop()
      }}
    >
      <h2 id={heading}>
        <span>{name}</span> <b>{answer.data ? translate('panel.people.unit', { smart_count: total }) : '…'}</b>
      </h2>
      {answer.isPending && <LinearProgress aria-label={translate('ra.page.loading')} />}
      {answer.error && <Waiting for={{ ...answer, data: undefined }} />}
      {answer.data && !cards.length && <p className="none">{translate('panel.board.empty')}</p>}
      <ul>
        {cards.map((one) => (
          <Card
            key={one.id}
            card={one}
            acts={acts}
            picked={picked.has(one.id)}
            current={one.id === current}
            {...card}
          />
        ))}
      </ul>
      {answer.hasNextPage && (
        <Button disabled={answer.isFetching} onClick={() => answer.fetchNextPage()}>
          {translate('panel.board.more', { smart_count: total - cards.length })}
        </Button>
      )}
    </section>
  )
}
