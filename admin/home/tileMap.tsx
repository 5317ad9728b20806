import { Alert, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material'
import type { CSSProperties } from 'react'
import { useLocale, useTranslate } from 'react-admin'
import type { HomeBoardQuery, HomeBoardQueryVariables } from '../gql/graphql'
import { localized } from '../noun'
import { keyOf, type Measure, MeasurePicker, useFigure, useMeasureName } from './measure'
import { places } from './tiles'
import { Opens, type Trace } from './trace'

type District = HomeBoardQuery['districts']['nodes'][number]
type Cell = HomeBoardQuery['byDistrict']['rows'][number]

interface TileMapProps {
  board: HomeBoardQuery
  question: HomeBoardQueryVariables
  /** Day whose districts are shown. */
  on: string
  isToday: boolean
  onMap: (map: 'today' | undefined) => void
  measures: Measure[]
  measure: Measure | undefined
  onMeasure: (key: string) => void
}

/** The districts of Incheon as tiles, each with its figure, and the same as a table. */
export function TileMap({ board, question, on, isToday, onMap, measures, measure, onMeasure }: TileMapProps) {
  const translate = useTranslate()
  useLocale()
  const districts = board.districts.nodes.filter(
    ({ validFrom, validTo }) => (!validFrom || validFrom <= on) && (!validTo || validTo >= on),
  )
  return (
    <section className="card" aria-labelledby="map">
      <div className="card-head">
        <Typography variant="h2" id="map">
          {translate('home.map')}
        </Typography>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={isToday ? 'today' : 'then'}
          onChange={(_, value: string | null) => value && onMap(value === 'today' ? 'today' : undefined)}
          aria-label={translate('home.boundaries')}
        >
          <ToggleButton value="then">{translate('home.of_then', { year: question.year })}</ToggleButton>
          <ToggleButton value="today">{translate('home.of_today')}</ToggleButton>
        </ToggleButtonGroup>
        {measure && <MeasurePicker measures={measures} value={keyOf(measure)} onChange={onMeasure} />}
      </div>
      {measure ? (
        <Shown board={board} question={question} districts={districts} measure={measure} />
      ) : (
        <p className="nothing">{translate('home.no_figures')}</p>
      )}
      <Undecided board={board} />
      {isToday && <Reform board={board} year={question.year} on={on} />}
    </section>
  )
}

interface ShownProps {
  board: HomeBoardQuery
  question: HomeBoardQueryVariables
  districts: District[]
  measure: Measure
}

function Shown({ board, question, districts, measure }: ShownProps) {
  const translate = useTranslate()
  const figure = useFigure()
  const measureName = useMeasureName()
  const cells = board.byDistrict.rows.filter((row) => keyOf(row) === keyOf(measure))
  const most = Math.max(0, ...cells.map((cell) => cell.figure.value ?? 0))
  const cellOf = ({ code }: District) => cells.find((cell) => cell.district?.code === code)
  const told = (district: District) => {
    const cell = cellOf(district)
    if (cell) return figure(cell)
    const runs = board.byDistrict.rows.some((row) => row.district?.code === district.code)
    return translate(runs ? 'home.no_such_figure' : 'home.no_program')
  }
  const trace = (district: District): Trace => ({
    title: `${localized(district, 'name')} · ${measureName(measure)}`,
    figure: told(district),
    ids: cellOf(district) ? undefined : [],
    cell: cellOf(district) && {
      question: {
        groupBy: ['DISTRICT'],
        filter: { ...question.filter, districtCodes: [district.code] },
        asOf: question.asOf,
        knownAt: question.knownAt,
        map: question.map,
      },
      measure,
      isIt: (row) => row.district?.code === district.code,
    },
  })
  return (
    <div className="map">
      <ul className="tiles">
        {districts.map((district) => (
          <li key={district.code} style={placeOf(district)}>
            <Opens className={`tile ${kindOf(cellOf(district))}`} trace={trace(district)}>
              <span className="tile-shade" style={{ opacity: shadeOf(cellOf(district), most) }} />
              <span className="tile-name">{localized(district, 'name')}</span>
              <span className="tile-figure">{told(district)}</span>
              <AsOf cell={cellOf(district)} />
            </Opens>
          </li>
        ))}
      </ul>
      <div className="scroll-x">
        <table className="numbers">
          <caption>{measureName(measure)}</caption>
          <thead>
            <tr>
              <th scope="col">{translate('home.district')}</th>
              <th scope="col" className="right">
                {translate('home.figure')}
              </th>
              <th scope="col">{translate('home.true_for')}</th>
            </tr>
          </thead>
          <tbody>
            {districts.map((district) => (
              <tr key={district.code}>
                <th scope="row">{localized(district, 'name')}</th>
                <td className={`right ${kindOf(cellOf(district))}`}>
                  {cellOf(district) ? <Opens trace={trace(district)}>{told(district)}</Opens> : told(district)}
                </td>
                <td className="muted">{cellOf(district)?.asOfTo ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

/** Of an earlier day than was asked about: a later one was not reported yet. */
function AsOf({ cell }: { cell: Cell | undefined }) {
  const translate = useTranslate()
  if (!cell?.outcomeCounts.notYetReported) return null
  return <span className="tile-as-of">{translate('home.as_of', { day: cell.asOfTo })}</span>
}

const kindOf = (cell: Cell | undefined) => (cell ? `is-${cell.figure.state}` : 'is-none')
const shadeOf = (cell: Cell | undefined, most: number) =>
  cell?.figure.state === 'PRESENT' && most ? 0.06 + 0.24 * ((cell.figure.value as number) / most) : 0
const placeOf = ({ code }: District): CSSProperties => {
  const place = places[code]
  return place ? { gridColumn: place.column, gridRow: `${place.row} / span ${place.rows ?? 1}` } : {}
}

/** Programs whose district on the map nobody can tell, apart from all others. */
function Undecided({ board }: { board: HomeBoardQuery }) {
  const translate = useTranslate()
  const figure = useFigure()
  const { notDerivable } = board.byDistrict
  if (!notDerivable.length) return null
  return (
    <Alert severity="warning" className="undecided">
      <b>{translate('home.not_derivable', { smart_count: notDerivable.length })}</b>
      <ul>
        {notDerivable.map(({ program, values, ...reason }) => (
          <li key={program.id}>
            {localized(program, 'title')} ({localized(program.district, 'name')}):{' '}
            {values.map((value) => `${translate(`values.CountingBasis.${value.basis}`)} ${figure(value)}`).join(', ')} –{' '}
            {localized(reason, 'reason')}
          </li>
        ))}
      </ul>
    </Alert>
  )
}

/** What became of the districts between the year and the day of the map. */
function Reform({ board, year, on }: { board: HomeBoardQuery; year: number; on: string }) {
  const translate = useTranslate()
  const events = board.districtEvents.nodes.filter((event) => event.on > `${year}-12-31` && event.on <= on)
  if (!events.length) return null
  return (
    <ul className="reform">
      {events.map((event) => {
        const [first] = event.successions
        const to = event.successions.map((one) => localized(one.to, 'name')).join(' · ')
        const whole = event.successions.every((one) => one.whole)
        return (
          first && (
            <li key={localized(first.from, 'name')}>
              {event.on}: <b>{localized(first.from, 'name')}</b> → {to}.{' '}
              {translate(whole ? 'home.moved_whole' : 'home.moved_by_dong')}
            </li>
          )
        )
      })}
    </ul>
  )
}
