import { Alert, Button } from '@mui/material'
import { type ComponentProps, type ReactNode, useCallback, useRef, useState } from 'react'
import {
  AutocompleteInput,
  Create,
  Edit,
  FieldTitle,
  Form,
  ListButton,
  type RaRecord,
  ReferenceInput,
  regex,
  required,
  SaveButton,
  ShowButton,
  TextInput,
  Toolbar,
  TopToolbar,
  useEditContext,
  useRegisterMutationMiddleware,
  useResourceContext,
  useTranslate,
} from 'react-admin'
import { useFormState } from 'react-hook-form'

export const NounEdit = ({ children }: { children: ReactNode }) => (
  <Edit mutationMode="pessimistic" redirect="show" actions={<FormActions show />}>
    <NounForm>
      <ChangedHere />
      {children}
    </NounForm>
  </Edit>
)

interface CreateProps {
  hint?: string
  /** Instead of the new record's page: for what is shown only once. */
  onSuccess?(row: RaRecord): void
  children: ReactNode
}

export function NounCreate({ hint, onSuccess, children }: CreateProps) {
  const translate = useTranslate()
  return (
    <Create redirect="show" actions={<FormActions />} mutationOptions={onSuccess && { onSuccess }}>
      <NounForm>
        {hint && <Alert severity="info">{translate(hint)}</Alert>}
        {children}
      </NounForm>
    </Create>
  )
}

const FormActions = ({ show }: { show?: boolean }) => (
  <TopToolbar className="beside-title">
    {show ? <ShowButton label="panel.back_to_record" /> : <ListButton label="panel.back_to_list" />}
  </TopToolbar>
)

function NounForm({ children }: { children: ReactNode }) {
  // What was typed survives a newer version of the record, until it is saved.
  const resetOptions = useRef({ keepDirtyValues: true }).current
  useRegisterMutationMiddleware(
    useCallback(
      async (resource: string, params: object, save: (resource: string, params: object) => Promise<unknown>) => {
        const saved = await save(resource, params)
        resetOptions.keepDirtyValues = false
        return saved
      },
      [resetOptions],
    ),
  )
  return (
    <Form warnWhenUnsavedChanges resetOptions={resetOptions} noValidate>
      <div className="form">
        <Above />
        {children}
      </div>
      <Toolbar>
        <SaveButton />
      </Toolbar>
    </Form>
  )
}

/** Mistakes that belong to no field, for those who miss the notification. */
export function Above({ conflictToo }: { conflictToo?: boolean }) {
  const translate = useTranslate()
  const { errors } = useFormState()
  const root = errors.root as { serverError?: { message: string }; conflict?: unknown } | undefined
  return root?.serverError && (conflictToo || !root.conflict) ? (
    <Alert severity="error">{translate(root.serverError.message, { _: root.serverError.message })}</Alert>
  ) : null
}

function ChangedHere() {
  const translate = useTranslate()
  const { record, refetch } = useEditContext()
  if (record && !record.viewerCanUpdate) return <Alert severity="info">{translate('panel.read_only')}</Alert>
  return <Changed record={record} reload={refetch} />
}

/** After a refused save: what somebody else changed meanwhile, and a way to go on without typing again. */
export function Changed({ record, reload }: { record: RaRecord | undefined; reload(): unknown }) {
  const translate = useTranslate()
  const resource = useResourceContext()
  const { errors } = useFormState()
  const [before, setBefore] = useState<RaRecord>()
  if (errors.root && 'conflict' in errors.root) {
    const load = () => {
      setBefore(record)
      reload()
    }
    return (
      <Alert severity="warning" action={<Button onClick={load}>{translate('panel.reload')}</Button>}>
        {translate('panel.conflict')}
      </Alert>
    )
  }
  const newer = before && record ? differences(before, record) : []
  if (!newer.length) return null
  return (
    <Alert severity="info" onClose={() => setBefore(undefined)} closeText={translate('ra.action.close')}>
      {translate('panel.reloaded')}
      <ul>
        {newer.map(([field, value]) => (
          <li key={field}>
            <FieldTitle source={field} resource={resource} />: <strong>{String(value ?? '–')}</strong>
          </li>
        ))}
      </ul>
    </Alert>
  )
}

const differences = (before: RaRecord, after: RaRecord) =>
  Object.entries(after).filter(
    ([field, value]) => !unsaid.has(field) && typeof value !== 'object' && before[field] !== value,
  )
const unsaid = new Set(['version', 'updatedAt'])

const isDay = regex(/^\d{4}-\d{2}-\d{2}$/, 'panel.bad_day')

/** A day, typed as 20190930 or 2019-09-30. */
export function DayInput({ source, isRequired }: { source: string; isRequired?: boolean; alwaysOn?: boolean }) {
  return (
    <TextInput
      source={source}
      placeholder="YYYY-MM-DD"
      parse={(text: string) => (text ? text.replace(/^(\d{4})-?(\d{2})-?(\d{2})$/, '$1-$2-$3') : null)}
      validate={isRequired ? [required(), isDay] : isDay}
      slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 10 } }}
    />
  )
}

/** Longer text. */
export const ParagraphInput = (props: ComponentProps<typeof TextInput>) => (
  <TextInput multiline minRows={3} className="wide" {...props} />
)

interface ReferenceProps {
  source: string
  reference: string
  isRequired?: boolean
  alwaysOn?: boolean
  readOnly?: boolean
}

/** Another record, found by typing a part of its name. */
export function RecordInput({ source, reference, isRequired, readOnly, ...rest }: ReferenceProps) {
  return (
    <ReferenceInput source={source} reference={reference} perPage={50} {...rest}>
      <AutocompleteInput
        filterToQuery={(search: string) => (search ? { search } : {})}
        validate={isRequired ? required() : undefined}
        readOnly={readOnly}
      />
    </ReferenceInput>
  )
}
