import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material'
import { type ComponentProps, createContext, type ReactNode, useContext, useId, useState } from 'react'
import {
  Link,
  type RaRecord,
  required,
  useGetOne,
  useLocale,
  useRecordContext,
  useResourceContext,
  useTranslate,
} from 'react-admin'
import { DialogForm } from './dialog'
import { ParagraphInput } from './form'
import type { ProgramStepsFragment, TypedDocumentString, UserError } from './gql/graphql'
import { localized } from './noun'

/** What can be done next with the record, as buttons. */
export function StepSection({ title = 'panel.next_steps', children }: { title?: string; children: ReactNode }) {
  const heading = useId()
  return (
    <Box component="section" aria-labelledby={heading} className="next-steps">
      <Typography variant="h2" id={heading}>
        {useTranslate()(title)}
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
      <Steps transitions={data.transitions} />
    </StepSection>
  )
}

/** A button for each step of the record. */
export const Steps = ({ transitions }: Pick<ProgramStepsFragment, 'transitions'>) =>
  transitions.map((step) => (
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
  ))

interface StepProps {
  /** The mutation; its input is `id`, `version` and what the inputs say. */
  act: string
  label: string
  /** The input in place of `id` and `version`, for an act that is not about a version. */
  input?: object
  /** Called after it was done. */
  done?(): void
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

function StepDialog({ label, input, missing = [], ...form }: StepProps & { close(): void }) {
  const { id, version } = useRecordContext() as RaRecord
  if (missing.length) return <MissingDialog label={label} missing={missing} close={form.close} />
  return <DialogForm title={label} input={input ?? { id, version }} {...form} />
}

/** Why a step cannot be taken yet; each reason leads to where it can be filled in. */
function MissingDialog({ label, missing, close }: { label: string; missing: readonly UserError[]; close(): void }) {
  const translate = useTranslate()
  const resource = useResourceContext()
  const place = useContext(Places)
  const title = useId()
  return (
    <Dialog open onClose={close} fullWidth maxWidth="xs" aria-labelledby={title}>
      <DialogTitle id={title}>{label}</DialogTitle>
      <DialogContent>
        <Alert severity="warning">
          {translate('panel.missing')}
          <ul>
            {missing.map(({ field, message }) => {
              const label = translate(`resources.${resource}.fields.${field}`, { _: '' })
              const to = place(field)
              return (
                <li key={`${field} ${message}`}>
                  {label ? `${label}: ${message}` : message}{' '}
                  {to && (
                    <Link to={to} onClick={close}>
                      {translate('panel.fill_in')}
                    </Link>
                  )}
                </li>
              )
            })}
          </ul>
        </Alert>
      </DialogContent>
      <DialogActions>
        <Button onClick={close} autoFocus>
          {translate('ra.action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

/** Where a field that a step needs can be filled in, if there is such a place. */
export const Places = createContext<(field: string) => string | undefined>(() => undefined)
