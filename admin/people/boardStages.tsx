import { Box, Menu, MenuItem, TextField } from '@mui/material'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslate } from 'react-admin'
import type { BoardCardFragment, MovableFragment, ParticipantStage } from '../gql/graphql'
import type { CardActs } from './boardCard'
import { BoardColumn, useColumn } from './boardColumn'
import { onBoardKey } from './boardKeys'
import { STAGES } from './stages'

interface StagesProps {
  program: string
  cohort: string
  narrow: boolean
  mayMove: boolean
  withCohort: boolean
  picked: ReadonlyMap<string, MovableFragment>
  /** Whose card is to get the keyboard once it is there. */
  wanted: string
  reached(): void
  toggle(card: BoardCardFragment): void
  move(people: MovableFragment[], stage: ParticipantStage): void
}

/** The stages as columns; on a narrow screen one of them at a time. */
export function BoardStages({ narrow, wanted, reached, toggle, move, picked, program, cohort, ...card }: StagesProps) {
  const translate = useTranslate()
  const board = useRef<HTMLDivElement>(null)
  const columns = [
    useColumn('APPLIED', program, cohort),
    useColumn('WAITLISTED', program, cohort),
    useColumn('SELECTED', program, cohort),
    useColumn('IN_TRAINING', program, cohort),
    useColumn('TRAINED', program, cohort),
    useColumn('PLACED', program, cohort),
    useColumn('RETAINED', program, cohort),
    useColumn('LEFT', program, cohort),
  ]
  const [stage, setStage] = useState<ParticipantStage>()
  const [focused, setFocused] = useState('')
  const [dragged, setDragged] = useState<MovableFragment[]>()
  const [menu, setMenu] = useState<{ card: BoardCardFragment; at?: HTMLElement }>()
  const filled = columns.find(({ cards }) => cards.length)
  const open = columns.find((column) => column.stage === stage) ?? filled ?? columns[0]
  const shown = narrow && open ? [open] : columns
  const current = shown.some(({ cards }) => cards.some(({ id }) => id === focused))
    ? focused
    : shown.find(({ cards }) => cards.length)?.cards[0]?.id

  // The acts stay the same, so that a card is drawn again only when something of it changed.
  const latest = useRef({ toggle, picked })
  latest.current = { toggle, picked }
  const acts: CardActs = useMemo(
    () => ({
      toggle: (card) => latest.current.toggle(card),
      choose: (card, at) => setMenu({ card, at }),
      focus: setFocused,
      drag: (card) => {
        const { picked } = latest.current
        setDragged(card && (picked.has(card.id) ? [...picked.values()] : [card]))
      },
    }),
    [],
  )

  // What it says stays until it is gone.
  const shut = () => setMenu((before) => before && { card: before.card })
  const there = columns.find(({ cards }) => cards.some(({ id }) => id === wanted))?.stage
  const loading = columns.some(({ answer }) => answer.isFetching)
  useEffect(() => {
    if (!wanted || loading || document.querySelector('[role="dialog"]')) return
    const card = board.current?.querySelector<HTMLElement>(`[data-card="${wanted}"] [data-name]`)
    if (card) card.focus()
    else if (there) setStage(there)
    if (card || !there) reached()
  })

  return (
    <>
      {narrow && open && (
        <TextField
          select
          fullWidth
          label={translate('panel.board.stage')}
          value={open.stage}
          onChange={({ target }) => setStage(target.value as ParticipantStage)}
        >
          {columns.map(({ stage, total }) => (
            <MenuItem key={stage} value={stage}>
              {translate('panel.board.column', {
                stage: translate(`values.ParticipantStage.${stage}`),
                count: total,
              })}
            </MenuItem>
          ))}
        </TextField>
      )}
      <Box
        ref={board}
        className={narrow ? 'board one' : 'board'}
        role="group"
        aria-label={translate('panel.board.cards')}
        style={narrow ? undefined : { gridTemplateColumns: shown.map(({ total }) => widthOf(total)).join(' ') }}
        onKeyDown={onBoardKey}
      >
        {shown.map((column) => (
          <BoardColumn
            key={column.stage}
            column={column}
            acts={acts}
            picked={picked}
            current={current}
            open={dragged?.some(({ nextStages }) => nextStages.includes(column.stage))}
            drop={() => {
              if (dragged) move(dragged, column.stage)
              setDragged(undefined)
            }}
            {...card}
          />
        ))}
      </Box>
      <Menu
        open={Boolean(menu?.at)}
        anchorEl={menu?.at}
        onClose={shut}
        slotProps={{
          list: {
            'aria-label': menu && translate('panel.board.move_one', { name: menu.card.maskedName }),
          },
        }}
      >
        {STAGES.filter((to) => menu?.card.nextStages.includes(to)).map((to) => (
          <MenuItem
            key={to}
            onClick={() => {
              if (menu) move([menu.card], to)
              shut()
            }}
          >
            {translate(`values.ParticipantStage.${to}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  )
}

const widthOf = (total: number) => (total ? 'minmax(148px, 1fr)' : 'minmax(92px, 0.5fr)')
