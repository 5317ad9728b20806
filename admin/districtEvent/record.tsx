import AddIcon from '@mui/icons-material/Add'
import RemoveIcon from '@mui/icons-material/DeleteOutlined'
import { Alert, Button } from '@mui/material'
import { BooleanInput, type RaRecord, regex, required, SelectInput, TextInput, useTranslate } from 'react-admin'
import { useFieldArray, useFormContext, useFormState, useWatch } from 'react-hook-form'
import { DayInput, NounCreate, ParagraphInput, RecordInput } from '../form'
import { choicesOf } from '../value'

/** A reform of districts: what became what, on which day, by which law. */
export const RecordDistrictEvent = () => (
  <NounCreate hint="acts.event.hint" transform={asInput}>
    <SelectInput source="kind" choices={choicesOf('DistrictEventKind', KINDS)} validate={required()} />
    <DayInput source="on" isRequired />
    <TextInput source="law" />
    <TextInput
      source="code"
      helperText="acts.event.code_help"
      validate={[required(), regex(/^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+){0,9}$/, 'acts.event.bad_code')]}
    />
    <ParagraphInput source="note" />
    <Successions />
  </NounCreate>
)

/** The neighborhoods are typed with commas between them. */
const asInput = ({ successions = [], ...event }: RaRecord) => ({
  ...event,
  successions: successions.map(({ dong, ...row }: { dong: string[]; whole: boolean }) => ({
    ...row,
    dong: row.whole ? [] : dong.filter((name) => name.trim()),
  })),
})

const KINDS = { SPLIT: '', MERGE: '', RENAME: '', RECODE: '' }
const newLine = { fromId: null, toId: null, whole: false, dong: [] }

function Successions() {
  const translate = useTranslate()
  const { control } = useFormContext()
  const { fields, append, remove } = useFieldArray({ control, name: 'successions' })
  const { errors } = useFormState()
  const refused = errors.successions?.message
  return (
    <fieldset className="wide rows-of-form">
      <legend>{translate('resources.districtEvents.fields.successions')}</legend>
      {typeof refused === 'string' && <Alert severity="error">{refused}</Alert>}
      {fields.map(({ id }, at) => (
        <div key={id} className="form succession">
          <Line at={at} />
          <Button startIcon={<RemoveIcon />} onClick={() => remove(at)}>
            {`${translate('ra.action.remove')} ${at + 1}`}
          </Button>
        </div>
      ))}
      <Button startIcon={<AddIcon />} onClick={() => append(newLine)} disabled={fields.length >= 40}>
        {translate('acts.event.add')}
      </Button>
    </fieldset>
  )
}

function Line({ at }: { at: number }) {
  const translate = useTranslate()
  const name = (field: string) => `successions.${at}.${field}`
  const label = (word: string) => `${translate(`acts.event.${word}`)} ${at + 1}`
  const kind = useWatch({ name: 'kind' })
  const whole = useWatch({ name: name('whole') })
  return (
    <>
      <RecordInput source={name('fromId')} label={label('from')} reference="districts" isRequired />
      <RecordInput source={name('toId')} label={label('to')} reference="districts" isRequired />
      <BooleanInput source={name('whole')} label={label('whole')} helperText="acts.event.whole_help" />
      {!whole && (
        <TextInput
          source={name('dong')}
          label={label('dong')}
          helperText="acts.event.dong_help"
          format={(names: string[]) => names.join(',')}
          parse={(text: string) => text.split(',')}
          multiline
        />
      )}
      {kind === 'RENAME' && (
        <>
          <TextInput source={name('formerNameKo')} label={label('former_ko')} />
          <TextInput source={name('formerNameEn')} label={label('former_en')} />
        </>
      )}
    </>
  )
}
