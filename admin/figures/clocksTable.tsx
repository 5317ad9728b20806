import { Typography } from '@mui/material'
import { useLocale, useTranslate } from 'react-admin'
import { Link } from 'react-router-dom'
import { graphql } from '../gql'
import type { ClockFigureFragment, TwoClocksQuery } from '../gql/graphql'
import { localized } from '../noun'
import { useAnswer, Waiting } from './answer'
import { Basis, Change, changeOf, Figure } from './figure'
import type { Moment } from './moments'

graphql(`
  fragment ClockFigure on Figure {
    state value figureAsOf reported rivals
    cohort { id nameKo nameEn }
    indicator { id nameKo nameEn unitKo unitEn basis population }
    outcome { id }
  }
`)
const query = graphql(`
  query TwoClocks($year: Int!, $asOf: Date!, $first: DateTime, $second: DateTime) {
    programs(filter: { year: $year }, first: 100) {
      nodes {
        id titleKo titleEn
        earlier: figures(asOf: $asOf, knownAt: $first) { ...ClockFigure }
        later: figures(asOf: $asOf, knownAt: $second) { ...ClockFigure }
      }
    }
  }
`)

interface TableProps {
  year: number
  program: string
  asOf: string
  first: Moment
  second: Moment
  names: [string, string]
  changedOnly: boolean
}

/** Every figure as it was known at the two moments; what differs is marked. */
export function ClocksTable({ year, program, asOf, first, second, names, changedOnly }: TableProps) {
  useLocale()
  const translate = useTranslate()
  const answer = useAnswer(
    query,
    { year, asOf, first: first.instant || null, second: second.instant || null },
    { keep: true },
  )
  const all = answer.data?.programs.nodes.filter(({ id }) => !program || id === program).flatMap(rowsOf) ?? []
  const changed = all.filter(differs)
  const rows = changedOnly ? changed : all
  return (
    <>
      <Waiting for={answer} />
      {answer.data && (
        <Typography role="status">
          {translate('panel.clocks.count', { all: all.length, changed: changed.length })}
        </Typography>
      )}
      {rows.length > 0 && (
        <div className="queue">
          <table aria-label={translate('panel.clocks.title')}>
            <thead>
              <tr>
                <th scope="col">{translate('panel.grid.program')}</th>
                <th scope="col">{translate('panel.clocks.indicator')}</th>
                {names.map((name, at) => (
                  <th key={at === 0 ? 'earlier' : 'later'} scope="col" className="amount">
                    {at === 1 && !second.instant ? name : translate('panel.clocks.known_at', { name })}
                  </th>
                ))}
                <th scope="col" className="amount">
                  {translate('panel.review.columns.change')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key} className={differs(row) ? 'changed' : undefined}>
                  <td>{localized(row.program, 'title')}</td>
                  <td>
                    {localized(row.indicator, 'name')} <Basis row={row} />
                    {row.cohort && <div className="small">{localized(row.cohort, 'name')}</div>}
                  </td>
                  <Known figure={row.earlier} asOf={asOf} />
                  <Known figure={row.later} asOf={asOf} />
                  <td className="amount">
                    {row.earlier && row.later ? (
                      <Change by={changeOf(row.earlier, row.later)} />
                    ) : (
                      <span className="none">{translate(row.later ? 'panel.clocks.new' : 'panel.clocks.gone')}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

function Known({ figure, asOf }: { figure?: ClockFigureFragment; asOf: string }) {
  const translate = useTranslate()
  if (!figure) return <td className="amount none">{translate('panel.clocks.unknown')}</td>
  return (
    <td className="amount">
      {figure.outcome ? (
        <Link to={`/outcomes/${figure.outcome.id}/show`}>
          <Figure row={figure} />
        </Link>
      ) : (
        <Figure row={figure} />
      )}
      {figure.figureAsOf !== asOf && (
        <div className="small">{translate('panel.clocks.stands_in', { day: figure.figureAsOf ?? '' })}</div>
      )}
      {figure.rivals > 0 && (
        <div className="flag">{translate('panel.clocks.rivals', { smart_count: figure.rivals })}</div>
      )}
    </td>
  )
}

type Program = TwoClocksQuery['programs']['nodes'][number]

function rowsOf({ earlier, later, ...program }: Program) {
  const keyOf = ({ indicator, cohort }: ClockFigureFragment) => `${program.id}/${indicator.id}/${cohort?.id ?? ''}`
  const both = new Map([...earlier, ...later].map((figure) => [keyOf(figure), figure]))
  return [...both].map(([key, { indicator, cohort }]) => {
    const find = (figures: ClockFigureFragment[]) => figures.find((figure) => keyOf(figure) === key)
    return { key, program, indicator, cohort, earlier: find(earlier), later: find(later) }
  })
}

const differs = ({ earlier, later }: ReturnType<typeof rowsOf>[number]) =>
  earlier?.state !== later?.state || earlier?.value !== later?.value || earlier?.figureAsOf !== later?.figureAsOf
