import { memo } from 'react'
import { useTranslate } from 'react-admin'
import { Link } from 'react-router-dom'
import { graphql } from '../gql'
import type { BoardCardFragment } from '../gql/graphql'
import { localized } from '../noun'

graphql(`
  fragment BoardCard on Participant {
    ...Movable
    birthYear
    repeatCount
    cohort { id nameKo nameEn }
  }
`)

export interface CardActs {
  toggle(card: BoardCardFragment): void
  /** Opens the choice of stages at the button. */
  choose(card: BoardCardFragment, at: HTMLElement): void
  drag(card: BoardCardFragment | undefined): void
  focus(id: string): void
}

interface CardProps {
  card: BoardCardFragment
  acts: CardActs
  mayMove: boolean
  picked: boolean
  /** The one card that Tab comes to; arrow keys lead to the others. */
  current: boolean
  withCohort: boolean
}

/** A participant on the board, masked. */
export const Card = memo(({ card, acts, mayMove, picked, current, withCohort }: CardProps) => {
  const translate = useTranslate()
  const { id, maskedName, birthYear, stageOn, cohort, repeatCount, nextStages } = card
  const tabIndex = current ? 0 : -1
  return (
    <li
      data-card={id}
      className={picked ? 'board-card picked' : 'board-card'}
      draggable={mayMove && nextStages.length > 0}
      onFocus={() => acts.focus(id)}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', maskedName)
        event.dataTransfer.effectAllowed = 'move'
        acts.drag(card)
      }}
      onDragEnd={() => acts.drag(undefined)}
    >
      <div className="board-card-head">
        {mayMove && (
          <input
            type="checkbox"
            checked={picked}
            onChange={() => acts.toggle(card)}
            tabIndex={tabIndex}
            aria-label={translate('panel.board.select', { name: maskedName })}
          />
        )}
        <Link to={`/participants/${id}/show`} tabIndex={tabIndex} draggable={false} data-name>
          {maskedName}
        </Link>
        {mayMove && (
          <button
            type="button"
            className="board-move"
            data-move
            tabIndex={tabIndex}
            aria-haspopup="menu"
            aria-label={translate('panel.board.move_one', { name: maskedName })}
            onClick={(event) => acts.choose(card, event.currentTarget)}
          >
            ⋯
          </button>
        )}
      </div>
      <div className="none">
        {[
          birthYear && translate('panel.board.born', { year: birthYear }),
          <span key="on" className="short">
            {stageOn}
          </span>,
        ]
          .filter(Boolean)
          .map((part, at) => (
            <span key={String(at)}>
              {at > 0 && ' · '}
              {part}
            </span>
          ))}
      </div>
      {withCohort && cohort && <div className="none">{localized(cohort, 'name')}</div>}
      {Boolean(repeatCount) && (
        <div className="board-warn">{translate('panel.board.repeat', { smart_count: repeatCount })}</div>
      )}
    </li>
  )
})
