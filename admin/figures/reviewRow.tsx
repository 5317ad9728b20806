import { Box, Button, Checkbox } from '@mui/material'
import type { KeyboardEvent } from 'react'
import { useLocale, useTranslate } from 'react-admin'
import { Link } from 'react-router-dom'
import { dayInKorea } from '../day'
import { graphql } from '../gql'
import { localized } from '../noun'
import { useAnswer } from './answer'
import { dayBefore } from './entryData'
import { Basis, Change, changeOf, Figure, periodOf } from './figure'
import type { Waits } from './review'

graphql(`
  fragment ReviewFigure on Outcome {
    id version state value periodStart asOf dimension category status submittedAt authorName viewerIsAuthor note
    correctionReason
    supersedes { id state value }
    program { id code titleKo titleEn district { id nameKo nameEn } }
    cohort { id nameKo nameEn }
    indicator { id code nameKo nameEn unitKo unitEn basis population kind }
    citations { quote page source { id publisher publishedOn } }
    evidence { id fileName }
    plausibility { rule flagged arithmetic messageKo messageEn }
    sex: breakdownDifference(dimension: SEX) { flagged message }
    age: breakdownDifference(dimension: AGE_BAND) { flagged message }
    group: breakdownDifference(dimension: TARGET_GROUP) { flagged message }
  }
`)
const previousQuery = graphql(`
  query FigureBefore($program: ID!, $indicator: String!, $cohort: ID, $dimension: Dimension, $category: String, $before: Date!, $asOf: Date!) {
    node(id: $program) {
      ... on Program {
        before: figure(indicator: $indicator, cohort: $cohort, dimension: $dimension, category: $category, asOf: $before) { state value figureAsOf }
        sameDay: figure(indicator: $indicator, cohort: $cohort, dimension: $dimension, category: $category, asOf: $asOf) { state value reported outcome { id } }
      }
    }
  }
`)

interface RowProps {
  row: Waits
  mayDecide: boolean
  result?: string
  picked: boolean
  current: boolean
  onToggle(): void
  onFocus(): void
  onKey(event: KeyboardEvent<HTMLElement>): void
  onApprove(): void
  onReturn(): void
}

/** What was valid before: the figure that is corrected, else the latest one of an earlier day. */
function useBefore(row: Waits) {
  const { program, indicator, cohort, dimension, category, asOf, supersedes } = row
  const { data } = useAnswer(previousQuery, {
    ...{ program: program.id, indicator: indicator.code, cohort: cohort?.id, dimension, category, asOf },
    before: dayBefore(asOf),
  })
  const found = data?.node && 'before' in data.node ? data.node : undefined
  const rival = found?.sameDay.reported && found.sameDay.outcome?.id !== supersedes?.id ? found.sameDay : undefined
  const before = supersedes ? { ...supersedes, figureAsOf: asOf } : found?.before
  const known = before && (before.figureAsOf ? { ...before, indicator } : undefined)
  return { before: known, rival: rival && { ...rival, indicator }, change: changeOf(known, row) }
}

function What({ row }: { row: Waits }) {
  return (
    <>
      <Link to={`/outcomes/${row.id}/show`}>
        {localized(row.program, 'title')} – {localized(row.indicator, 'name')}
      </Link>
      <div className="small">
        {localized(row.program.district, 'name')}
        {row.cohort && ` · ${localized(row.cohort, 'name')}`}
        {row.category && ` · ${row.category}`} · <span className="short">{periodOf(row)}</span>
      </div>
      <Basis row={row} />
      <Why row={row} />
    </>
  )
}

function Why({ row }: { row: Waits }) {
  const translate = useTranslate()
  return (
    <div className="small">
      {row.correctionReason && (
        <div>
          {translate('panel.history.correction')}: {row.correctionReason}
        </div>
      )}
      {row.authorName && row.submittedAt && `${row.authorName}, ${dayInKorea(row.submittedAt)}`}
      {row.note && ` · ${row.note}`}
    </div>
  )
}

