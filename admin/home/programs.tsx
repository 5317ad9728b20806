import { Typography } from '@mui/material'
import { Link, useCreatePath, useLocale, useTranslate } from 'react-admin'
import type { HomeBoardQuery, HomeBoardQueryVariables } from '../gql/graphql'
import { localized } from '../noun'
import { ValueChip } from '../value'
import { byWeight, keyOf, useFigure, useMeasureName, useNumber } from './measure'
import { Opens } from './trace'

type Program = NonNullable<HomeBoardQuery['round']>['programs']['nodes'][number]
const persons = { unitKo: '명', unitEn: 'persons' }

/** Every program of the round: its target, and its figures each on its own basis. */
export function Programs({ board, question }: { board: HomeBoardQuery; question: HomeBoardQueryVariables }) {
  const translate = useTranslate()
  const number = useNumber()
  const path = useCreatePath()
  useLocale()
  const { nodes = [], totalCount = 0 } = board.round?.programs ?? {}
  return (
    <section className="card" aria-labelledby="programs">
      <div className="card-head">
        <Typography variant="h2" id="programs">
          {translate('home.programs', { smart_count: totalCount })}
        </Typography>
      </div>
      {nodes.length === 0 ? (
        <p className="nothing">{translate('home.no_programs')}</p>
      ) : (
        <div className="scroll-x">
          <table className="numbers programs">
            <thead>
              <tr>
                <th scope="col">{translate('resources.programs.name', { smart_count: 1 })}</th>
                <th scope="col">{translate('home.district')}</th>
                <th scope="col">{translate('home.stage')}</th>
                <th scope="col" className="right">
                  {translate('values.CountingBasis.TARGET')}
                </th>
                <th scope="col">{translate('home.figures')}</th>
              </tr>
            </thead>
            <tbody>
              {nodes.map((program) => (
                <tr key={program.id}>
                  <th scope="row">
                    <Link to={path({ resource: 'programs', type: 'show', id: program.id })}>
                      {localized(program, 'title')}
                    </Link>
                  </th>
                  <td>{localized(program.district, 'name')}</td>
                  <td>
                    <ValueChip of="ProgramStage" is={program.stage} />
                  </td>
                  <td className="right">
                    {program.targetJobs == null ? (
                      <span className="muted">{translate('panel.none')}</span>
                    ) : (
                      number(program.targetJobs, persons)
                    )}
                  </td>
                  <td>
                    <ProgramFigures board={board} question={question} program={program} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {totalCount > nodes.length && (
        <p className="hint">{translate('home.first_programs', { shown: nodes.length, total: totalCount })}</p>
      )}
    </section>
  )
}

interface ProgramFiguresProps {
  board: HomeBoardQuery
  question: HomeBoardQueryVariables
  program: Program
}

function ProgramFigures({ board, question, program }: ProgramFiguresProps) {
  const translate = useTranslate()
  const figure = useFigure()
  const measureName = useMeasureName()
  const cells = board.byProgram.rows.filter((row) => row.program?.id === program.id).sort(byWeight)
  if (!cells.length) return <span className="muted">{translate('values.FigureState.MISSING')}</span>
  return (
    <ul className="figures">
      {cells.map((cell) => (
        <li key={keyOf(cell)}>
          <span className="muted">{translate(`values.CountingBasis.${cell.basis}`)}</span>{' '}
          <Opens
            trace={{
              title: `${localized(program, 'title')} · ${measureName(cell)}`,
              figure: figure(cell),
              cell: {
                question: {
                  groupBy: ['PROGRAM'],
                  filter: { ...question.filter, programCodes: [program.code] },
                  asOf: question.asOf,
                  knownAt: question.knownAt,
                },
                measure: cell,
              },
            }}
          >
            {figure(cell)}
          </Opens>
          {cell.outcomeCounts.notYetReported > 0 && (
            <span className="earlier">{translate('home.as_of', { day: cell.asOfTo })}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
