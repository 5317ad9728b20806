import { Alert, GlobalStyles, LinearProgress } from '@mui/material'
import type { ReactNode } from 'react'
import { Title, useLocale, useTranslate } from 'react-admin'
import { useAnswer } from '../answer'
import type { HomeStartQuery } from '../gql/graphql'
import { today } from '../value'
import { boardQuery, startQuery } from './board'
import { Categories } from './categories'
import { type Choice, momentOf, monthEnds, useChoice } from './choice'
import { Controls } from './controls'
import { Guide } from './guide'
import { Headline } from './headline'
import { keyOf, measuresOf } from './measure'
import { Programs } from './programs'
import { homeStyles } from './style'
import { Target } from './target'
import { Calendar, Tasks } from './tasks'
import { TileMap } from './tileMap'
import { Tracing } from './trace'
import { Trend } from './trend'

type Round = HomeStartQuery['rounds']['nodes'][number]

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
  const year = choice.year ?? start.latest.nodes[0]?.program.round.year ?? rounds[0]?.year
  const round = rounds.find((one) => one.year === year)
  const guide = !rounds.some((one) => one.year === thisYear) && (
    <Guide year={thisYear} mayCreate={start.viewerCan.createRound} />
  )
  const claim = choice.claim ?? round?.claims.nodes.toSorted(headlinesFirst)[0]?.code
  const asOf = choice.asOf ?? dayOf(round, claim)
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
  const { year } = round
  const mapDay = choice.map === 'today' ? today() : asOf
  const ends = monthEnds(year)
  const question = {
    year,
    filter: { years: [year] },
    asOf,
    knownAt: momentOf(choice.knownAt),
    map: choice.map === 'today' ? { on: mapDay } : undefined,
    ...(Object.fromEntries(ends.map((end, at) => [`m${at + 1}`, end])) as Record<MonthName, string>),
  }
  const { data: board, error, pending } = useAnswer(boardQuery, question)
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

type MonthName = `m${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12}`

type ClaimLike = Pick<Round['claims']['nodes'][number], 'population' | 'basis' | 'asOf' | 'treatments'>

/** Results before targets and money; of results, one that somebody explained first, then the latest. */
function headlinesFirst(one: ClaimLike, other: ClaimLike): number {
  const rank = ({ population, basis, treatments }: ClaimLike) =>
    (population === 'PARTICIPANTS' ? 0 : 4) + (basis === 'TARGET' ? 2 : 0) + (treatments.length ? 0 : 1)
  return rank(one) - rank(other) || other.asOf.localeCompare(one.asOf)
}

/** The day of the claim; without one the end of the year, or today while it runs. */
function dayOf(round: Round | undefined, claim: string | undefined): string {
  const end = `${round?.year ?? today().slice(0, 4)}-12-31`
  const own = round?.claims.nodes.find(({ code }) => code === claim)?.asOf
  return own ?? (end < today() ? end : today())
}
