import { useRecordContext, useTranslate } from 'react-admin'
import { CoFundingCheck, FundingButton, MoneyTable, sumOf } from '../funding'
import { graphql } from '../gql'
import type { ProgramMoneyRowFragment, RoundFieldsFragment } from '../gql/graphql'
import { Grid } from '../grid'
import { RecordLink } from '../list'
import { localized } from '../noun'
import { Details, Section } from '../tabs'
import { Won } from '../won'
import { Programs } from './programs'

const fields = graphql(`
  fragment RoundMoney on Round {
    id
    viewerCanUpdate
    fundingTotals { source planned granted spent returned }
    fundingLines { ...FundingLineFields }
    planned: coFunding(basis: PLANNED) { ...CoFundingFields }
    granted: coFunding(basis: GRANTED) { ...CoFundingFields }
    spent: coFunding(basis: SPENT) { ...CoFundingFields }
  }
`)

const ofProgram = graphql(`
  fragment ProgramMoneyRow on Program {
    id
    code
    titleKo
    titleEn
    district { id nameKo nameEn }
    fundingLines { source planned granted spent returned }
    coFunding(basis: PLANNED) { citySharePct }
  }
`)

/** The money of the round by source, and the co-funding check against its rule. */
export function Money() {
  const translate = useTranslate()
  const round = useRecordContext<RoundFieldsFragment>()
  return (
    <>
      <Details fields={fields}>
        {({ id, viewerCanUpdate, fundingTotals, fundingLines, planned, granted, spent }) => (
          <>
            <CoFundingCheck of={[planned, granted, spent]} note={round?.cityShareNote} />
            <Section title={translate('work.money.of_programs')} hint={translate('work.money.of_programs_hint')}>
              <MoneyTable label={translate('work.money.of_programs')} lines={fundingTotals} />
            </Section>
            <Section title={translate('work.money.of_round')} hint={translate('work.money.of_round_hint')}>
              <MoneyTable
                label={translate('work.money.of_round')}
                lines={fundingLines}
                edit={
                  viewerCanUpdate
                    ? (source, line) => <FundingButton of={{ roundId: id }} source={source} line={line} />
                    : undefined
                }
              />
            </Section>
          </>
        )}
      </Details>
      <ByProgram />
    </>
  )
}

const amounts = ['planned', 'granted', 'spent', 'returned'] as const

function ByProgram() {
  const translate = useTranslate()
  const title = translate('work.money.by_program')
  return (
    <Section title={title}>
      <Programs fields={ofProgram}>
        {(rows) => (
          <Grid<ProgramMoneyRowFragment>
            label={title}
            rows={rows}
            columns={[
              {
                label: translate('resources.programs.fields.titleKo'),
                cell: (row) => (
                  <>
                    <RecordLink row={row} resource="programs" />
                    <div className="none">{localized(row.district, 'name')}</div>
                  </>
                ),
              },
              ...amounts.map((amount) => ({
                label: translate(`resources.fundingLines.fields.${amount}`),
                number: true,
                cell: ({ fundingLines }: ProgramMoneyRowFragment) => <Won is={sumOf(fundingLines, amount)} />,
              })),
              {
                label: translate('work.money.city_share'),
                number: true,
                cell: ({ coFunding: { citySharePct } }) => (citySharePct == null ? '–' : `${citySharePct} %`),
              },
            ]}
          />
        )}
      </Programs>
    </Section>
  )
}
