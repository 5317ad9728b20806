import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Radio,
  RadioGroup,
  Typography,
} from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { FieldTitle, type RaRecord, useResourceContext, useTranslate } from 'react-admin'
import { useFormContext } from 'react-hook-form'
import { ask, withReferences } from '../api'
import { authorOf } from '../everywhere/author'
import { graphql } from '../gql'
import { momentInKorea } from '../value'
import { sidesOf } from './fields'
import { said, standsIn } from './said'

const lastChange = graphql(`
  query LastChange($id: ID!) {
    history(id: $id, first: 1) { changes { at byName byRole } }
  }
`)

interface MergeProps {
  base: RaRecord
  theirs: RaRecord
  step?: boolean
  form: HTMLFormElement | null
  accept(): void
  close(): void
}

type Choice = 'theirs' | 'mine'

/** Two changes of one record, side by side: of what both changed one is chosen, the rest is merged by itself. */
export default function Merge({ base, theirs, step, form, accept, close }: MergeProps) {
  const translate = useTranslate()
  const resource = useResourceContext() ?? ''
  const heading = useId()
  const { getValues, setValue } = useFormContext()
  const [sides] = useState(() => sidesOf(base, theirs, step ? {} : getValues()))
  const [choices, setChoices] = useState<Record<string, Choice>>({})
  const [asked, setAsked] = useState(false)
  const content = useRef<HTMLDivElement>(null)
  const now = withReferences(theirs)
  const { data: last } = useQuery({
    queryKey: ['lastChange', theirs.id, theirs.version],
    queryFn: async () => (await ask(lastChange, { id: String(theirs.id) })).history?.changes[0] ?? null,
  })
  const merge = () => {
    const open = sides.conflicts.filter((field) => !choices[field])
    setAsked(open.length > 0)
    if (open[0]) return content.current?.querySelector<HTMLElement>(`[data-field="${open[0]}"] input`)?.focus()
    if (!step) {
      const taken = sides.conflicts.filter((field) => choices[field] === 'theirs')
      for (const field of [...sides.theirs, ...taken]) setValue(field, now[field])
    }
    accept()
  }
  const words = (field: string, record: RaRecord) =>
    said(resource, field, withReferences(record)[field], record) || translate('live.empty')
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby={heading}>
      <DialogTitle id={heading}>{translate('live.merge')}</DialogTitle>
      <DialogContent ref={content} sx={look}>
        <Typography>
          {last && `${translate('live.changed_by', { at: momentInKorea(last.at), by: authorOf(last, translate) })} `}
          {!step && translate(sides.conflicts.length ? 'live.merge_hint' : 'live.merge_alone')}
        </Typography>
        {sides.conflicts.map((field) => (
          <Conflict
            key={field}
            field={field}
            before={words(field, base)}
            theirs={words(field, theirs)}
            mine={said(resource, field, getValues(field)) ?? standsIn(form, field) ?? String(getValues(field)) ?? ''}
            choice={choices[field]}
            wanted={asked && !choices[field]}
            choose={(choice) => setChoices({ ...choices, [field]: choice })}
          />
        ))}
        {sides.theirs.length > 0 && (
          <>
            <Typography component="h3" variant="subtitle2">
              {translate('live.also')}
            </Typography>
            <dl>
              {sides.theirs.map((field) => (
                <div key={field}>
                  <dt>
                    <FieldTitle source={field} resource={resource} />
                  </dt>
                  <dd>
                    <del>{words(field, base)}</del> → <ins>{words(field, theirs)}</ins>
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{translate('live.keep_typing')}</Button>
        <Button variant="contained" onClick={merge} autoFocus={!sides.conflicts.length}>
          {translate(step ? 'live.merge_step' : 'live.merge_save')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

interface ConflictProps {
  field: string
  before: string
  theirs: string
  mine: string
  choice: Choice | undefined
  wanted: boolean
  choose(choice: Choice): void
}

function Conflict({ field, before, theirs, mine, choice, wanted, choose }: ConflictProps) {
  const translate = useTranslate()
  const resource = useResourceContext()
  const hint = useId()
  const option = (value: Choice, text: string) => (
    <FormControlLabel
      value={value}
      control={<Radio size="small" />}
      label={
        <>
          <b>{translate(`live.${value}`)}:</b> <span className="said">{text || translate('live.empty')}</span>
        </>
      }
    />
  )
  return (
    <fieldset data-field={field} aria-describedby={wanted ? hint : undefined}>
      <legend>
        <FieldTitle source={field} resource={resource} />
      </legend>
      <div className="none said">
        {translate('live.before')}: {before}
      </div>
      <RadioGroup value={choice ?? ''} onChange={(_, value) => choose(value as Choice)}>
        {option('theirs', theirs)}
        {option('mine', mine)}
      </RadioGroup>
      {wanted && (
        <Typography id={hint} color="error" role="alert">
          {translate('live.choose')}
        </Typography>
      )}
    </fieldset>
  )
}

const look = {
  '& fieldset': { border: 1, borderColor: 'divider', borderRadius: 1, my: 2, mx: 0, minWidth: 0 },
  '& legend': { fontWeight: 600, px: 0.5 },
  '& .said': { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '& h3': { mt: 2 },
  '& dt': { fontWeight: 600 },
  '& dd': { m: 0, mb: 1, overflowWrap: 'anywhere' },
  '& ins': { textDecoration: 'none', fontWeight: 600 },
} as const
