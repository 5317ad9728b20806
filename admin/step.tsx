import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import {
  Form,
  type RaRecord,
  required,
  useGetOne,
  useLocale,
  useNotify,
  useRecordContext,
  useRefresh,
  useResourceContext,
  useTranslate,
} from 'react-admin'
import { useFormState } from 'react-hook-form'
import { given, mistakes, takeStep } from './api'
import { Above, ParagraphInput } from './form'
import type { ProgramStepsFragment, TypedDocumentString, UserError } from './gql/graphql'
import { localized } from './noun'

/** What can be done next with the record, as buttons. */
export function StepSection({ children }: { children: ReactNode }) {
  const heading = useId()
  return (
    <Box component="section" aria-labelledby={heading} className="next-steps">
      <Typography variant="h2" id={heading}>
        {useTranslate()('panel.next_steps')}
      </Typography>
      {children}
    </Box>
  )
}

/** The steps that the server offers for this record; what is missing for one stands in its dialog. */
export function NextSteps({ fields }: { fields: TypedDocumentString<unknown, unknown> }) {
  const resource = useResourceContext() as string
  const row = useRecordContext()
  const { data } = useGetOne<ProgramStepsFragment>(
    resource,
    { id: row?.id as string, meta: { fields, locale: useLocale() } },
    { enabled: Boolean(row) },
  )
  if (!data?.transitions.length) return null
  return (
    <StepSection>
      {data.transitions.map((step) => (
        <StepButton
          key={step.name}
          act={step.name}
          label={localized(step, 'label')}
          missing={step.missing}
          variant={step.missing.length || step.needsReason ? 'outlined' : 'contained'}
        >
          <ParagraphInput
            source="reason"
            label="panel.reason"
            minRows={2}
            validate={step.needsReason ? required() : undefined}
          />
        </StepButton>
      ))}
    </StepSection>
  )
}

interface StepProps {
  /** The mutation; its input is `id`, `version` and what the inputs say. */
  act: string
  label: string
  /** What must be there before. */
  missing?: readonly UserError[]
  defaultValues?: object
  /** The inputs of the dialog. */
  children?: ReactNode
}

/** A step, taken after one more question. */
export function StepButton({
  variant = 'outlined',
  ...step
}: StepProps & Pick<ComponentProps<typeof Button>, 'variant'>) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant={variant} onClick={() => setAsking(true)}>
        {step.label}
      </Button>
      {asking && <StepDialog {...step} close={() => setAsking(false)} />}
    </>
  )
}

const blank = {}

function StepDialog({ act, label, missing = [], defaultValues, children, close }: StepProps & { close(): void }) {
  const { id, version } = useRecordContext() as RaRecord
  const translate = useTranslate()
  const notify = useNotify()
  const refresh = useRefresh()
  const title = useId()
  const submit = async (values: object) => {
    try {
      const errors = await takeStep(act, { ...given(values), id, version })
      refresh()
      if (errors.length) return mistakes(errors, values).body.errors
      notify('panel.step_done', { type: 'success', messageArgs: { step: label } })
      close()
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  return (
    <Dialog open onClose={close} fullWidth maxWidth="xs" aria-labelledby={title}>
      <Form onSubmit={submit} record={blank} defaultValues={defaultValues} noValidate>
        <DialogTitle id={title}>{label}</DialogTitle>
        <DialogContent className="form dialog-form">
          {missing.length ? <Missing what={missing} /> : <Above conflictToo />}
          {missing.length ? null : children}
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{translate(missing.length ? 'ra.action.close' : 'ra.action.cancel')}</Button>
          {!missing.length && <Confirm label={label} />}
        </DialogActions>
      </Form>
    </Dialog>
  )
}

function Confirm({ label }: { label: string }) {
  const { isSubmitting } = useFormState()
  return (
    <Button type="submit" variant="contained" disabled={isSubmitting}>
      {label}
    </Button>
  )
}

function Missing({ what }: { what: readonly UserError[] }) {
  const translate = useTranslate()
  const resource = useResourceContext()
  return (
    <Alert severity="warning">
      {translate('panel.missing')}
      <ul>
        {what.map(({ field, message }) => {
          const label = translate(`resources.${resource}.fields.${field}`, { _: '' })
          return <li key={`${field} ${message}`}>{label ? `${label}: ${message}` : message}</li>
        })}
      </ul>
    </Alert>
  )
}
