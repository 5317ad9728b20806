import type { ReactNode } from 'react'
import { useCanAccess, useTranslate } from 'react-admin'
import { EvaluationButton } from '../evaluation'
import { HistoryButton } from '../everywhere/historyButton'
import { FeedbackRows } from '../feedback'
import { FindingButton } from '../feedbackSteps'
import { Amount } from '../figure'
import { DesignateButton, RevokeButton } from '../flagship'
import { graphql } from '../gql'
import type { EvaluationFieldsFragment, FlagshipFieldsFragment, ProgramEvaluationFragment } from '../gql/graphql'
import { Grid } from '../grid'
import { Fact, FactList, RecordAs, Related } from '../show'
import { Details, Section } from '../tabs'
import { Value } from '../value'
import { Won } from '../won'

const fields = graphql(`
  fragment ProgramEvaluation on Program {
    id
    stage
    viewerCanReport
    round { id year }
    evaluation { ...EvaluationFields }
    flagships { ...FlagshipFields }
  }
`)

/** What came of the program: evaluation, awards, and what was learned from it. */
export function Evaluation() {
  const { canAccess: seesLedger } = useCanAccess({ resource: 'feedbackEntries', action: 'list' })
  return (
    <Details fields={fields}>
      {(row) => (
        <>
          <Evaluated row={row} />
          <Awards row={row} />
          {seesLedger && <Ledger programId={row.id} writes={row.viewerCanReport} />}
        </>
      )}
    </Details>
  )
}

function Evaluated({ row: { id, stage, evaluation } }: { row: ProgramEvaluationFragment }) {
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'evaluations', action: 'edit' })
  const title = translate('work.evaluation.title')
  const open = canAccess && ['REPORTED', 'SETTLED', 'EVALUATED'].includes(stage)
  return (
    <Section
      title={title}
      tools={
        <>
          {open && <EvaluationButton programId={id} now={evaluation ?? undefined} />}
          {evaluation && <HistoryButton resource="evaluations" record={evaluation} name={title} />}
        </>
      }
    >
      {evaluation ? (
        <RecordAs resource="evaluations" record={evaluation}>
          <EvaluationFacts now={evaluation} />
        </RecordAs>
      ) : (
        <p className="none nothing">{translate(open ? 'work.evaluation.none' : 'work.evaluation.not_yet')}</p>
      )}
    </Section>
  )
}

const EvaluationFacts = ({ now }: { now: EvaluationFieldsFragment }) => (
  <FactList>
    <Fact source="targetJobs">{now.targetJobs}</Fact>
    <Fact source="actualJobs">
      {now.actualJobs && (
        <>
          <Amount of={now.actualJobs} /> <span className="none">{now.actualJobs.figureAsOf}</span>
        </>
      )}
    </Fact>
    <Fact source="achievementPct">
      <Ratio of={now.achievementPct}>{(value) => `${value} %`}</Ratio>
    </Fact>
    <Fact source="costPerJob">
      <Ratio of={now.costPerJob}>{(value) => <Won is={value} />}</Ratio>
    </Fact>
    <Fact source="satisfaction">{now.satisfaction}</Fact>
    <Fact source="evaluatedOn">{now.evaluatedOn}</Fact>
    <Fact source="findings" wide>
      {now.findings}
    </Fact>
  </FactList>
)

/** A quotient, or why there is none. */
function Ratio({
  of: { state, value, reason },
  children,
}: {
  of: EvaluationFieldsFragment['costPerJob']
  children: (value: number) => ReactNode
}) {
  if (typeof value === 'number') return children(value)
  return (
    <span className="none">
      <Value of="FigureState" is={state} />
      {reason && (
        <>
          {' '}
          (<Value of="QuotientReason" is={reason} />)
        </>
      )}
    </span>
  )
}

const PUBLIC = ['SELECTED', 'AGREED', 'RUNNING', 'REPORTED', 'SETTLED', 'EVALUATED']

function Awards({ row: { id, stage, round, flagships } }: { row: ProgramEvaluationFragment }) {
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'flagshipAwards', action: 'create' })
  const title = translate('resources.flagshipAwards.name')
  const of = (field: string) => translate(`resources.flagshipAwards.fields.${field}`)
  return (
    <Section
      title={title}
      tools={canAccess && PUBLIC.includes(stage) && <DesignateButton programId={id} year={round.year} />}
    >
      <Grid<FlagshipFieldsFragment>
        label={title}
        rows={flagships}
        empty={translate('work.flagship.none')}
        columns={[
          { label: of('year'), short: true, cell: ({ year }) => year },
          { label: of('awardedOn'), short: true, cell: ({ awardedOn }) => awardedOn },
          { label: of('criteria'), cell: ({ criteria }) => criteria ?? '–' },
          { label: of('evidence'), cell: ({ evidence, document }) => evidence ?? document?.publisher ?? '–' },
          {
            label: of('revokedOn'),
            cell: ({ revokedOn, revokedReason }) => (revokedOn ? `${revokedOn} ${revokedReason}` : '–'),
          },
          {
            key: 'revoke',
            label: <span className="hidden">{translate('work.flagship.revoke')}</span>,
            number: true,
            cell: (award) => (
              <>
                {award.viewerCanUpdate && !award.revokedOn && <RevokeButton award={award} />}
                <HistoryButton resource="flagshipAwards" record={award} name={`${title} ${award.year}`} />
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}

const Ledger = ({ programId, writes }: { programId: string; writes: boolean }) => (
  <Related
    title="resources.feedbackEntries.name"
    hint="work.feedback.hint"
    resource="feedbackEntries"
    target="program"
    sort={{ field: 'dueOn', order: 'ASC' }}
    tools={writes && <FindingButton programId={programId} />}
  >
    <FeedbackRows without="program" />
  </Related>
)
