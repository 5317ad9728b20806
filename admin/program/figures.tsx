import { Alert } from '@mui/material'
import { useTranslate } from 'react-admin'
import { FigureList } from '../figure'
import { graphql } from '../gql'
import type { ProgramFiguresFragment } from '../gql/graphql'
import { localized } from '../noun'
import { OutcomeRows } from '../outcome'
import { Related } from '../show'
import { Details, Section } from '../tabs'

const fields = graphql(`
  fragment ProgramFigures on Program {
    id
    viewerCanReport
    figures { ...FigureFields }
    plausibility { rule flagged arithmetic messageKo messageEn asOf }
  }
`)

/** The figures as they are known now, what is implausible about them, and every figure that was recorded. */
export function Figures() {
  const translate = useTranslate()
  const title = translate('work.figures.now')
  return (
    <Details fields={fields}>
      {({ figures, plausibility, viewerCanReport }) => (
        <>
          <Section title={title} hint={translate('panel.figures_hint')}>
            <FigureList label={title} figures={figures.filter(({ state }) => state !== 'MISSING')} />
          </Section>
          <Plausibility checks={plausibility} />
          <Recorded start={viewerCanReport} />
        </>
      )}
    </Details>
  )
}

const Recorded = ({ start }: { start: boolean }) => (
  <Related
    title="work.figures.recorded"
    resource="outcomes"
    target="program"
    sort={{ field: 'asOf', order: 'ASC' }}
    start={start ? (row) => ({ programId: row.id }) : undefined}
  >
    <OutcomeRows without="program" />
  </Related>
)

function Plausibility({ checks }: { checks: ProgramFiguresFragment['plausibility'] }) {
  const translate = useTranslate()
  if (!checks.length) return null
  return (
    <Section title={translate('work.figures.plausibility')}>
      {checks.map((check) => (
        <Alert key={`${check.rule} ${check.asOf}`} severity={check.flagged ? 'warning' : 'success'} className="check">
          {localized(check, 'message')} <span className="none">{check.arithmetic}</span>
        </Alert>
      ))}
    </Section>
  )
}
