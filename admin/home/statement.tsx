import { useTranslate } from 'react-admin'
import { useNumber } from './measure'
import {
  type Part,
  type Parts,
  type ReconciledClaim,
  sumOf,
  useGroupName,
  usePartName,
  useTraceOf,
} from './reconciliation'
import { Opens } from './trace'

/** The same as the bar in lines, as an account is written: what counts, the sum, what is left out, what remains. */
export function Statement({ claim, parts: { groups, leftOut } }: { claim: ReconciledClaim; parts: Parts }) {
  const translate = useTranslate()
  const number = useNumber()
  const nameOf = usePartName()
  const groupName = useGroupName()
  const traceOf = useTraceOf()
  const { counted, remainder, items } = claim.reconciliation
  if (!items.length) {
    const money = claim.population === 'MONEY' && counted > 0
    return (
      <p className="nothing">
        {money
          ? translate('home.money_counted', { sum: number(counted, claim), remainder: number(remainder, claim) })
          : translate('home.nothing_to_reconcile')}
      </p>
    )
  }
  const unit = (part: Part) => (part.items[0] as Part['items'][number]).indicator
  const line = (part: Part, swatch: string, inner: boolean) => {
    const figure = number(part.sum, unit(part))
    return (
      <tr key={part.key} className={inner ? 'inner' : undefined}>
        <th scope="row">
          <i className={`swatch ${swatch}`} />
          {nameOf(part)}
          {part.items[0]?.reason && <span className="reason">{part.items[0].reason}</span>}
        </th>
        <td>
          <Opens trace={traceOf(nameOf(part), part.items, figure)}>{figure}</Opens>
        </td>
      </tr>
    )
  }
  return (
    <table className="statement">
      <caption className="sr">{translate('home.statement')}</caption>
      <tbody>
        {groups.map((group) => {
          const [only, ...more] = group as [Part, ...Part[]]
          if (!more.length) return line(only, only.added ? 'basis-ADDED' : `basis-${only.basis}`, false)
          const figure = number(sumOf(group), unit(only))
          const all = group.flatMap((part) => part.items)
          return [
            <tr key="group">
              <th scope="row">
                <i className="swatch basis-PLACED" />
                {groupName(group)}
              </th>
              <td>
                <Opens trace={traceOf(groupName(group), all, figure)}>{figure}</Opens>
              </td>
            </tr>,
            ...group.map((part) => line(part, `basis-${part.basis}`, true)),
          ]
        })}
        <tr className="sum">
          <th scope="row">{translate('home.counted')}</th>
          <td>{number(counted, claim)}</td>
        </tr>
        <tr>
          <th scope="row">{translate('home.remainder')}</th>
          <td className={remainder ? 'warn' : undefined}>{number(remainder, claim)}</td>
        </tr>
      </tbody>
      {leftOut.length > 0 && (
        <tbody>
          <tr className="section">
            <th scope="rowgroup" colSpan={2}>
              {translate('home.left_out')}
            </th>
          </tr>
          {leftOut.map((part) => line(part, 'left-out', false))}
        </tbody>
      )}
    </table>
  )
}
