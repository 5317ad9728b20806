import { Button, ButtonGroup, MenuItem, TextField } from '@mui/material'
import { useEffect, useMemo, useState } from 'react'
import { useLocale, useTranslate } from 'react-admin'
import { useSearchParams } from 'react-router-dom'
import { today } from '../day'
import { graphql } from '../gql'
import type { FiguresScopeQuery } from '../gql/graphql'
import { localized } from '../noun'
import { useAnswer, useViewer } from './answer'
import { dayBefore, type Scope } from './entryData'

const query = graphql(`
  query FiguresScope {
    rounds(first: 20, orderBy: [{ field: YEAR, direction: DESC }]) {
      nodes {
        year state titleKo titleEn
        programs(first: 100) { nodes { id code titleKo titleEn district { id nameKo nameEn } } }
      }
    }
  }
`)
export type RoundOfScope = FiguresScopeQuery['rounds']['nodes'][number]

export function useRounds() {
  const answer = useAnswer(query, {})
  return { answer, rounds: useMemo(() => answer.data?.rounds.nodes ?? [], [answer.data]) }
}

/** Which figures are entered; kept in the address, so that a reload or a new sign-in comes back to them. */
export function useScope(rounds: RoundOfScope[]) {
  const { viewer } = useViewer()
  const [params, setParams] = useSearchParams()
  const own = useMemo(() => new Set(viewer?.districts.map(({ id }) => id)), [viewer])
  const open = useMemo(
    () =>
      rounds
        .map((round) => ({ round, districts: districtsOf(round, own) }))
        .filter(({ districts }) => districts.length > 0),
    [rounds, own],
  )
  const preferred = open.find(({ round }) => round.state === 'RUNNING') ?? open[0]
  const year = Number(params.get('year')) || preferred?.round.year || 0
  const districts = open.find(({ round }) => round.year === year)?.districts ?? []
  const asked = params.get('district')
  const scope: Scope = {
    year,
    district: (districts.find(({ id }) => id === asked) ?? districts[0])?.id ?? '',
    asOf: params.get('asOf') ?? (year ? lastDay(year) : ''),
    start: params.get('start') ?? (year ? `${year}-01-01` : ''),
  }
  const change = (changed: Partial<Scope>) =>
    setParams(
      (before) => {
        const { asOf, start, ...kept } = Object.fromEntries(before)
        const days = changed.year ? {} : { ...(asOf && { asOf }), ...(start !== undefined && { start }) }
        return { ...kept, ...days, ...Object.fromEntries(Object.entries(changed).map(([k, v]) => [k, String(v)])) }
      },
      { replace: true },
    )
  return { scope, change, years: open.map(({ round }) => round.year), districts, viewer }
}

function districtsOf({ programs }: RoundOfScope, own: Set<string>) {
  const all = [...new Map(programs.nodes.map(({ district }) => [district.id, district])).values()]
  return own.size ? all.filter(({ id }) => own.has(id)) : all
}

/** The last month of the year that is over, or its end. */
function lastDay(year: number): string {
  const monthStart = `${today().slice(0, 7)}-01`
  const ended = dayBefore(monthStart)
  return ended.startsWith(String(year)) ? ended : `${year}-12-31`
}

const QUARTERS = ['03-31', '06-30', '09-30', '12-31']

export function ScopeBar({ scope, change, years, districts }: ReturnType<typeof useScope>) {
  useLocale()
  const translate = useTranslate()
  return (
    <div className="scope-bar">
      <TextField
        select
        label={translate('panel.grid.district')}
        value={scope.district}
        onChange={({ target }) => change({ district: target.value })}
      >
        {districts.map((district) => (
          <MenuItem key={district.id} value={district.id}>
            {localized(district, 'name')}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label={translate('panel.grid.year')}
        value={scope.year || ''}
        onChange={({ target }) => change({ year: Number(target.value) })}
      >
        {years.map((year) => (
          <MenuItem key={year} value={year}>
            {year}
          </MenuItem>
        ))}
      </TextField>
      <Day label={translate('panel.grid.start')} value={scope.start} set={(start) => change({ start })} optional />
      <Day label={translate('panel.grid.as_of')} value={scope.asOf} set={(asOf) => change({ asOf })} />
      <ButtonGroup aria-label={translate('panel.grid.quarters')} className="quarters">
        {QUARTERS.map((end, at) => (
          <Button
            key={end}
            variant={scope.asOf === `${scope.year}-${end}` ? 'contained' : 'outlined'}
            aria-pressed={scope.asOf === `${scope.year}-${end}`}
            onClick={() => change({ asOf: `${scope.year}-${end}` })}
          >
            {translate('panel.grid.quarter', { quarter: at + 1 })}
          </Button>
        ))}
      </ButtonGroup>
    </div>
  )
}

interface DayProps {
  label: string
  value: string
  set(day: string): void
  optional?: boolean
}

/** A day, typed as 20190930 or 2019-09-30; taken over when it is whole. */
export function Day({ label, value, set, optional }: DayProps) {
  const translate = useTranslate()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const take = (typed: string) => {
    const day = typed.trim().replace(/^(\d{4})-?(\d{2})-?(\d{2})$/, '$1-$2-$3')
    setText(day)
    if (day !== value && (isDay(day) || (optional && !day))) set(day)
  }
  const bad = text !== '' || !optional ? !isDay(text) && text.length >= 8 : false
  return (
    <TextField
      label={label}
      value={text}
      placeholder="YYYY-MM-DD"
      error={bad}
      helperText={bad ? translate('panel.bad_day') : undefined}
      onChange={({ target }) => setText(target.value)}
      onBlur={() => take(text)}
      onKeyDown={({ key }) => key === 'Enter' && take(text)}
      slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 10, size: 10 } }}
    />
  )
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
