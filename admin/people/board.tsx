import { Alert, Box, Button, type Theme, useMediaQuery } from '@mui/material'
import { useState } from 'react'
import { Link, Title, useTranslate } from 'react-admin'
import { Waiting } from '../figures/answer'
import type { MovableFragment, ParticipantStage } from '../gql/graphql'
import { BoardScope, useBoardScope } from './boardScope'
import { BoardStages } from './boardStages'
import { MoveDialog, type Moved } from './move'
import { PeopleStyles } from './styles'

interface Asking {
  people: MovableFragment[]
  stage?: ParticipantStage
}

/** Everybody of a program or an intake by stage, to be moved one by one or together. */
export function BoardScreen() {
  const translate = useTranslate()
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'))
  const scope = useBoardScope()
  const { asked, program, can } = scope
  const [picked, setPicked] = useState<ReadonlyMap<string, MovableFragment>>(new Map())
  const [asking, setAsking] = useState<Asking>()
  const [wanted, setWanted] = useState('')
  const [said, setSaid] = useState('')
  const where = `${asked.program} ${asked.cohort}`
  const [shown, setShown] = useState(where)
  if (shown !== where) {
    setShown(where)
    setPicked(new Map())
  }

  const done = (results: Moved[], stage: ParticipantStage) => {
    const failed = results.filter(({ problem }) => problem)
    const to = translate(`values.ParticipantStage.${stage}`)
    const [first] = results
    setPicked((before) => {
      const left = new Map(before)
      for (const { participant, problem } of results) {
        if (!problem) left.delete(participant.id)
        else if (results.length > 1 || left.has(participant.id)) left.set(participant.id, participant)
      }
      return left
    })
    setWanted(first?.participant.id ?? '')
    setSaid(
      results.length === 1 && first && !failed.length
        ? translate('panel.people.announced', { name: first.participant.maskedName, stage: to })
        : translate('panel.people.announced_many', {
            moved: results.length - failed.length,
            failed: failed.length,
            stage: to,
          }),
    )
  }
  const mayMove = can?.moveParticipants ?? false
  return (
    <Box className="people-screen">
      <PeopleStyles />
      <Title title={translate('panel.board.title')} />
      <BoardScope scope={scope} />
      {asked.program ? (
        <Waiting for={scope.answer} />
      ) : (
        <Alert severity="info">{translate('panel.board.choose')}</Alert>
      )}
      {mayMove && program && (
        <div className="board-tools">
          <Button
            variant="contained"
            disabled={!picked.size}
            onClick={() => setAsking({ people: [...picked.values()] })}
          >
            {translate('panel.board.move_selected', { smart_count: picked.size })}
          </Button>
          {picked.size > 0 && <Button onClick={() => setPicked(new Map())}>{translate('panel.board.clear')}</Button>}
          {can?.enrollParticipant && (
            <Button component={Link} to="/participants/create" state={{ record: { programId: program.id } }}>
              {translate('panel.board.enroll')}
            </Button>
          )}
        </div>
      )}
      {mayMove && program && <p className="none">{translate(narrow ? 'panel.board.touch' : 'panel.board.keys')}</p>}
      {/* Said to those who do not see the card come to its new place. */}
      <div role="status" className="board-said none">
        {said}
      </div>
      {program && (
        <BoardStages
          {...{ program: asked.program, cohort: asked.cohort, narrow, mayMove, picked, wanted }}
          withCohort={!asked.cohort}
          toggle={(card) =>
            setPicked((before) => {
              const after = new Map(before)
              if (!after.delete(card.id)) after.set(card.id, card)
              return after
            })
          }
          move={(people, stage) => setAsking({ people, stage })}
          reached={() => setWanted('')}
        />
      )}
      {asking && <MoveDialog {...asking} done={done} close={() => setAsking(undefined)} />}
    </Box>
  )
}
