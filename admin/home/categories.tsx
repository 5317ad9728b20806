import { Typography } from '@mui/material'
import { useLocale, useTranslate } from 'react-admin'
import type { HomeBoardQuery, HomeBoardQueryVariables, JobCategory } from '../gql/graphql'
import { byWeight, useFigure, useMeasureName } from './measure'
import { Opens } from './trace'

/** Jobs by the categories of the local jobs plan (지역일자리 목표공시제); within one, the bases stand apart. */
export function Categories({ board, question }: { board: HomeBoardQuery; question: HomeBoardQueryVariables }) {
  const translate = useTranslate()
  const figure = useFigure()
  const measureName = useMeasureName()
  useLocale()
  const rows = board.byCategory.rows
    .filter(({ population, kind }) => population === 'PARTICIPANTS' && kind !== 'RATE')
    .sort(byWeight)
  const categories = [...new Set(rows.map(({ category }) => category ?? null))].sort(withoutCategoryLast)
  const most = Math.max(1, ...rows.map((row) => row.figure.value ?? 0))
  const nameOf = (category: JobCategory | null) =>
    translate(category ? `values.JobCategory.${category}` : 'home.no_category')
  return (
    <section className="card" aria-labelledby="categories">
      <div className="card-head">
        <Typography variant="h2" id="categories">
          {translate('home.categories')}
        </Typography>
      </div>
      {rows.length === 0 && <p className="nothing">{translate('home.no_figures')}</p>}
      <dl className="categories">
        {categories.map((category) => (
          <div key={category}>
            <dt>{nameOf(category)}</dt>
            <dd>
              <ul className="bars without-target">
                {rows
                  .filter((row) => (row.category ?? null) === category)
                  .map((row) => (
                    <li key={row.basis + row.kind}>
                      <span className="bars-name">{translate(`values.CountingBasis.${row.basis}`)}</span>
                      <span className="bars-track">
                        <span
                          className={`bars-bar basis-${row.basis}`}
                          style={{ width: `${((row.figure.value ?? 0) / most) * 100}%` }}
                        />
                      </span>
                      <Opens
                        trace={{
                          title: `${nameOf(category)} · ${measureName(row)}`,
                          figure: figure(row),
                          cell: {
                            question: {
                              groupBy: ['CATEGORY'],
                              filter: question.filter,
                              asOf: question.asOf,
                              knownAt: question.knownAt,
                            },
                            measure: row,
                            isIt: (one) => (one.category ?? null) === category,
                          },
                        }}
                      >
                        {figure(row)}
                      </Opens>
                    </li>
                  ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const withoutCategoryLast = (one: JobCategory | null, other: JobCategory | null) =>
  Number(one === null) - Number(other === null)
