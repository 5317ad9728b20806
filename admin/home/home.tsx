import { Alert, GlobalStyles, LinearProgress } from '@mui/material'
import { type ReactNode, useEffect } from 'react'
import { Title, useGetIdentity, useLocale, useTranslate } from 'react-admin'
import { useAnswer } from '../answer'
import { today } from '../day'
import type { HomeStartQuery } from '../gql/graphql'
import { boardQuery, startQuery } from './board'
import { Categories } from './categories'
import type { Choice } from './choice'
import { Controls } from './controls'
import { Guide } from './guide'
import { Headline } from './headline'
import { keepQuestion } from './kept'
import { keyOf, measuresOf } from './measure'
import { Programs } from './programs'
import { headlinesFirst, mapDayOf, questionOf, type Round, shownOf } from './question'
import { homeStyles } from './style'
import { Target } from './target'
import { Calendar, Tasks } from './tasks'
import { TileMap } from './tileMap'
import { Tracing } from './trace'
import { Trend } from './trend'
import { useChoice } from './useChoice'

/** The start screen (상황판): a round's headline, how it is made, and what waits for the signed-in person. */
export default function Home() {
  const translate = useTranslate()
  const [choice, choose] = useChoice()
  const { data: start, error } = useAnswer(startQuery, {})
  useLocale()
  return (
    <div className="home">
      <GlobalStyles styles={homeStyles} />
      <Title title="ra.page.dashboard" />
      {error && <Alert severity="error">{translate(error.message)}</Alert>}
      {!start && !error && <LinearProgress aria-label={translate('ra.page.loading')} />}
      {start && <Start start={start} choice={choice} choose={choose} />}
    </div>
  )
}

interface StartProps {
  start: HomeStartQuery
  choice: Choice
  choose: (change: Partial<Choice>) => void
}

function Start({ start, choice, choose }: StartProps) {
  const thisYear = Number(today().slice(0, 4))
  const rounds = start.rounds.nodes
  const { year, round, claim, asOf } = shownOf(start, choice)
  const guide = !rounds.some((one) => one.year === thisYear) && (
    <Guide year={thisYear} mayCreate={start.viewerCan.createRound} />
  )
  const aside = (
    <aside className="home-aside no-print">
      <Tasks tasks={start.viewerTasks} />
      {round && <Calendar round={round} />}
      {guide}
    </aside>
  )
  return (
    <Tracing>
      {year !== undefined && (
        <Controls rounds={rounds} year={year} asOf={asOf} knownAt={choice.knownAt} choose={choose} />
      )}
      <div className="home-columns">{round ? <Board {...{ round, asOf, claim, choice, choose, aside }} /> : aside}</div>
    </Tracing>
  )
}

interface BoardProps {
  round: Round
  asOf: string
  claim: string | undefined
  choice: Choice
  choose: (change: Partial<Choice>) => void
  aside: ReactNode
}

function Board({ round, asOf, claim, choice, choose, aside }: BoardProps) {
  const translate = useTranslate()
  const mapDay = mapDayOf(choice, asOf)
  const question = questionOf(round, asOf, choice)
  const { data: board, error, pending } = useAnswer(boardQuery, question)
  const { data: someone } = useGetIdentity()
  const isUsual = Object.values(choice).every((chosen) => chosen === undefined)
  useEffect(() => {
    if (someone && isUsual) keepQuestion({ person: String(someone.id), question })
  })
  if (!board) {
    return (
      <>
        {error ? (
          <Alert severity="error">{translate(error.message)}</Alert>
        ) : (
          <LinearProgress aria-label={translate('ra.page.loading')} />
        )}
        {aside}
      </>
    )
  }
  const measures = measuresOf([...board.byDistrict.rows, ...board.m12.rows])
  const measure = measures.find((one) => keyOf(one) === choice.measure) ?? measures[0]
  return (
    <>
      <div className="home-board" aria-busy={pending}>
        {pending && <LinearProgress className="home-pending" aria-label={translate('ra.page.loading')} />}
        <Headline
          claims={board.round?.claims.nodes.toSorted(headlinesFirst) ?? []}
          chosen={claim}
          onChoose={(code) => choose({ claim: code })}
        />
        <TileMap
          board={board}
          question={question}
          on={mapDay}
          isToday={choice.map === 'today'}
          onMap={(map) => choose({ map })}
          measures={measures}
          measure={measure}
          onMeasure={(key) => choose({ measure: key })}
        />
      </div>
      {aside}
      <div className="home-rest" aria-busy={pending}>
        <Trend board={board} question={question} measure={measure} />
        <div className="home-pair">
          <Target board={board} question={question} round={round} />
          <Categories board={board} question={question} />
        </div>
        <Programs board={board} question={question} />
      </div>
    </>
  )
}
