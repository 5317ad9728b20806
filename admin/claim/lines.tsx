import AddIcon from '@mui/icons-material/Add'
import DownIcon from '@mui/icons-material/ArrowDownward'
import UpIcon from '@mui/icons-material/ArrowUpward'
import RemoveIcon from '@mui/icons-material/DeleteOutlined'
import { Button, IconButton } from '@mui/material'
import type { ReactNode } from 'react'
import {
  AutocompleteInput,
  BooleanInput,
  maxLength,
  ReferenceInput,
  required,
  SelectInput,
  TextInput,
  useLocale,
  useTranslate,
} from 'react-admin'
import { useFieldArray, useFormContext, useFormState, useWatch } from 'react-hook-form'
import { Above } from '../form'
import type { CountingBasis, OutcomeFieldsFragment } from '../gql/graphql'
import { localized } from '../noun'
import { choicesOf } from '../value'

/** A step as it is edited: figures of a basis are left out, or one figure is left out or added. */
export interface Line {
  kind: 'BASIS' | 'OUT' | 'ADD'
  basis: CountingBasis | null
  outcomeId: string | null
  reason: string
  inferred: boolean
}

const newLine: Line = { kind: 'BASIS', basis: null, outcomeId: null, reason: '', inferred: true }
const MOST = 20

/** The steps in their order. */
export function Lines({ year, close, children }: { year: number; close(): void; children: ReactNode }) {
  const translate = useTranslate()
  const { control } = useFormContext()
  const { isSubmitting } = useFormState()
  const { fields, append, remove, move } = useFieldArray({ control, name: 'treatments' })
  return (
    <div className="related-body criteria-editor">
      <Above conflictToo />
      {!fields.length && <p className="none">{translate('acts.claim.no_steps')}</p>}
      <ol className="explain-lines">
        {fields.map(({ id }, at) => (
          <li key={id} className="explain-line">
            <LineInputs at={at} year={year} />
            <span className="explain-tools">
              <Tool label="acts.move_up" at={at} icon={<UpIcon />} disabled={!at} go={() => move(at, at - 1)} />
              <Tool
                label="acts.move_down"
                at={at}
                icon={<DownIcon />}
                disabled={at === fields.length - 1}
                go={() => move(at, at + 1)}
              />
              <Tool label="ra.action.remove" at={at} icon={<RemoveIcon />} go={() => remove(at)} />
            </span>
          </li>
        ))}
      </ol>
      <div className="score-foot">
        <Button startIcon={<AddIcon />} onClick={() => append(newLine)} disabled={fields.length >= MOST}>
          {translate('acts.claim.add_step')}
        </Button>
        {children}
        <Button onClick={close}>{translate('ra.action.cancel')}</Button>
        <Button type="submit" variant="contained" disabled={isSubmitting}>
          {translate('ra.action.save')}
        </Button>
      </div>
    </div>
  )
}

function LineInputs({ at, year }: { at: number; year: number }) {
  const translate = useTranslate()
  const name = (field: string) => `treatments.${at}.${field}`
  const label = (word: string) => `${translate(`acts.claim.${word}`)} ${at + 1}`
  const kind: Line['kind'] = useWatch({ name: name('kind') })
  return (
    <>
      <SelectInput
        source={name('kind')}
        label={label('kind')}
        choices={KINDS}
        validate={required()}
        helperText={false}
      />
      {kind === 'BASIS' ? (
        <SelectInput
          source={name('basis')}
          label={label('basis')}
          choices={choicesOf('CountingBasis', BASES)}
          validate={required()}
          helperText={false}
        />
      ) : (
        <FigureInput source={name('outcomeId')} label={label('figure')} year={year} />
      )}
      <TextInput
        source={name('reason')}
        label={label('reason')}
        validate={[required(), maxLength(1000)]}
        multiline
        helperText={false}
        className="explain-reason"
      />
      <BooleanInput source={name('inferred')} label={label('inferred')} helperText={false} />
    </>
  )
}

const KINDS = ['BASIS', 'OUT', 'ADD'].map((id) => ({ id, name: `acts.claim.kinds.${id}` }))
const BASES = Object.fromEntries(
  [
    'APPLIED',
    'SELECTED',
    'IN_TRAINING',
    'TRAINED',
    'PLACED',
    'RETAINED',
    'TARGET',
    'REACHED',
    'DELIVERED',
    'OTHER',
  ].map((basis) => [basis, basis]),
)

/** An approved figure of the year, found by a part of the program's title or the indicator's name. */
function FigureInput({ source, label, year }: { source: string; label: string; year: number }) {
  const translate = useTranslate()
  const locale = useLocale()
  const said = ({ program, indicator, value, asOf }: OutcomeFieldsFragment) =>
    `${localized(program, 'title')} – ${localized(indicator, 'name')} ${value?.toLocaleString(locale) ?? ''} (${translate(
      `values.CountingBasis.${indicator.basis}`,
    )}, ${asOf})`
  return (
    <ReferenceInput
      source={source}
      reference="outcomes"
      filter={{ year, status: ['APPROVED'], superseded: false }}
      sort={{ field: 'program', order: 'ASC' }}
      perPage={100}
    >
      <AutocompleteInput
        label={label}
        optionText={said}
        filterToQuery={(search: string) => (search ? { search } : {})}
        validate={required()}
        helperText={false}
      />
    </ReferenceInput>
  )
}

interface ToolProps {
  label: string
  at: number
  icon: ReactNode
  disabled?: boolean
  go(): void
}

function Tool({ label, at, icon, disabled, go }: ToolProps) {
  const name = `${useTranslate()(label)} ${at + 1}`
  return (
    <IconButton size="small" aria-label={name} title={name} disabled={disabled} onClick={go}>
      {icon}
    </IconButton>
  )
}
