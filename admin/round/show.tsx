import { useMemo } from 'react'
import { useCanAccess, useCreatePath, useLocale, useRecordContext, useTranslate } from 'react-admin'
import type { RoundFieldsFragment, RoundState } from '../gql/graphql'
import { NounShow } from '../show'
import { Places } from '../step'
import { TabPages, tab } from '../tabs'

const overview = tab('', 'work.round.overview', async () => (await import('./overview')).Overview)
const criteria = tab('criteria', 'work.round.criteria', async () => (await import('./criteria')).Criteria)
const proposals = tab('proposals', 'work.round.proposals', async () => (await import('./proposals')).Proposals)
const ranking = tab('ranking', 'work.round.ranking', async () => (await import('./ranking')).RankingTab)
const agreements = tab('agreements', 'work.round.agreements', async () => (await import('./agreements')).Agreements)
const money = tab('money', 'work.round.money', async () => (await import('./money')).Money)

/** The workbench of a round: everything from the call to the agreements in one place. */
export const RoundShow = () => (
  <NounShow<RoundFieldsFragment> historyInTab>
    <Workbench />
  </NounShow>
)

function Workbench() {
  useLocale()
  const row = useRecordContext<RoundFieldsFragment>()
  const createPath = useCreatePath()
  const { canAccess: decides } = useCanAccess({ resource: 'rounds', action: 'decide' })
  const place = useMemo(() => {
    const base = row ? createPath({ resource: 'rounds', type: 'show', id: row.id }) : ''
    const places: Record<string, string> = {
      callOpensOn: row ? createPath({ resource: 'rounds', type: 'edit', id: row.id }) : '',
      callClosesOn: row ? createPath({ resource: 'rounds', type: 'edit', id: row.id }) : '',
      criteria: `${base}/criteria`,
      programs: `${base}/proposals`,
      feedback: `/feedbackEntries?filter=${encodeURIComponent(JSON.stringify({ year: row?.year, open: true }))}`,
    }
    return (field: string) => places[field]
  }, [row, createPath])
  if (!row) return null
  const tabs = [overview, criteria, proposals, ...(decides ? [ranking] : []), agreements, money]
  return (
    <Places.Provider value={place}>
      <States now={row.state} />
      <TabPages tabs={tabs} />
    </Places.Provider>
  )
}

const order: RoundState[] = [
  'PLANNED',
  'CALL_OPEN',
  'SCREENING',
  'SELECTED',
  'RUNNING',
  'REPORTED',
  'EVALUATED',
  'CLOSED',
]

/** The life of the round, with where it stands. */
function States({ now }: { now: RoundState }) {
  const translate = useTranslate()
  const at = order.indexOf(now)
  return (
    <ol className="states" aria-label={translate('work.round.life')}>
      {order.map((state, index) => (
        <li
          key={state}
          className={index < at ? 'past' : index === at ? 'present' : undefined}
          aria-current={index === at ? 'step' : undefined}
        >
          {translate(`values.RoundState.${state}`)}
        </li>
      ))}
    </ol>
  )
}
