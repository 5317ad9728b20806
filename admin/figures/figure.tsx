import { Chip } from '@mui/material'
import { useLocale } from 'react-admin'
import type { CountingBasis, Population } from '../gql/graphql'
import { localized } from '../noun'
import { Value } from '../value'
import type { Quantity } from './readCell'

interface Counted {
  indicator: { unitKo: string; unitEn: string }
}

/** The value with its unit, or the word for the kind of nothing that it is. */
export function Figure({ row }: { row: Quantity & Counted }) {
  const locale = useLocale()
  if (row.state !== 'PRESENT') return <Value of="FigureState" is={row.state} />
  return (
    <span className="figure">
      {row.value?.toLocaleString(locale)}
      {locale === 'en' && ' '}
      <span className="figure-unit">{localized(row.indicator, 'unit')}</span>
    </span>
  )
}

/** What is counted, and of whom: never apart from the figure. */
export const Basis = ({ row }: { row: { indicator: { basis: CountingBasis; population: Population } } }) => (
  <Chip
    component="span"
    label={
      <>
        <Value of="CountingBasis" is={row.indicator.basis} /> · <Value of="Population" is={row.indicator.population} />
      </>
    }
  />
)

export const periodOf = ({ periodStart, asOf }: { periodStart?: string | null; asOf: string }) =>
  periodStart ? `${periodStart} – ${asOf}` : asOf

/** How far the value went from one figure to the next; undefined where one of them has none. */
export const changeOf = (from: Quantity | null | undefined, to: Quantity | null | undefined): number | undefined =>
  from?.state === 'PRESENT' && to?.state === 'PRESENT'
    ? Number(((to.value ?? 0) - (from.value ?? 0)).toFixed(3))
    : undefined

/** A change with its sign. */
export function Change({ by }: { by: number | undefined }) {
  const locale = useLocale()
  if (by === undefined) return <span className="none">–</span>
  const said = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' }).format(by)
  return <span className={by < 0 ? 'figure change-down' : 'figure'}>{said}</span>
}
