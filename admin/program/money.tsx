import { useTranslate } from 'react-admin'
import { CoFundingCheck, FundingButton, MoneyTable } from '../funding'
import { graphql } from '../gql'
import { Details, Section } from '../tabs'

const fields = graphql(`
  fragment ProgramMoney on Program {
    id
    stage
    viewerCanUpdate
    viewerCanReport
    round { id cityShareNote }
    fundingLines { ...FundingLineFields }
    planned: coFunding(basis: PLANNED) { ...CoFundingFields }
    granted: coFunding(basis: GRANTED) { ...CoFundingFields }
    spent: coFunding(basis: SPENT) { ...CoFundingFields }
  }
`)

/** Money by source. Who may set it sets it; who runs the program reports what was spent and returned. */
export function Money() {
  const translate = useTranslate()
  const title = translate('work.money.by_source')
  return (
    <Details fields={fields}>
      {({ id, stage, viewerCanUpdate, viewerCanReport, round, fundingLines, planned, granted, spent }) => {
        const reports = viewerCanReport && ['RUNNING', 'REPORTED'].includes(stage)
        const edits = viewerCanUpdate || (reports && fundingLines.length > 0)
        return (
          <>
            <Section title={title} hint={translate('work.money.hint')}>
              <MoneyTable
                label={title}
                lines={fundingLines}
                edit={
                  edits
                    ? (source, line) =>
                        (viewerCanUpdate || line) && (
                          <FundingButton
                            of={{ programId: id }}
                            source={source}
                            line={line}
                            spendingOnly={!viewerCanUpdate}
                          />
                        )
                    : undefined
                }
              />
            </Section>
            <CoFundingCheck of={[planned, granted, spent]} note={round.cityShareNote} />
          </>
        )
      }}
    </Details>
  )
}
