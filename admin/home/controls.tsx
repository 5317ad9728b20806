import PrintIcon from '@mui/icons-material/PrintOutlined'
import { Button, MenuItem, TextField } from '@mui/material'
import { useState } from 'react'
import { useLocale, useTranslate } from 'react-admin'
import { today } from '../day'
import type { HomeStartQuery } from '../gql/graphql'
import { localized } from '../noun'
import { type Choice, isDay } from './choice'

interface ControlsProps {
  rounds: HomeStartQuery['rounds']['nodes']
  year: number
  asOf: string
  knownAt: string | undefined
  choose: (change: Partial<Choice>) => void
}

/** Which round, true for which day, known until when. On paper the same in words. */
export function Controls({ rounds, year, asOf, knownAt, choose }: ControlsProps) {
  const translate = useTranslate()
  useLocale()
  const round = rounds.find((one) => one.year === year)
  return (
    <>
      <fieldset className="controls no-print">
        <legend className="sr">{translate('home.controls')}</legend>
        <TextField
          select
          label={translate('home.round')}
          value={round ? year : ''}
          onChange={({ target }) =>
            choose({ year: Number(target.value), asOf: undefined, claim: undefined, measure: undefined })
          }
          className="round"
        >
          {rounds.map((one) => (
            <MenuItem key={one.year} value={one.year}>
              {one.year} · {translate(`values.RoundState.${one.state}`)}
            </MenuItem>
          ))}
        </TextField>
        <DayField label="home.as_of_day" help="home.as_of_help" value={asOf} onDay={(day) => choose({ asOf: day })} />
        <DayField
          label="home.known_at"
          help="home.known_at_help"
          value={knownAt ?? ''}
          onDay={(day) => choose({ knownAt: day })}
        />
        {knownAt && <Button onClick={() => choose({ knownAt: undefined })}>{translate('home.now')}</Button>}
        <Button startIcon={<PrintIcon />} onClick={() => window.print()} className="print">
          {translate('home.print')}
        </Button>
      </fieldset>
      <p className="print-only print-head">
        {round && localized(round, 'title')} · {translate('home.as_of', { day: asOf })} ·{' '}
        {translate('home.known_until', { day: knownAt ?? today() })}
      </p>
      {knownAt && <p className="past no-print">{translate('home.in_the_past', { day: knownAt })}</p>}
    </>
  )
}

interface DayFieldProps {
  label: string
  help: string
  value: string
  onDay: (day: string | undefined) => void
}

/** A day, typed as 20190930 or 2019-09-30; left empty it is what the screen takes for granted. */
function DayField({ label, help, value, onDay }: DayFieldProps) {
  const translate = useTranslate()
  const [typed, setTyped] = useState<string>()
  const wrong = typed !== undefined && typed !== '' && !isDay(typed)
  const type = (text: string) => {
    const day = text.replace(/^(\d{4})-?(\d{2})-?(\d{2})$/, '$1-$2-$3')
    setTyped(day)
    if (!day) onDay(undefined)
    if (isDay(day)) onDay(day)
  }
  return (
    <TextField
      label={translate(label)}
      title={translate(help)}
      value={typed ?? value}
      onChange={({ target }) => type(target.value)}
      onBlur={() => setTyped(undefined)}
      error={wrong}
      placeholder={translate('home.now_short')}
      className="day"
      slotProps={{
        inputLabel: { shrink: true },
        htmlInput: { inputMode: 'numeric', maxLength: 10, 'aria-invalid': wrong },
      }}
    />
  )
}
