import { Typography } from '@mui/material'
import { Link, useCreatePath, useLocale, useTranslate } from 'react-admin'
import type { HomeBoardQuery, HomeBoardQueryVariables } from '../gql/graphql'
import { byWeight, useFigure, useMeasureName, useNumber } from './measure'
import { Opens } from './trace'

interface TargetProps {
  board: HomeBoardQuery
  question: HomeBoardQueryVariables
  round: { id: string; jobTarget?: number | null }
}

const persons = { unitKo: '명', unitEn: 'persons' }

/** The round's target, and beside it what was reached on each basis: unlike bases are never added. */
export function Target({ board, question, round }: TargetProps) {
  const translate = useTranslate()
  const figure = useFigure()
  const number = useNumber()
  const measureName = useMeasureName()
  const path = useCreatePath()
  useLocale()
  const rows = board.total.rows
    .filter(({ population, kind, basis }) => population === 'PARTICIPANTS' && kind !== 'RATE' && basis !== 'TARGET')
    .sort(byWeight)
  const target = round.jobTarget ?? null
  const scale = Math.max(target ?? 0, ...rows.map((row) => row.figure.value ?? 0), 1)
  const placed = rows.find(({ basis }) => basis === 'PLACED')
  return (
    <section className="card" aria-labelledby="target">
      <div className="card-head">
        <Typography variant="h2" id="target">
          {translate('home.target')}
        </Typography>
      </div>
      <p className="target-line">
        {translate('home.target_of_round')}{' '}
        <Link to={path({ resource: 'rounds', type: 'show', id: round.id })} className="strong">
          {target === null ? translate('home.no_target') : number(target, persons)}
        </Link>
        {target !== null && placed?.figure.state === 'PRESENT' && (
          <span className="muted">
            {' '}
            · {translate('home.achieved', { pct: percent(placed.figure.value as number, target) })}
          </span>
        )}
      </p>
      {rows.length === 0 && <p className="nothing">{translate('home.no_figures')}</p>}
      <ul className="bars" style={{ '--target': target === null ? 'none' : `${(target / scale) * 100}%` } as object}>
        {rows.map((row) => (
          <li key={row.basis + row.kind} className={target === null ? 'without-target' : undefined}>
            <span className="bars-name">{translate(`values.CountingBasis.${row.basis}`)}</span>
            <span className="bars-track">
              <span
                className={`bars-bar basis-${row.basis}`}
                style={{ width: `${((row.figure.value ?? 0) / scale) * 100}%` }}
              />
            </span>
            <Opens
              trace={{
                title: measureName(row),
                figure: figure(row),
                cell: {
                  question: { groupBy: [], filter: question.filter, asOf: question.asOf, knownAt: question.knownAt },
                  measure: row,
                },
              }}
            >
              {figure(row)}
            </Opens>
          </li>
        ))}
      </ul>
      <p className="hint">{translate('home.bases_apart')}</p>
    </section>
  )
}

const percent = (value: number, target: number) => (Math.round((value / target) * 1000) / 10).toFixed(1)
