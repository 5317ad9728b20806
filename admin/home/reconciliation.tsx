import { useTranslate } from 'react-admin'
import type { CountingBasis, HomeClaimFragment } from '../gql/graphql'
import { localized } from '../noun'
import { byWeight, useNumber } from './measure'
import { Opens, type Trace } from './trace'

type Item = HomeClaimFragment['reconciliation']['items'][number]

/** What the bar and the statement tell of a claim. */
export type ReconciledClaim = Pick<HomeClaimFragment, 'value' | 'unitKo' | 'unitEn' | 'population' | 'reconciliation'>

/** Counted figures of one basis, or a single figure that was added from another source. */
export interface Part {
  key: string
  basis: CountingBasis
  /** True when a step of the explanation added it. */
  added: boolean
  sum: number
  items: Item[]
}
export interface Parts {
  /** Parts that are told as one: placed, with those whom a program selected. */
  groups: Part[][]
  leftOut: Part[]
}

const WITH_PLACED: CountingBasis[] = ['PLACED', 'SELECTED', 'RETAINED']

/** How the items of a claim make it: which count together, which were left out. */
export function partsOf({ reconciliation: { items } }: ReconciledClaim): Parts {
  const counted = parts(items.filter((item) => item.counted))
  const jobs = counted.filter(({ basis, added }) => WITH_PLACED.includes(basis) && !added)
  const others = counted.filter((part) => !jobs.includes(part))
  return {
    groups: [...(jobs.length ? [jobs] : []), ...others.map((part) => [part])],
    leftOut: parts(items.filter((item) => !item.counted)),
  }
}

function parts(items: Item[]): Part[] {
  const found = new Map<string, Part>()
  for (const item of items) {
    const added = item.counted && Boolean(item.reason)
    const key = added ? item.outcome.id : item.basis
    const part = found.get(key) ?? { key, basis: item.basis, added, sum: 0, items: [] }
    part.items.push(item)
    part.sum += item.value
    found.set(key, part)
  }
  const asMeasure = ({ basis }: Part) =>
    ({ basis, population: 'PARTICIPANTS', kind: 'FLOW', unitKo: '', unitEn: '' }) as const
  return [...found.values()].sort((one, other) => byWeight(asMeasure(one), asMeasure(other)))
}

export const sumOf = (parts: Part[]) => parts.reduce((sum, part) => sum + part.sum, 0)

export function usePartName(): (part: Part) => string {
  const translate = useTranslate()
  return ({ basis, added, items }) =>
    added
      ? translate('home.added', { what: localized((items[0] as Item).indicator, 'name') })
      : translate(`values.CountingBasis.${basis}`)
}

/** The name of parts that are told as one. */
export function useGroupName(): (group: Part[]) => string {
  const translate = useTranslate()
  const nameOf = usePartName()
  return (group) => {
    const [first, ...rest] = group as [Part, ...Part[]]
    if (!rest.length || first.basis !== 'PLACED') return group.map(nameOf).join(' + ')
    return translate('home.placed_with', { with: rest.map((part) => nameOf(part).toLowerCase()).join(', ') })
  }
}

/** What opens when a part is pressed. */
export function useTraceOf(): (name: string, items: Item[], figure: string) => Trace {
  return (title, items, figure) => ({ title, figure, ids: items.map(({ outcome }) => outcome.id) })
}

/** The claim as a bar, true to scale but for the thinnest parts; beside it what is left out. */
export function ReconciliationBar({ claim, parts: { groups, leftOut } }: { claim: ReconciledClaim; parts: Parts }) {
  const translate = useTranslate()
  const number = useNumber()
  const nameOf = usePartName()
  const groupName = useGroupName()
  const traceOf = useTraceOf()
  const remainder = claim.reconciliation.remainder
  const unit = (part: Part) => (part.items[0] as Item).indicator
  const segment = (part: Part, className: string) => {
    const figure = number(part.sum, unit(part))
    return (
      <span key={part.key} style={{ flexGrow: part.sum }} className="segment-place">
        <Opens className={`segment ${className}`} trace={traceOf(nameOf(part), part.items, figure)}>
          <span className="sr">{nameOf(part)} </span>
          {part.added && '+'}
          {part.sum.toLocaleString()}
          <span className="sr"> {localized(unit(part), 'unit')}</span>
        </Opens>
      </span>
    )
  }
  return (
    <section className="bar" aria-label={translate('home.bar')}>
      <ul className="bar-counted">
        {groups.map((group) => (
          <li key={group[0]?.key} style={{ flexGrow: sumOf(group) }}>
            <span className="bar-segments">
              {group.map((part) => segment(part, part.added ? 'basis-ADDED' : `basis-${part.basis}`))}
            </span>
            {sumOf(group) * 10 > claim.value && (
              <span className="bar-caption" aria-hidden="true">
                {groupName(group)} <b>{sumOf(group).toLocaleString()}</b>
              </span>
            )}
          </li>
        ))}
        {remainder > 0 && (
          <li style={{ flexGrow: remainder }}>
            <span className="bar-segments">
              <span className="segment remainder">{remainder.toLocaleString()}</span>
            </span>
            <span className="bar-caption">{translate('home.unexplained')}</span>
          </li>
        )}
      </ul>
      {leftOut.length > 0 && (
        <ul className="bar-left-out">
          {leftOut.map((part) => (
            <li key={part.key}>
              <span className="bar-segments">{segment(part, 'left-out')}</span>
              <span className="bar-caption" aria-hidden="true">
                {translate('home.left_out_short', { what: nameOf(part) })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
