import { Box, FormControlLabel, MenuItem, Slider, Switch, TextField, Typography } from '@mui/material'
import { useMemo, useState } from 'react'
import { Title, useLocale, useTranslate } from 'react-admin'
import { useSearchParams } from 'react-router-dom'
import { graphql } from '../gql'
import { localized } from '../noun'
import { useAnswer, Waiting } from './answer'
import { ClocksTable } from './clocksTable'
import { type Moment, momentsOf } from './moments'
import { useRounds } from './scope'
import { FigureStyles } from './styles'

const query = graphql(`
  query FigureMoments($year: Int!) {
    outcomes(filter: { year: $year, status: [APPROVED] }, first: 100, orderBy: [{ field: KNOWN_AT, direction: DESC }]) {
      nodes { asOf knownAt approvedAt supersededAt program { id } }
    }
  }
`)

/** What was known on a day: the figures of a round or of a program, at two moments, side by side. */
export function ClocksScreen() {
  useLocale()
  const translate = useTranslate()
  const [params, setParams] = useSearchParams()
  // The address follows what is chosen: it is too slow to lead a slider.
  const [chosen, choose] = useState<Record<string, string>>(() => Object.fromEntries(params))
  const { answer: first, rounds } = useRounds()
  const open = rounds.filter(({ programs }) => programs.nodes.length)
  const asked = Number(chosen.year)
  const round = open.find(({ year }) => year === asked) ?? open.find(({ year }) => year === 2019) ?? open[0]
  const year = round?.year ?? 0
  const program = chosen.program ?? ''
  const programs = round?.programs.nodes ?? []
  const answer = useAnswer(query, { year }, { enabled: year > 0 })
  const events = useMemo(
    () => answer.data?.outcomes.nodes.filter((one) => !program || one.program.id === program) ?? [],
    [answer.data, program],
  )
  const days = useMemo(() => [...new Set(events.map(({ asOf }) => asOf))].sort(), [events])
  const moments = useMemo(() => momentsOf(events), [events])
  const set = (changed: Record<string, string>, before = chosen) => {
    choose({ ...before, ...changed })
    setParams({ ...before, ...changed }, { replace: true })
  }
  const asOf = days.find((day) => day === chosen.asOf) ?? days.at(-1)
  const at = (name: string, otherwise: number) => {
    const found = moments.findIndex(({ instant }) => instant === chosen[name])
    return found < 0 ? otherwise : found
  }
  const range = [at('first', Math.min(1, moments.length - 1)), at('second', moments.length - 1)]
  const [one, two] = [moments[range[0] as number], moments[range[1] as number]]
  const words = (moment?: Moment) => (moment?.instant ? moment.label : translate('panel.clocks.now'))

  return (
    <Box className="figures-screen">
      <FigureStyles />
      <Title title={translate('panel.clocks.title')} />
      <Waiting for={first} />
      {round && (
        <div className="scope-bar">
          <TextField
            select
            label={translate('panel.grid.year')}
            value={year}
            onChange={({ target }) => set({ year: String(target.value) }, {})}
          >
            {open.map((choice) => (
              <MenuItem key={choice.year} value={choice.year}>
                {choice.year}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            select
            label={translate('panel.grid.program')}
            value={programs.some(({ id }) => id === program) ? program : ''}
            onChange={({ target }) => set({ program: target.value, first: '', second: '' })}
            slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          >
            <MenuItem value="">{translate('panel.clocks.whole')}</MenuItem>
            {programs.map((choice) => (
              <MenuItem key={choice.id} value={choice.id}>
                {localized(choice, 'title')}
              </MenuItem>
            ))}
          </TextField>
          <FormControlLabel
            control={
              <Switch
                size="small"
                checked={chosen.changed === '1'}
                onChange={({ target }) => set({ changed: target.checked ? '1' : '' })}
              />
            }
            label={translate('panel.clocks.changed_only')}
          />
        </div>
      )}
      <Waiting for={answer} />
      {asOf && one && two && (
        <>
          <div className="clock-controls">
            <Typography id="clock-as-of">
              {translate('panel.clocks.as_of')} <strong>{asOf}</strong>
            </Typography>
            <Slider
              size="small"
              aria-labelledby="clock-as-of"
              min={0}
              max={days.length - 1}
              step={1}
              marks
              disabled={days.length < 2}
              value={days.indexOf(asOf)}
              getAriaValueText={(index) => days[index] ?? ''}
              onChange={(_, index) => set({ asOf: days[index as number] as string })}
            />
            <Typography>
              {translate('panel.clocks.known')} <strong>{words(one)}</strong> → <strong>{words(two)}</strong>
            </Typography>
            <Slider
              size="small"
              min={0}
              max={moments.length - 1}
              step={1}
              marks
              value={range}
              disableSwap
              getAriaLabel={(thumb) => translate(thumb ? 'panel.clocks.second' : 'panel.clocks.first')}
              getAriaValueText={(index) => words(moments[index])}
              onChange={(_, [left, right]: number[]) =>
                set({ first: moments[left as number]?.instant ?? '', second: moments[right as number]?.instant ?? '' })
              }
            />
          </div>
          <ClocksTable
            year={year}
            program={program}
            asOf={asOf}
            first={one}
            second={two}
            names={[words(one), words(two)]}
            changedOnly={chosen.changed === '1'}
          />
        </>
      )}
      {answer.data && !days.length && <Typography className="none">{translate('panel.clocks.empty')}</Typography>}
    </Box>
  )
}
