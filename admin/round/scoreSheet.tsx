import { Alert } from '@mui/material'
import { Show, useLocale, useRecordContext, useTranslate } from 'react-admin'
import { dayInKorea } from '../day'
import { RecordHistory } from '../everywhere/history'
import { MoneyTable } from '../funding'
import { graphql } from '../gql'
import type { ReviewFieldsFragment } from '../gql/graphql'
import { Grid } from '../grid'
import { localized } from '../noun'
import { Fact, FactList, RecordAs } from '../show'
import { Details, Section } from '../tabs'
import { Value } from '../value'
import { ScoreForm } from './scoreForm'

const proposal = graphql(`
  fragment ProposalToScore on Program {
    id
    code
    titleKo
    titleEn
    summaryKo
    summaryEn
    targetJobs
    dong
    district { id nameKo nameEn }
    round { id titleKo titleEn }
    targetGroups { id nameKo nameEn }
    organizations { role organization { id nameKo nameEn } }
    fundingLines { ...FundingLineFields }
    reviews { id total comment submittedAt reviewer { id name } }
  }
`)

/** The page of one review: the proposal, the sheet to fill in, and once it is handed in the others' totals. */
export const ScoreSheet = () => (
  <Show component="div" emptyWhileLoading actions={false}>
    <Sheet />
  </Show>
)

function Sheet() {
  const translate = useTranslate()
  useLocale()
  const row = useRecordContext<ReviewFieldsFragment>()
  if (!row) return null
  return (
    <>
      <RecordAs resource="programs" record={row.program}>
        <Proposal />
      </RecordAs>
      <Section title={translate('work.review.sheet')} hint={hintOf(row, translate)}>
        {row.viewerCanUpdate && !row.submittedAt && row.program.stage === 'IN_REVIEW' ? (
          <ScoreForm review={row} />
        ) : (
          <Scores review={row} />
        )}
      </Section>
      {row.submittedAt && (
        <RecordAs resource="programs" record={row.program}>
          <Others except={row.id} />
        </RecordAs>
      )}
      <RecordHistory />
    </>
  )
}

function hintOf(row: ReviewFieldsFragment, translate: ReturnType<typeof useTranslate>) {
  if (row.submittedAt) return translate('work.review.handed_in_on', { on: dayInKorea(row.submittedAt) })
  if (row.program.stage !== 'IN_REVIEW') return translate('work.review.not_yet')
  return row.viewerCanUpdate ? translate('work.review.keys') : translate('work.review.open')
}

function Proposal() {
  const translate = useTranslate()
  return (
    <Details fields={proposal}>
      {(row) => (
        <>
          <FactList>
            <Fact source="district">{localized(row.district, 'name')}</Fact>
            <Fact source="code">{row.code}</Fact>
            <Fact source="round">{localized(row.round, 'title')}</Fact>
            <Fact source="targetJobs">{row.targetJobs}</Fact>
            <Fact source="targetGroups">{row.targetGroups.map((group) => localized(group, 'name')).join(', ')}</Fact>
            <Fact source="organizations">
              {row.organizations.map(({ role, organization }) => (
                <div key={`${role} ${organization.id}`}>
                  {localized(organization, 'name')} (<Value of="OrganizationRole" is={role} />)
                </div>
              ))}
            </Fact>
            <Fact source="summaryKo" wide>
              {localized(row, 'summary')}
            </Fact>
          </FactList>
          <Section title={translate('work.money.planned')}>
            <MoneyTable label={translate('work.money.planned')} lines={row.fundingLines} columns={['planned']} />
          </Section>
        </>
      )}
    </Details>
  )
}

/** The scores as they were given. */
function Scores({ review: { program, scores, total, comment } }: { review: ReviewFieldsFragment }) {
  const translate = useTranslate()
  const { criteria } = program.round
  if (!criteria.length) return <Alert severity="info">{translate('work.review.no_criteria')}</Alert>
  return (
    <>
      <Grid
        label={translate('work.review.sheet')}
        rows={criteria}
        columns={[
          { label: translate('resources.criteria.fields.nameKo'), cell: (row) => localized(row, 'name') },
          { label: translate('resources.criteria.fields.weightPct'), number: true, cell: ({ weightPct }) => weightPct },
          { label: translate('resources.criteria.fields.maxScore'), number: true, cell: ({ maxScore }) => maxScore },
          {
            label: translate('work.review.score'),
            number: true,
            cell: ({ id }) => scores.find(({ criterion }) => criterion.id === id)?.score ?? '–',
          },
        ]}
      />
      <p>
        <b>{translate('work.review.total', { total: total ?? '–' })}</b>
      </p>
      {comment && <p className="comment">{comment}</p>}
    </>
  )
}

function Others({ except }: { except: string }) {
  const translate = useTranslate()
  const title = translate('work.review.others')
  return (
    <Section title={title}>
      <Details fields={proposal}>
        {({ reviews }) => (
          <Grid
            label={title}
            rows={reviews.filter(({ id, submittedAt }) => id !== except && submittedAt)}
            empty={translate('work.review.no_others')}
            columns={[
              { label: translate('resources.reviews.fields.reviewer'), cell: ({ reviewer }) => reviewer?.name ?? '–' },
              { label: translate('resources.reviews.fields.total'), number: true, cell: ({ total }) => total ?? '–' },
              { label: translate('resources.reviews.fields.comment'), cell: ({ comment }) => comment },
            ]}
          />
        )}
      </Details>
    </Section>
  )
}
