import { Chip } from '@mui/material'
import { Link, useCreatePath, useLocale, useTranslate } from 'react-admin'
import { dayInKorea } from '../day'
import { graphql } from '../gql'
import type { TracedOutcomeFragment } from '../gql/graphql'
import { localized } from '../noun'
import { Address, Value, ValueChip } from '../value'
import { useFigure } from './measure'

graphql(`
  fragment TracedOutcome on Outcome {
    __typename
    id state value asOf periodStart knownAt status approvedAt note correctionReason supersededAt
    program { id code titleKo titleEn district { nameKo nameEn } }
    indicator { nameKo nameEn unitKo unitEn basis population kind }
    cohort { nameKo nameEn }
    citations { method quote page source { id publisher title publishedOn address } }
    supersedes { id state value knownAt supersedes { id state value knownAt } }
    corrections { id state value knownAt status correctionReason }
    conflicts {
      question reason resolvedAt
      chosen { id }
      members { id state value asOf citations { source { publisher } } }
    }
  }
`)

type Outcome = TracedOutcomeFragment
/** An earlier or later value of the figure, or a rival of it. */
type Other = { id: string; state: Outcome['state']; value?: number | null }

/** One figure behind a number: what it counts, since when it is known, from where, and what it was before. */
export function TracedOutcome({ outcome }: { outcome: Outcome }) {
  const translate = useTranslate()
  const path = useCreatePath()
  const figure = useFigure()
  useLocale()
  const { program, indicator, cohort } = outcome
  const said = ({ state, value }: Other) => figure({ figure: { state, value }, ...indicator })
  return (
    <li className="traced">
      <p className="traced-program">
        <Link to={path({ resource: 'programs', type: 'show', id: program.id })}>{localized(program, 'title')}</Link>
        <span className="muted"> · {localized(program.district, 'name')}</span>
      </p>
      <p className="traced-value">
        <strong>{said(outcome)}</strong>
        <Chip
          label={
            <>
              <Value of="CountingBasis" is={indicator.basis} /> · <Value of="Population" is={indicator.population} />
            </>
          }
        />
        <ValueChip
          of="OutcomeStatus"
          is={outcome.status}
          color={outcome.status === 'APPROVED' ? 'success' : 'default'}
        />
      </p>
      <dl className="traced-facts">
        <Pair term="indicator">
          {localized(indicator, 'name')}
          {cohort && ` · ${localized(cohort, 'name')}`}
        </Pair>
        <Pair term="asOf">{outcome.periodStart ? `${outcome.periodStart} – ${outcome.asOf}` : outcome.asOf}</Pair>
        <Pair term="knownAt">{dayInKorea(outcome.knownAt)}</Pair>
      </dl>
      {outcome.citations.length === 0 && <p className="traced-unsourced">{translate('panel.source_none')}</p>}
      {outcome.citations.map(({ source, method, quote, page }) => (
        <blockquote key={source.id} className="traced-source">
          {quote && <q>{quote}</q>}
          <footer>
            <Link to={path({ resource: 'sources', type: 'show', id: source.id })}>{source.publisher}</Link>
            {source.title && `, ${source.title}`}
            {source.publishedOn && `, ${source.publishedOn}`}
            {page && `, ${page}`} · <Value of="CitationMethod" is={method} /> · <Address address={source.address} />
          </footer>
        </blockquote>
      ))}
      {outcome.note && <p className="traced-note">{outcome.note}</p>}
      <History outcome={outcome} said={said} />
      {outcome.conflicts.map(({ question, reason, chosen, members }) => (
        <div key={question} className="traced-conflict">
          <b>{translate(chosen ? 'home.conflict_decided' : 'home.conflict_open')}</b> {question}
          <ul>
            {members.map((member) => (
              <li key={member.id}>
                {said(member)} ({member.asOf}) – {member.citations.map(({ source }) => source.publisher).join(', ')}
                {chosen?.id === member.id && ` · ${translate('home.chosen')}`}
              </li>
            ))}
          </ul>
          {reason}
        </div>
      ))}
      <p>
        <Link to={path({ resource: 'outcomes', type: 'show', id: outcome.id })}>{translate('home.open_record')}</Link>
      </p>
    </li>
  )
}

const Pair = ({ term, children }: { term: string; children: React.ReactNode }) => (
  <div>
    <dt>{useTranslate()(`resources.outcomes.fields.${term}`)}</dt>
    <dd>{children}</dd>
  </div>
)

/** What the figure was before, and what corrects it. */
function History({ outcome, said }: { outcome: Outcome; said: (other: Other) => string }) {
  const translate = useTranslate()
  const { supersedes, corrections, correctionReason } = outcome
  const before = [supersedes?.supersedes, supersedes].filter((one) => one != null)
  if (!before.length && !corrections.length) return <p className="muted">{translate('home.never_corrected')}</p>
  return (
    <ol className="traced-history" aria-label={translate('home.history')}>
      {before.map((one) => (
        <li key={one.id}>
          {dayInKorea(one.knownAt)}: <s>{said(one)}</s>
        </li>
      ))}
      <li>
        {dayInKorea(outcome.knownAt)}: <b>{said(outcome)}</b> {correctionReason}
      </li>
      {corrections.map((one) => (
        <li key={one.id}>
          {dayInKorea(one.knownAt)}: {said(one)} (<Value of="OutcomeStatus" is={one.status} />) {one.correctionReason}
        </li>
      ))}
    </ol>
  )
}
