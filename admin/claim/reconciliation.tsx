import { Button, Chip } from '@mui/material'
import { useState } from 'react'
import { useCanAccess, useLocale, useTranslate } from 'react-admin'
import { graphql } from '../gql'
import type { ClaimReconciliationFragment, ReconciliationStatus } from '../gql/graphql'
import { Grid } from '../grid'
import { RecordLink } from '../list'
import { localized } from '../noun'
import { Details, Section } from '../tabs'
import { Value } from '../value'
import { Made } from './bar'
import { Explanation } from './explain'

graphql(`
  fragment Reconciled on Reconciliation {
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
      program { id titleKo titleEn district { nameKo nameEn } }
      indicator { id nameKo nameEn unitKo unitEn }
      outcome { id }
    }
  }
`)
const fields = graphql(`
  fragment ClaimReconciliation on Claim {
    id
    version
    value
    unitKo
    unitEn
    population
    round { id year }
    treatments { treatment basis outcome { id } reason inferred }
    reconciliation { ...Reconciled }
  }
`)

/** How the claim comes about from the figures: as a bar, step by step, then figure by figure. */
export function Reconciliation() {
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'claims', action: 'explain' })
  const [editing, setEditing] = useState(false)
  return (
    <Section
      title={translate('work.claim.reconciliation')}
      hint={translate('work.claim.hint')}
      tools={
        canAccess &&
        !editing && (
          <Button variant="outlined" onClick={() => setEditing(true)}>
            {translate('acts.claim.explain')}
          </Button>
        )
      }
    >
      <Details fields={fields}>
        {(row) => (editing ? <Explanation row={row} close={() => setEditing(false)} /> : <OnRecord row={row} />)}
      </Details>
    </Section>
  )
}

function OnRecord({ row }: { row: ClaimReconciliationFragment }) {
  const { reconciliation } = row
  return (
    <>
      <p>
        <Status is={reconciliation.status} /> <Sums of={reconciliation} />
      </p>
      <Made claim={row} />
      <Steps of={reconciliation.steps} />
      <Items of={reconciliation.items} />
    </>
  )
}

/** Claimed, counted and what is left, in one line. */
export function Sums({ of }: { of: Pick<Found, 'claimed' | 'counted' | 'remainder'> }) {
  const count = useCount()
  return useTranslate()('work.claim.sum', {
    claimed: count(of.claimed),
    counted: count(of.counted),
    remainder: count(of.remainder),
  })
}

type Found = ClaimReconciliationFragment['reconciliation']

const colors = { MATCHED: 'success', EXPLAINED: 'success', UNEXPLAINED: 'warning' } as const

export const Status = ({ is }: { is: ReconciliationStatus }) => (
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
