import { Alert, Button } from '@mui/material'
import { useEffect, useState } from 'react'
import { Form, useNotify, useRefresh, useTranslate } from 'react-admin'
import { useFormContext, useWatch } from 'react-hook-form'
import { useAnswer } from '../answer'
import { mistakes, takeStep } from '../api'
import { graphql } from '../gql'
import type { ClaimReconciliationFragment, ClaimTreatmentInput } from '../gql/graphql'
import { Made } from './bar'
import { type Line, Lines } from './lines'
import { Status, Sums } from './reconciliation'

const tryQuery = graphql(`
  query TryExplanation($id: ID!, $treatments: [ClaimTreatmentInput!]!) {
    node(id: $id) {
      __typename
      ... on Claim { id reconciliation(treatments: $treatments) { ...Reconciled } }
    }
  }
`)

interface Props {
  row: ClaimReconciliationFragment
  close(): void
}

/** The steps that explain a claim, with what they come to while they are edited. The value of the claim stays. */
export function Explanation({ row, close }: Props) {
  const refresh = useRefresh()
  const notify = useNotify()
  const translate = useTranslate()
  const [base, setBase] = useState(row)
  const submit = async (values: object) => {
    const treatments = (values as { treatments: Line[] }).treatments.map(treatmentOf)
    try {
      const errors = await takeStep('explainClaim', { id: base.id, version: base.version, treatments })
      if (errors.some(({ code }) => code === 'CONFLICT')) refresh()
      if (errors.length) return mistakes(errors, values).body.errors
      notify('panel.step_done', { type: 'success', messageArgs: { step: translate('acts.claim.explain') } })
      refresh()
      close()
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  return (
    <Form onSubmit={submit} record={noRecord} defaultValues={valuesOf(base)} warnWhenUnsavedChanges noValidate>
      {row.version !== base.version && <Newer row={row} go={() => setBase(row)} />}
      <Editor row={row} close={close} />
    </Form>
  )
}

const noRecord = {}

const valuesOf = ({ treatments }: ClaimReconciliationFragment): { treatments: Line[] } => ({
  treatments: treatments.map(({ treatment, basis, outcome, reason, inferred }) => ({
    kind: treatment === 'ADD' ? 'ADD' : basis ? 'BASIS' : 'OUT',
    basis: basis ?? null,
    outcomeId: outcome?.id ?? null,
    reason,
    inferred,
  })),
})

const treatmentOf = ({ kind, basis, outcomeId, reason, inferred }: Line): ClaimTreatmentInput => ({
  treatment: kind === 'ADD' ? 'ADD' : 'LEAVE_OUT',
  ...(kind === 'BASIS' ? { basis } : { outcomeId }),
  reason,
  inferred,
})

/** The steps, and what they come to as they stand, reckoned by the server. One that names nothing yet is left aside. */
function Editor({ row, close }: Props) {
  const translate = useTranslate()
  const lines: Line[] = useWatch({ name: 'treatments' }) ?? []
  const complete = lines.filter(({ kind, basis, outcomeId }) => (kind === 'BASIS' ? basis : outcomeId))
  const treatments = useCalm(complete.map((line) => treatmentOf({ ...line, reason: line.reason?.trim() || '–' })))
  const { data, error } = useAnswer(tryQuery, { id: row.id, treatments })
  const found = data?.node?.__typename === 'Claim' ? data.node.reconciliation : row.reconciliation
  return (
    <>
      <section className="claim-tried" aria-label={translate('acts.claim.tried')}>
        {error && <Alert severity="error">{translate(error.message, { _: error.message })}</Alert>}
        <Made claim={{ ...row, reconciliation: found }} />
      </section>
      <Lines year={row.round.year} close={close}>
        <Status is={found.status} />
        <output className="explain-sum">
          <Sums of={found} />
        </output>
      </Lines>
    </>
  )
}

/** The value once it has been the same for a moment, so that not every key asks the server. */
function useCalm<T>(value: T): T {
  const text = JSON.stringify(value)
  const [calm, setCalm] = useState(text)
  useEffect(() => {
    const later = setTimeout(() => setCalm(text), 300)
    return () => clearTimeout(later)
  }, [text])
  return JSON.parse(calm)
}

/** Somebody else explained the claim meanwhile: what is typed stays, and replaces that only when it is wanted. */
function Newer({ row, go }: { row: ClaimReconciliationFragment; go(): void }) {
  const translate = useTranslate()
  const { clearErrors } = useFormContext()
  const take = () => {
    clearErrors('root')
    go()
  }
  return (
    <Alert severity="warning" action={<Button onClick={take}>{translate('acts.claim.replace')}</Button>}>
      {translate('acts.claim.newer')}
      <ol>
        {row.treatments.map(({ reason }) => (
          <li key={reason}>{reason}</li>
        ))}
      </ol>
    </Alert>
  )
}
