import { Typography } from '@mui/material'
import { lazy, Suspense } from 'react'
import { useLocale, useTranslate } from 'react-admin'
import { monthEnds, today } from '../day'
import type { HomeBoardQuery, HomeBoardQueryVariables } from '../gql/graphql'
import { localized } from '../noun'
import { keyOf, type Measure, useFigure, useMeasureName } from './measure'
import { Opens } from './trace'

const TrendChart = lazy(() => import('./trendChart'))

export interface Month {
  label: string
  value: number | null
  /** Whether a figure for this very month was known; else the latest one before it stands in. */
  reported: boolean
}

const MONTHS = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9', 'm10', 'm11', 'm12'] as const

const falls = (months: Month[]) => {
  const values = months.flatMap(({ value }) => value ?? [])
  return values.some((value, at) => at > 0 && value < (values[at - 1] as number))
}

interface TrendProps {
  board: HomeBoardQuery
  question: HomeBoardQueryVariables
  measure: Measure | undefined
}

/** What was true at the end of each month. Running totals grow by themselves; nothing is summed here. */
export function Trend({ board, question, measure }: TrendProps) {
  const translate = useTranslate()
  const figure = useFigure()
  const measureName = useMeasureName()
  const locale = useLocale()
  if (!measure) return null
  const ends = monthEnds(question.year)
  const cells = MONTHS.map((name) => board[name].rows.find((row) => keyOf(row) === keyOf(measure)))
  const nameOfMonth = (end: string) =>
    new Date(`${end}T00:00:00Z`).toLocaleDateString(locale, { month: 'short', timeZone: 'UTC' })
  const hasCome = (end: string) => end.slice(0, 7) <= today().slice(0, 7)
  const months = ends.map((end, at): Month => {
    const cell = hasCome(end) ? cells[at] : undefined
    const reported = cell !== undefined && cell.asOfTo.slice(0, 7) === end.slice(0, 7)
    return { label: nameOfMonth(end), value: cell?.figure.value ?? null, reported }
  })
  const any = months.some(({ value }) => value !== null)
  return (
    <section className="card" aria-labelledby="trend">
      <div className="card-head">
        <Typography variant="h2" id="trend">
          {translate('home.trend', { year: question.year })}
        </Typography>
        <span className="muted">{measureName(measure)}</span>
      </div>
      {any ? (
        <div className="trend-chart" aria-hidden="true">
          <Suspense fallback={<div className="chart-place" />}>
            <TrendChart months={months} unit={localized(measure, 'unit')} />
          </Suspense>
        </div>
      ) : (
        <p className="nothing">{translate('home.no_figures')}</p>
      )}
      <div className="scroll-x">
        <table className="numbers months">
          <thead>
            <tr>
              {months.map(({ label }) => (
                <th scope="col" key={label} className="right">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              {months.map(({ label, reported }, at) => {
                const [cell, end] = [cells[at], ends[at] as string]
                return (
                  <td key={label} className={`right ${reported ? '' : 'earlier-value'}`}>
                    {!hasCome(end) ? (
                      <span className="muted">{translate('home.not_yet')}</span>
                    ) : cell ? (
                      <Opens
                        trace={{
                          title: `${label} · ${measureName(measure)}`,
                          figure: figure(cell),
                          cell: {
                            question: {
                              groupBy: [],
                              filter: question.filter,
                              asOf: end,
                              knownAt: question.knownAt,
                            },
                            measure,
                          },
                        }}
                      >
                        {figure(cell)}
                      </Opens>
                    ) : (
                      <span className="muted">{translate('values.FigureState.MISSING')}</span>
                    )}
                  </td>
                )
              })}
            </tr>
          </tbody>
        </table>
      </div>
      {measure.kind === 'RUNNING_TOTAL' && falls(months) && <p className="warn">{translate('home.trend_falls')}</p>}
      <p className="hint">{translate('home.trend_hint')}</p>
    </section>
  )
}
