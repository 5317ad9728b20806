import { Alert } from '@mui/material'
import { type ComponentProps, type ReactNode, useCallback, useRef } from 'react'
import {
  AutocompleteInput,
  Create,
  Edit,
  Form,
  ListButton,
  maxLength,
  minLength,
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
  useTranslate,
} from 'react-admin'
import { useFormState } from 'react-hook-form'
import { useHeld } from './merge/held'
import { Newer } from './merge/newer'

export const NounEdit = ({ children }: { children: ReactNode }) => (
  <Edit mutationMode="pessimistic" redirect="show" actions={<FormActions show />}>
    <EditForm>{children}</EditForm>
  </Edit>
)

interface CreateProps {
  hint?: string
  /** Turns what was typed into what the mutation takes. */
  transform?(values: RaRecord): RaRecord
  /** Instead of the new record's page: for what is shown only once. */
  onSuccess?(row: RaRecord): void
  children: ReactNode
}

export function NounCreate({ hint, transform, onSuccess, children }: CreateProps) {
  const translate = useTranslate()
  return (
    <Create
      redirect="show"
      actions={<FormActions />}
      transform={transform}
      mutationOptions={onSuccess && { onSuccess }}
    >
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

type Save = (resource: string, params: object) => Promise<unknown>

/** Saves changes of the record that was read, whatever has become of it meanwhile. */
function EditForm({ children }: { children: ReactNode }) {
  const translate = useTranslate()
  const { record, refetch } = useEditContext()
  const held = useHeld(record)
  const base = useRef(held.now)
  base.current = held.now
  useRegisterMutationMiddleware(
    useCallback((resource: string, params: { data?: object }, save: Save) => {
      const previousData = base.current()
      return save(resource, { ...params, previousData, data: { ...params.data, version: previousData?.version } })
    }, []),
  )
  return (
    <NounForm record={held.shown}>
      {record && !record.viewerCanUpdate && <Alert severity="info">{translate('panel.read_only')}</Alert>}
      <Newer held={held} reload={refetch} />
      {children}
    </NounForm>
  )
}

function NounForm({ record, children }: { record?: RaRecord | undefined; children: ReactNode }) {
  return (
    <Form {...(record && { record })} warnWhenUnsavedChanges noValidate>
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

const isDay = regex(/^\d{4}-\d{2}-\d{2}$/, 'panel.bad_day')

/** A day, typed as 20190930 or 2019-09-30. */
export function DayInput({
  source,
  label,
  isRequired,
}: {
  source: string
  label?: string
  isRequired?: boolean
  alwaysOn?: boolean
}) {
  return (
    <TextInput
      source={source}
      label={label}
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

/** The reason that goes into the access log: 5 to 200 characters, as the server takes it. */
export const LoggedReason = () => (
  <ParagraphInput
    source="reason"
    label="panel.reason"
    minRows={2}
    validate={[required(), minLength(5), maxLength(200)]}
  />
)

interface ReferenceProps {
  source: string
  label?: string
  reference: string
  isRequired?: boolean
  alwaysOn?: boolean
  readOnly?: boolean
}

/** Another record, found by typing a part of its name. */
export function RecordInput({ source, label, reference, isRequired, readOnly, ...rest }: ReferenceProps) {
  return (
    <ReferenceInput source={source} reference={reference} perPage={50} {...rest}>
      <AutocompleteInput
        label={label}
        filterToQuery={(search: string) => (search ? { search } : {})}
        validate={isRequired ? required() : undefined}
        readOnly={readOnly}
      />
    </ReferenceInput>
  )
}
