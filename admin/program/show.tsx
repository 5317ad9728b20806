import { useLocale, useRecordContext } from 'react-admin'
import type { ProgramFieldsFragment } from '../gql/graphql'
import { RecordLink } from '../list'
import { localized } from '../noun'
import { NounShow } from '../show'
import { TabPages, tab } from '../tabs'
import { ValueChip } from '../value'
import { ProgramPlaces } from './places'

const tabs = [
  tab('', 'work.program.overview', async () => (await import('./overview')).Overview),
  tab('money', 'work.program.money', async () => (await import('./money')).Money),
  tab('organizations', 'work.program.organizations', async () => (await import('./organizations')).Organizations),
  tab('cohorts', 'work.program.cohorts', async () => (await import('./cohorts')).Cohorts),
  tab('figures', 'work.program.figures', async () => (await import('./figures')).Figures),
  tab('evaluation', 'work.program.evaluation', async () => (await import('./evaluation')).Evaluation),
  tab('line', 'work.program.line', async () => (await import('./line')).Line),
  tab('history', 'work.program.history', async () => (await import('./history')).History),
]

/** Everything about one program, a tab for each part of its life. */
export const ProgramShow = () => (
  <NounShow<ProgramFieldsFragment> historyInTab>
    <ProgramPlaces>
      <About />
      <TabPages tabs={tabs} />
    </ProgramPlaces>
  </NounShow>
)

/** What is good to know on every tab. */
function About() {
  useLocale()
  const row = useRecordContext<ProgramFieldsFragment>()
  return (
    row && (
      <p className="page-about">
        <ValueChip of="ProgramStage" is={row.stage} />
        <span>{row.code}</span>
        <RecordLink row={row.district} resource="districts">
          {localized(row.district, 'name')}
        </RecordLink>
        <RecordLink row={row.round} resource="rounds">
          {localized(row.round, 'title')}
        </RecordLink>
      </p>
    )
  )
}
