import { Chip, Tab, Tabs, Typography } from '@mui/material'
import { useLocale, useTranslate } from 'react-admin'
import { dayInKorea } from '../day'
import type { HomeClaimFragment } from '../gql/graphql'
import { localized } from '../noun'
import { Address } from '../value'
import { useNumber } from './measure'
import { partsOf, ReconciliationBar } from './reconciliation'
import { Statement } from './statement'
import { Opens, type Trace } from './trace'

const colors = { MATCHED: 'success', EXPLAINED: 'success', UNEXPLAINED: 'warning' } as const

/** The published figure against the records: how it is made, what is left out, and what remains. */
export function Headline({
  claims,
  chosen,
  onChoose,
}: {
  claims: readonly HomeClaimFragment[]
  chosen: string | undefined
  onChoose: (code: string) => void
}) {
  const translate = useTranslate()
  const number = useNumber()
  useLocale()
  const claim = claims.find(({ code }) => code === chosen) ?? claims[0]
  if (!claim) {
    return (
      <section className="card headline" aria-labelledby="headline">
        <Typography variant="h2" id="headline">
          {translate('home.headline')}
        </Typography>
        <p className="nothing">{translate('home.no_claim')}</p>
      </section>
    )
  }
  const { reconciliation: found, treatments } = claim
  const inferred = treatments.some((step) => step.inferred)
  return (
    <section className="card headline" aria-labelledby="headline">
      <div className="card-head">
        <Typography variant="h2" id="headline">
          {translate('home.headline')}
        </Typography>
        <Tabs
          value={claim.code}
          onChange={(_, code: string) => onChoose(code)}
          aria-label={translate('home.claims')}
          variant="scrollable"
          scrollButtons="auto"
          className="claims"
        >
          {claims.map((one) => (
            <Tab key={one.code} value={one.code} label={localized(one, 'title')} aria-controls="claim" id={one.code} />
          ))}
        </Tabs>
      </div>
      <div role="tabpanel" id="claim" aria-labelledby={claim.code} className="claim">
        <div className="claim-value">
          <Opens className="claim-number" trace={claimTrace(claim, number(claim.value, claim), translate)}>
            {number(claim.value, claim)}
          </Opens>
          <p className="claim-source">
            {claim.document.publisher}, {claim.document.publishedOn ?? dayInKorea(claim.knownAt)}
          </p>
          <p className="claim-source">{translate('home.as_of', { day: claim.asOf })}</p>
          <p className="claim-status">
            <Chip
              color={colors[found.status]}
              variant="filled"
              label={translate(`home.status.${found.status}`)}
              className={`status-${found.status}`}
            />
            {found.status === 'EXPLAINED' && inferred && <Chip label={translate('home.inferred')} />}
          </p>
          <p className="claim-words">
            {translate(`home.status_words.${found.status}`, { remainder: number(found.remainder, claim) })}
          </p>
        </div>
        <div className="claim-parts">
          {found.items.length > 0 && <ReconciliationBar claim={claim} parts={partsOf(claim)} />}
          <Statement claim={claim} parts={partsOf(claim)} />
        </div>
      </div>
    </section>
  )
}

/** The claim itself, with where it was published, and every figure that was looked at. */
function claimTrace(claim: HomeClaimFragment, figure: string, translate: (key: string) => string): Trace {
  const { document, quote, note, reconciliation } = claim
  return {
    title: localized(claim, 'title'),
    figure,
    ids: reconciliation.items.map(({ outcome }) => outcome.id),
    about: (
      <blockquote className="traced-source">
        {quote && <q>{quote}</q>}
        <footer>
          {translate('home.published_by')}: {document.publisher}
          {document.publishedOn && `, ${document.publishedOn}`} · <Address address={document.address} />
        </footer>
        {note && <p>{note}</p>}
      </blockquote>
    ),
  }
}