function Proof({ row }: { row: Waits }) {
  const translate = useTranslate()
  return (
    <>
      {row.citations.length === 0 && <span className="flag">{translate('panel.source_none')}</span>}
      {row.citations.map(({ source, quote }) => (
        <div key={source.id}>
          <Link to={`/sources/${source.id}/show`}>{source.publisher}</Link>{' '}
          <span className="small short">{source.publishedOn}</span>
          {quote && <q className="quote small">{quote}</q>}
        </div>
      ))}
      <div className="small">
        {row.evidence.map(({ id, fileName }) => (
          <div key={id}>
            <a href={`/evidence/${id}`}>{fileName}</a>
          </div>
        ))}
        {row.evidence.length === 0 && translate('panel.review.no_evidence')}
      </div>
    </>
  )
}

/** What cannot be right, or needs a second look. */
function Checks({ row, before }: { row: Waits; before: ReturnType<typeof useBefore> }) {
  const translate = useTranslate()
  const english = useLocale() === 'en'
  const parts = [row.sex, row.age, row.group].flatMap((found) => (found?.flagged ? [found.message] : []))
  const falls = row.indicator.kind === 'RUNNING_TOTAL' && (before.change ?? 0) < 0 && !row.supersedes
  const flags = [...parts, falls && translate('panel.review.falls'), before.rival && translate('panel.review.rival')]
  const checks = row.plausibility
  return (
    <>
      {flags.map(
        (flag) =>
          flag && (
            <div key={flag} className="flag">
              {flag}
            </div>
          ),
      )}
      {checks.map(({ rule, flagged, arithmetic, messageKo, messageEn }) => (
        <div key={rule} className={flagged ? 'flag' : 'small'}>
          {english ? messageEn : messageKo}
          <div className="small">{arithmetic}</div>
        </div>
      ))}
      {!checks.length && !flags.some(Boolean) && <span className="none">{translate('panel.review.no_flags')}</span>}
    </>
  )
}

function Decide({ row, mayDecide, result, onApprove, onReturn }: RowProps) {
  const translate = useTranslate()
  return (
    <>
      {result && (
        <div role="status" className="flag">
          {translate(result, { _: result })}
        </div>
      )}
      {row.viewerIsAuthor && <div className="small">{translate('panel.review.own')}</div>}
      {mayDecide && (
        <div className="row-tools">
          <Button variant="outlined" disabled={row.viewerIsAuthor} onClick={onApprove}>
            {translate('panel.approve')}
          </Button>
          <Button onClick={onReturn}>{translate('panel.return')}</Button>
        </div>
      )}
    </>
  )
}

const nameOf = (row: Waits) => `${localized(row.program, 'title')} – ${localized(row.indicator, 'name')}`

export function ReviewRow(props: RowProps) {
  const { row, picked, current, onToggle, onFocus, onKey } = props
  const translate = useTranslate()
  const before = useBefore(row)
  return (
    <tr data-queue tabIndex={current ? 0 : -1} onKeyDown={onKey} onFocus={onFocus}>
      <td>
        <Checkbox
          size="small"
          checked={picked}
          onChange={onToggle}
          slotProps={{ input: { 'aria-label': translate('panel.review.pick', { name: nameOf(row) }) } }}
        />
      </td>
      <td>
        <What row={row} />
      </td>
      <td className="amount">
        <Figure row={row} />
      </td>
      <td className="amount">
        {before.before ? <Figure row={before.before} /> : <span className="none">–</span>}
        <div className="small">{before.before?.figureAsOf}</div>
      </td>
      <td className="amount">
        <Change by={before.change} />
      </td>
      <td>
        <Proof row={row} />
      </td>
      <td>
        <Checks row={row} before={before} />
      </td>
      <td>
        <Decide {...props} />
      </td>
    </tr>
  )
}

/** The same on a narrow screen. */
export function ReviewCard(props: RowProps) {
  const { row, picked, onToggle } = props
  const translate = useTranslate()
  const before = useBefore(row)
  return (
    <Box className="queue-card">
      <div>
        <Checkbox
          size="small"
          checked={picked}
          onChange={onToggle}
          slotProps={{ input: { 'aria-label': translate('panel.review.pick', { name: nameOf(row) }) } }}
        />
        <What row={row} />
      </div>
      <div>
        {before.before && (
          <>
            <Figure row={before.before} /> <span className="small">({before.before.figureAsOf})</span> →{' '}
          </>
        )}
        <Figure row={row} /> {before.before && <Change by={before.change} />}
      </div>
      <Proof row={row} />
      <Checks row={row} before={before} />
      <Decide {...props} />
    </Box>
  )
}
