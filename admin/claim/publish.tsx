import { maxLength, NumberInput, regex, required, SelectInput, TextInput } from 'react-admin'
import { DayInput, NounCreate, ParagraphInput, RecordInput } from '../form'
import { choicesOf } from '../value'
import { SourceInput } from './sourceInput'

/** A figure that was published, as it was published. */
export const PublishClaim = () => (
  <NounCreate hint="acts.claim.publish_hint">
    <RecordInput source="roundId" reference="rounds" isRequired />
    <TextInput source="titleKo" validate={[required(), maxLength(200)]} />
    <TextInput source="titleEn" validate={maxLength(200)} />
    <NumberInput source="value" validate={required()} min={0} step="any" />
    <TextInput source="unitKo" defaultValue="명" validate={[required(), maxLength(20)]} />
    <TextInput source="unitEn" defaultValue="persons" validate={[required(), maxLength(40)]} />
    <SelectInput source="basis" choices={choicesOf('CountingBasis', BASES)} validate={required()} />
    <SelectInput source="population" choices={choicesOf('Population', POPULATIONS)} validate={required()} />
    <DayInput source="asOf" isRequired />
    <SourceInput source="documentId" />
    <ParagraphInput source="quote" minRows={2} validate={maxLength(500)} />
    <ParagraphInput source="note" validate={maxLength(2000)} />
    <TextInput source="code" helperText="acts.claim.code_help" validate={isCode} />
  </NounCreate>
)

const named = (...values: string[]) => Object.fromEntries(values.map((value) => [value, value]))
const BASES = named(
  'OTHER',
  'PLACED',
  'RETAINED',
  'SELECTED',
  'TRAINED',
  'IN_TRAINING',
  'APPLIED',
  'REACHED',
  'DELIVERED',
  'TARGET',
)
const POPULATIONS = named('PARTICIPANTS', 'SERVICE_USERS', 'SERVICE_EVENTS', 'MONEY')
const isCode = regex(/^[a-z0-9][a-z0-9-]{1,59}$/, 'acts.claim.bad_code')
