import { Typography } from '@mui/material'
import { Link, useCreatePath, useLocale, useResourceDefinitions, useTranslate } from 'react-admin'
import { today } from '../day'
import type { HomeStartQuery } from '../gql/graphql'
import { localized } from '../noun'

type Task = HomeStartQuery['viewerTasks'][number]
type Round = HomeStartQuery['rounds']['nodes'][number]

/** What waits for the signed-in person, each leading to the list of it. */
export function Tasks({ tasks }: { tasks: readonly Task[] }) {
  const translate = useTranslate()
  return (
    <section className="card tasks" aria-labelledby="tasks">
      <div className="card-head">
        <Typography variant="h2" id="tasks">
          {translate('home.tasks')}
        </Typography>
      </div>
      {tasks.length === 0 && <p className="nothing">{translate('home.no_tasks')}</p>}
      <ul>
        {tasks.map((task) => (
          <TaskLine key={task.kind} task={task} />
        ))}
      </ul>
    </section>
  )
}

function TaskLine({ task }: { task: Task }) {
  const translate = useTranslate()
  const path = useCreatePath()
  const lists = useResourceDefinitions()
  useLocale()
  const words = translate(`home.task.${task.kind}`, { smart_count: task.count })
  const list =
    task.kind === 'RECORD_FOLLOW_UPS'
      ? '/people/followUps'
      : { pathname: path({ resource: task.list, type: 'list' }), search: searchOf(task.filter) }
  return (
    <li>
      {lists[task.list]?.hasList ? (
        <Link to={list} className="task">
          {words}
        </Link>
      ) : (
        <span className="task">{words}</span>
      )}
      {task.dueOn && <Due on={task.dueOn} />}
      <span className="task-programs">
        {task.programs.map((program) => (
          <Link key={program.id} to={path({ resource: 'programs', type: 'show', id: program.id })}>
            {localized(program, 'title')}
          </Link>
        ))}
      </span>
    </li>
  )
}

const searchOf = (filter: string) => `?${new URLSearchParams({ filter, displayedFilters: '{}', page: '1' })}`

function Due({ on }: { on: string }) {
  const translate = useTranslate()
  const days = (Date.parse(on) - Date.parse(today())) / 86_400_000
  const words = days < 0 ? 'overdue' : days === 0 ? 'due_today' : 'due_in'
  return (
    <span className={`due ${days <= 7 ? 'soon' : ''}`}>
      {translate(`home.${words}`, { smart_count: Math.abs(days), day: on })}
    </span>
  )
}

/** The days of the round that are known. */
export function Calendar({ round }: { round: Round }) {
  const translate = useTranslate()
  const path = useCreatePath()
  useLocale()
  const days = [
    ['call', round.callOpensOn, round.callClosesOn],
    ['screening', round.screeningFrom, round.screeningTo],
  ] as const
  return (
    <section className="card" aria-labelledby="calendar">
      <div className="card-head">
        <Typography variant="h2" id="calendar">
          {translate('home.calendar')}
        </Typography>
      </div>
      <dl className="calendar">
        <div>
          <dt>{translate('resources.rounds.fields.state')}</dt>
          <dd>
            <Link to={path({ resource: 'rounds', type: 'show', id: round.id })}>
              {translate(`values.RoundState.${round.state}`)}
            </Link>
          </dd>
        </div>
        {days.map(([name, from, to]) => (
          <div key={name}>
            <dt>{translate(`home.${name}`)}</dt>
            <dd>
              {from || to ? `${from ?? ''} – ${to ?? ''}` : <span className="muted">{translate('panel.none')}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
