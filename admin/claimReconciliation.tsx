import { Chip } from '@mui/material'
import { useLocale, useRecordContext, useTranslate } from 'react-admin'
import { graphql } from './gql'
import type { ClaimReconciliationFragment, ReconciliationStatus } from './gql/graphql'
import { Grid } from './grid'
import { RecordLink } from './list'
import { localized } from './noun'
import { Details, Section } from './tabs'
import { Value } from './value'

const reconciliation = graphql(`
  fragment ClaimReconciliation on Claim {
    id
    reconciliation {
      claimed
      counted
      remainder
      status
      steps { label reason sum remainder inferred treatment }
      items {
        value
        counted
        reason
        basis
        program { id titleKo titleEn }
        indicator { id nameKo nameEn }
        outcome { id }
      }
    }
  }
`)

/** How the claim comes about from the figures: step by step, then figure by figure. */
export function Reconciliation() {
  const translate = useTranslate()
  const row = useRecordContext()
  const count = useCount()
  if (!row) return null
  const title = translate('work.claim.reconciliation')
  return (
    <Section title={title} hint={translate('work.claim.hint')}>
      <Details fields={reconciliation}>
        {({ reconciliation }) => (
          <>
            <p>
              <Status is={reconciliation.status} />{' '}
              {translate('work.claim.sum', {
                claimed: count(reconciliation.claimed),
                counted: count(reconciliation.counted),
                remainder: count(reconciliation.remainder),
              })}
            </p>
            <Steps of={reconciliation.steps} />
            <Items of={reconciliation.items} />
          </>
        )}
      </Details>
    </Section>
  )
}

type Found = ClaimReconciliationFragment['reconciliation']

const colors = { MATCHED: 'success', EXPLAINED: 'success', UNEXPLAINED: 'warning' } as const

const Status = ({ is }: { is: ReconciliationStatus }) => (
  <Chip component="span" color={colors[is]} label={<Value of="ReconciliationStatus" is={is} />} />
)

function Steps({ of }: { of: Found['steps'] }) {
  const count = useCount()
  const translate = useTranslate()
  return (
    <Grid<Found['steps'][number]>
      label={translate('work.claim.steps')}
      rows={of}
      keyOf={({ label, sum }) => `${label} ${sum}`}
      columns={[
        {
          label: translate('work.claim.step'),
          cell: ({ label, reason, inferred }) => (
            <>
              {label} {inferred && <Chip component="span" label={translate('work.claim.inferred')} />}
              {reason && <div className="none">{reason}</div>}
            </>
          ),
        },
        { label: translate('work.claim.counted'), number: true, cell: ({ sum }) => <b>{count(sum)}</b> },
        { label: translate('work.claim.remainder'), number: true, cell: ({ remainder }) => count(remainder) },
      ]}
    />
  )
}

function Items({ of }: { of: Found['items'] }) {
  const count = useCount()
  const translate = useTranslate()
  const title = translate('work.claim.items')
  return (
    <Section title={title}>
      <Grid<Found['items'][number]>
        label={title}
        rows={of}
        keyOf={({ outcome }) => outcome.id}
        columns={[
          {
            label: translate('resources.outcomes.fields.program'),
            cell: ({ program }) => <RecordLink row={program} resource="programs" />,
          },
          {
            label: translate('resources.outcomes.fields.indicator'),
            cell: ({ indicator, outcome }) => (
              <RecordLink row={outcome} resource="outcomes">
                {localized(indicator, 'name')}
              </RecordLink>
            ),
          },
          {
            label: translate('resources.outcomes.fields.basis'),
            cell: ({ basis }) => <Value of="CountingBasis" is={basis} />,
          },
          { label: translate('resources.outcomes.fields.value'), number: true, cell: ({ value }) => count(value) },
          {
            label: translate('work.claim.counts'),
            cell: ({ counted, reason }) => (
              <>
                {translate(counted ? 'work.claim.in' : 'work.claim.out')}
                {reason && <span className="none"> · {reason}</span>}
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}

/** Numbers as they are written in the language of the page. */
function useCount() {
  const locale = useLocale()
  return (number: number) => number.toLocaleString(locale)
}
