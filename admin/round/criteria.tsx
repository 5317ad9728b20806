import AddIcon from '@mui/icons-material/Add'
import RemoveIcon from '@mui/icons-material/DeleteOutlined'
import { Alert, Button, IconButton } from '@mui/material'
import { useState } from 'react'
import {
  Form,
  minValue,
  NumberInput,
  ResourceContextProvider,
  required,
  TextInput,
  useCanAccess,
  useNotify,
  useRecordContext,
  useRefresh,
  useTranslate,
} from 'react-admin'
import { useFieldArray, useFormContext, useFormState, useWatch } from 'react-hook-form'
import { mistakes, takeStep } from '../api'
import { Above } from '../form'
import { graphql } from '../gql'
import type { RoundCriteriaFragment, RoundFieldsFragment } from '../gql/graphql'
import { Grid } from '../grid'
import { useHeld } from '../merge/held'
import { Newer } from '../merge/newer'
import { localized } from '../noun'
import { Details, Section } from '../tabs'

const fields = graphql(`
  fragment RoundCriteria on Round { id version state criteria { ...CriterionFields } }
`)

/** The criteria of the score sheet. They are open until the first score is given; then the server refuses changes. */
export function Criteria() {
  const translate = useTranslate()
  const round = useRecordContext<RoundFieldsFragment>()
  const { canAccess } = useCanAccess({ resource: 'criteria', action: 'edit' })
  const [editing, setEditing] = useState(false)
  const open = canAccess && ['PLANNED', 'CALL_OPEN', 'SCREENING'].includes(round?.state ?? '')
  return (
    <Section
      title={translate('work.round.criteria')}
      hint={translate('work.criteria.hint')}
      tools={
        open &&
        !editing && (
          <Button variant="outlined" onClick={() => setEditing(true)}>
            {translate('ra.action.edit')}
          </Button>
        )
      }
    >
      <Details fields={fields}>
        {(row) => (editing ? <Editor row={row} close={() => setEditing(false)} /> : <Sheet criteria={row.criteria} />)}
      </Details>
    </Section>
  )
}

function Sheet({ criteria }: Pick<RoundCriteriaFragment, 'criteria'>) {
  const translate = useTranslate()
  const label = (field: string) => translate(`resources.criteria.fields.${field}`)
  return (
    <Grid
      label={translate('work.round.criteria')}
      rows={criteria}
      empty={translate('work.criteria.none')}
      columns={[
        { label: label('nameKo'), cell: (row) => localized(row, 'name') },
        { label: label('weightPct'), number: true, cell: ({ weightPct }) => weightPct },
        { label: label('maxScore'), number: true, cell: ({ maxScore }) => maxScore },
      ]}
    />
  )
}

const newCriterion = { nameKo: '', nameEn: '', weightPct: null, maxScore: 10 }

function Editor({ row, close }: { row: RoundCriteriaFragment; close(): void }) {
  const refresh = useRefresh()
  const notify = useNotify()
  const held = useHeld({ ...row, criteria: row.criteria.map(withoutId) })
  const submit = async (values: object) => {
    const criteria = (values as RoundCriteriaFragment).criteria.map(({ nameKo, nameEn, weightPct, maxScore }) => ({
      nameKo,
      nameEn: nameEn || null,
      weightPct,
      maxScore,
    }))
    try {
      const errors = await takeStep('setCriteria', { id: row.id, version: held.now()?.version, criteria })
      if (errors.length) return mistakes(errors, values).body.errors
      notify('ra.notification.updated', { type: 'success' })
      refresh()
      close()
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  const [criteria] = useState(row.criteria.length ? row.criteria.map(withoutId) : [newCriterion])
  return (
    <Form onSubmit={submit} record={noRecord} defaultValues={{ criteria }} warnWhenUnsavedChanges noValidate>
      <ResourceContextProvider value="rounds">
        <Newer held={held} reload={refresh} />
      </ResourceContextProvider>
      <Lines close={close} />
    </Form>
  )
}

const noRecord = {}
const withoutId = ({ nameKo, nameEn, weightPct, maxScore }: RoundCriteriaFragment['criteria'][number]) => ({
  nameKo,
  nameEn,
  weightPct,
  maxScore,
})

function Lines({ close }: { close(): void }) {
  const translate = useTranslate()
  const { control } = useFormContext()
  const { isSubmitting } = useFormState()
  const { fields: lines, append, remove } = useFieldArray({ control, name: 'criteria' })
  const label = (field: string, at: number) => `${translate(`resources.criteria.fields.${field}`)} ${at + 1}`
  return (
    <div className="related-body criteria-editor">
      <Above />
      {lines.map(({ id }, at) => (
        <div key={id} className="criteria-line">
          <TextInput
            source={`criteria.${at}.nameKo`}
            label={label('nameKo', at)}
            validate={required()}
            helperText={false}
          />
          <TextInput source={`criteria.${at}.nameEn`} label={label('nameEn', at)} helperText={false} />
          <NumberInput
            source={`criteria.${at}.weightPct`}
            label={label('weightPct', at)}
            validate={[required(), minValue(0.01)]}
            step="any"
            helperText={false}
          />
          <NumberInput
            source={`criteria.${at}.maxScore`}
            label={label('maxScore', at)}
            validate={[required(), minValue(1)]}
            helperText={false}
          />
          <IconButton aria-label={`${translate('ra.action.remove')} ${at + 1}`} onClick={() => remove(at)}>
            <RemoveIcon />
          </IconButton>
        </div>
      ))}
      <div className="score-foot">
        <Button startIcon={<AddIcon />} onClick={() => append(newCriterion)} disabled={lines.length >= 20}>
          {translate('work.criteria.add')}
        </Button>
        <Sum />
        <Button onClick={close}>{translate('ra.action.cancel')}</Button>
        <Button type="submit" variant="contained" disabled={isSubmitting}>
          {translate('ra.action.save')}
        </Button>
      </div>
    </div>
  )
}

/** The sum of the weights as they are typed, which must be 100. */
function Sum() {
  const translate = useTranslate()
  const criteria: { weightPct: unknown }[] = useWatch({ name: 'criteria' }) ?? []
  const cents = criteria.reduce((sum, { weightPct }) => sum + Math.round(Number(weightPct ?? 0) * 100), 0)
  return (
    <output>
      <Alert severity={cents === 10_000 ? 'success' : 'warning'} icon={false} className="sum">
        {translate(cents === 10_000 ? 'work.criteria.sum_right' : 'work.criteria.sum', { sum: cents / 100 })}
      </Alert>
    </output>
  )
}
