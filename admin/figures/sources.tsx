import { Button, Dialog, DialogActions, DialogContent, DialogTitle, MenuItem, TextField } from '@mui/material'
import { useId, useState } from 'react'
import {
  Form,
  type HttpError,
  type RaRecord,
  required,
  SelectInput,
  TextInput,
  useNotify,
  useRecordContext,
  useRefresh,
  useTranslate,
} from 'react-admin'
import { useFormState } from 'react-hook-form'
import { ask, given, mistakes } from '../api'
import { Above, DayInput, ParagraphInput, RecordInput } from '../form'
import { graphql } from '../gql'
import { Typed, useLeave } from '../merge/leave'
import { choicesOf } from '../value'
import { useViewer } from './answer'

const createSource = graphql(`
  mutation CiteNewSource($input: CreateSourceInput!) {
    createSource(input: $input) { source { id } errors { field message code } }
  }
`)
const citeSource = graphql(`
  mutation CiteSource($input: CiteSourceInput!) {
    citeSource(input: $input) { errors { field message code } }
  }
`)

interface Cited {
  publisher: string
  publishedOn?: string
  title?: string
  address: string
  sourceId?: string
  method?: 'COUNTED' | 'REPORTED' | 'QUOTED' | 'COMPUTED'
  quote?: string
  page?: string
}

/** Names a source of the figure, with the words that say it. */
export function CiteButton() {
  const translate = useTranslate()
  const { can } = useViewer()
  const [asking, setAsking] = useState(false)
  if (!can?.citeSource) return null
  return (
    <>
      <Button variant="outlined" onClick={() => setAsking(true)}>
        {translate('panel.sources.cite')}
      </Button>
      {asking && <CiteDialog close={() => setAsking(false)} />}
    </>
  )
}

function CiteDialog({ close }: { close(): void }) {
  const row = useRecordContext() as RaRecord
  const translate = useTranslate()
  const notify = useNotify()
  const refresh = useRefresh()
  const title = useId()
  const [fresh, setFresh] = useState(false)
  const [made, setMade] = useState<string>()
  const { typed, leave, onClose, question } = useLeave(close)

  const submit = async (values: Partial<Cited>) => {
    try {
      const { publisher, publishedOn, title: name, address, sourceId, ...citation } = given(values) as Cited
      const source = { publisher, publishedOn, title: name, address }
      const { id, errors } = fresh ? await make(source) : { id: sourceId as string, errors: [] }
      if (errors.length) return mistakes(errors, values).body.errors
      const input = { id: row.id as string, version: row.version, sourceId: id as string, ...citation }
      const refused = (await ask(citeSource, { input })).citeSource.errors
      refresh()
      if (refused.length) return mistakes(refused, values).body.errors
      notify('panel.sources.cited', { type: 'success' })
      close()
    } catch (error) {
      return { root: { serverError: (error as HttpError).message } }
    }
  }
  /** A source that was made is not made again when only the citation is repeated. */
  const make = async (input: { publisher: string; address: string; publishedOn?: string; title?: string }) => {
    if (made) return { id: made, errors: [] }
    const { source, errors } = (await ask(createSource, { input })).createSource
    setMade(source?.id)
    return { id: source?.id, errors }
  }

  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={title}>
      <Form onSubmit={submit} record={blank} defaultValues={{ method: 'REPORTED' }} warnWhenUnsavedChanges noValidate>
        <Typed into={typed} />
        <DialogTitle id={title}>{translate('panel.sources.cite')}</DialogTitle>
        <DialogContent className="form dialog-form">
          <Above conflictToo />
          <TextField
            select
            className="wide"
            label={translate('panel.sources.which')}
            value={fresh ? 'new' : 'known'}
            onChange={({ target }) => setFresh(target.value === 'new')}
          >
            <MenuItem value="known">{translate('panel.sources.known')}</MenuItem>
            <MenuItem value="new">{translate('panel.sources.new')}</MenuItem>
          </TextField>
          {fresh ? <NewSource /> : <RecordInput source="sourceId" reference="sources" isRequired />}
          <SelectInput source="method" choices={choicesOf('CitationMethod', METHODS)} validate={required()} />
          <ParagraphInput source="quote" minRows={2} />
          <TextInput source="page" />
        </DialogContent>
        <DialogActions>
          <Button onClick={leave}>{translate('ra.action.cancel')}</Button>
          <Save />
        </DialogActions>
      </Form>
      {question}
    </Dialog>
  )
}

const blank = {}
const METHODS = { COUNTED: '', REPORTED: '', QUOTED: '', COMPUTED: '' }
const word = (name: string) => `resources.sources.fields.${name}`

const NewSource = () => (
  <>
    <TextInput source="publisher" label={word('publisher')} validate={required()} />
    <DayInput source="publishedOn" />
    <TextInput source="title" label={word('title')} />
    <TextInput source="address" label={word('address')} validate={required()} />
  </>
)

function Save() {
  const translate = useTranslate()
  const { isSubmitting } = useFormState()
  return (
    <Button type="submit" variant="contained" disabled={isSubmitting}>
      {translate('ra.action.save')}
    </Button>
  )
}
