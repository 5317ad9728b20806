import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material'
import { useId } from 'react'
import {
  AutocompleteInput,
  Form,
  ReferenceInput,
  ResourceContextProvider,
  required,
  TextInput,
  useCreate,
  useCreateSuggestionContext,
  useTranslate,
} from 'react-admin'
import { Confirm } from '../dialog'
import { Above, DayInput } from '../form'
import { Typed, useLeave } from '../merge/leave'

/** A source, found by a part of its title or publisher, or put on record here. */
export const SourceInput = ({ source }: { source: string }) => (
  <ReferenceInput source={source} reference="sources" perPage={50}>
    <AutocompleteInput
      filterToQuery={(search: string) => (search ? { search } : {})}
      validate={required()}
      create={<NewSource />}
      createLabel="acts.claim.new_source"
      createItemLabel="acts.claim.new_source_named"
    />
  </ReferenceInput>
)

function NewSource() {
  const { filter, onCancel, onCreate } = useCreateSuggestionContext()
  const [create] = useCreate()
  const translate = useTranslate()
  const heading = useId()
  const { typed, leave, onClose, question } = useLeave(onCancel)
  const submit = async (data: object) => {
    try {
      onCreate(await create('sources', { data }, { returnPromise: true }))
    } catch (error) {
      const { message, body } = error as Error & { body?: { errors?: object } }
      return body?.errors ?? { root: { serverError: message } }
    }
  }
  return (
    <ResourceContextProvider value="sources">
      <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={heading}>
        {/* Its events would go up to the form that it is opened from. */}
        <div onSubmit={(event) => event.stopPropagation()}>
          <Form onSubmit={submit} record={noRecord} defaultValues={{ title: filter }} noValidate>
            <Typed into={typed} />
            <DialogTitle id={heading}>{translate('acts.claim.new_source')}</DialogTitle>
            <DialogContent className="form dialog-form">
              <Above />
              <TextInput source="publisher" validate={required()} />
              <DayInput source="publishedOn" />
              <TextInput source="title" />
              <TextInput source="address" validate={required()} />
            </DialogContent>
            <DialogActions>
              <Button onClick={leave}>{translate('ra.action.cancel')}</Button>
              <Confirm label={translate('ra.action.save')} />
            </DialogActions>
          </Form>
        </div>
        {question}
      </Dialog>
    </ResourceContextProvider>
  )
}

const noRecord = {}
