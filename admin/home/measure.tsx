import { MenuItem, TextField } from '@mui/material'
import { useLocale, useTranslate } from 'react-admin'
import type { CountingBasis, FigureState, HomeCellFragment, IndicatorKind, Population } from '../gql/graphql'
import { localized } from '../noun'

/** What may be added up: figures of one basis, population, unit and way to behave over time. */
export interface Measure {
  basis: CountingBasis
  population: Population
  kind: IndicatorKind
  unitKo: string
  unitEn: string
}

type Cell = HomeCellFragment

export const keyOf = ({ basis, population, kind, unitEn }: Measure) => [basis, population, kind, unitEn].join('.')

const ORDER: CountingBasis[] = [
  'PLACED',
  'SELECTED',
  'TRAINED',
  'IN_TRAINING',
  'RETAINED',
  'APPLIED',
  'OTHER',
  'REACHED',
  'DELIVERED',
  'TARGET',
]
const POPULATIONS: Population[] = ['PARTICIPANTS', 'SERVICE_USERS', 'SERVICE_EVENTS', 'MONEY']

/** Participants before service, people before rates. */
export const byWeight = (one: Measure, other: Measure) => weight(one) - weight(other)
const weight = ({ basis, population, kind }: Measure) =>
  POPULATIONS.indexOf(population) * 100 + ORDER.indexOf(basis) * 2 + (kind === 'RATE' ? 1 : 0)

/** The measures of some cells, each once. */
export function measuresOf(cells: readonly Cell[]): Measure[] {
  return [...new Map(cells.map((cell) => [keyOf(cell), cell as Measure])).values()].sort(byWeight)
}

/** How a measure is called: basis and population, where one basis alone would be ambiguous also its unit. */
export function useMeasureName(): (measure: Measure) => string {
  const translate = useTranslate()
  useLocale()
  return (measure) =>
    [
      translate(`values.CountingBasis.${measure.basis}`),
      translate(`values.Population.${measure.population}`),
      localized(measure, 'unit'),
    ].join(' · ')
}

export function MeasurePicker({
  measures,
  value,
  onChange,
}: {
  measures: Measure[]
  value: string
  onChange: (key: string) => void
}) {
  const translate = useTranslate()
  const nameOf = useMeasureName()
  return (
    <TextField
      select
      label={translate('home.measure')}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      className="home-measure"
    >
      {measures.map((measure) => (
        <MenuItem key={keyOf(measure)} value={keyOf(measure)}>
          {nameOf(measure)}
        </MenuItem>
      ))}
    </TextField>
  )
}

/** A number with its unit. Korean money is told in 억 and 만. */
export function useNumber(): (value: number, unit: { unitKo: string; unitEn: string }) => string {
  const locale = useLocale()
  return (value, unit) => {
    if (locale === 'en') return `${value.toLocaleString('en')} ${unit.unitEn}`
    return unit.unitKo === '원' && Math.abs(value) >= 10_000
      ? `${inEokAndMan(value)} 원`
      : `${value.toLocaleString('ko')}${unit.unitKo}`
  }
}

function inEokAndMan(value: number): string {
  const size = Math.abs(value)
  const parts = [
    [Math.floor(size / 1e8), '억'],
    [Math.floor((size % 1e8) / 1e4), '만'],
    [size % 1e4, ''],
  ] as const
  const said = parts.filter(([count]) => count).map(([count, name]) => `${count.toLocaleString('ko')}${name}`)
  return (value < 0 ? '−' : '') + said.join(' ')
}

/** What is told of a cell: its number, or which kind of nothing there is. */
export function useFigure(): (cell: { figure: { state: FigureState; value?: number | null } } & Measure) => string {
  const translate = useTranslate()
  const number = useNumber()
  return (cell) =>
    cell.figure.state === 'PRESENT'
      ? number(cell.figure.value as number, cell)
      : translate(`values.FigureState.${cell.figure.state}`)
}
