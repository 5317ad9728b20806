import FactCheckIcon from '@mui/icons-material/FactCheckOutlined'
import { Alert, Box, Button, Chip, TextField, Typography } from '@mui/material'
import { useState } from 'react'
import { DataTable, RecordContextProvider, ResourceContextProvider, useCanAccess, useTranslate } from 'react-admin'
import { momentInKorea } from './accessLog'
import { useAsked } from './asked'
import { today } from './day'
import { ParagraphInput } from './form'
import { graphql } from './gql'
import type { AccessReviewFieldsFragment, AccessReviewPageQuery, UnusualAccess } from './gql/graphql'
import { NounList, RecordLink, Rows } from './list'
import type { Noun } from './noun'
import { Fact, NounShow } from './show'
import { StepButton } from './step'
import { Value } from './value'

type Row = AccessReviewFieldsFragment

const fields = graphql(`
  fragment AccessReviewFields on AccessReview {
    id
    month
    signedAt
    signedByName
    note
    rows
    sha256
  }
`)

const page = graphql(`
  query AccessReviewPage($month: String!) {
    accessReviewsDue
    accessLogCheck { ok rows problem lastNumber }
    accessLogReview(month: $month) {
      month
      rows
      sha256
      signed { id signedByName signedAt note }
      accounts {
        email
        account { name }
        reveals
        exported
        searches
        enrolled
        updated
        destroyed
        persons
        night
        weekend
        bulk
        withoutFollowUp
        medianEarlier
        unusual
      }
    }
  }
`)
type Review = AccessReviewPageQuery['accessLogReview']

const List = () => (
  <>
    <MonthReview />
    <NounList sort={{ field: 'month', order: 'DESC' }} filters={[]}>
      <Rows<Row> card={(row) => row.month} cardDetail={(row) => `${row.signedByName} · ${row.note}`}>
        <Column source="month" render={(row) => <RecordLink row={row}>{row.month}</RecordLink>} />
        <Column source="rows" disableSort />
        <Column source="signedByName" disableSort />
        <Column source="signedAt" render={(row) => momentInKorea(row.signedAt)} />
        <Column source="note" disableSort />
      </Rows>
    </NounList>
  </>
)

const Column = DataTable.Col<Row>

/** What there is to review in a month, and the signature under it. */
function MonthReview() {
  const translate = useTranslate()
  const [month, setMonth] = useState(today().slice(0, 7))
  const { data, error, again } = useAsked(page, { month })
  const due = data?.accessReviewsDue ?? []
  return (
    <Box component="section" className="review">
      {error && <Alert severity="error">{translate(error, { _: error })}</Alert>}
      {data && <Chain check={data.accessLogCheck} />}
      <Box className="review-months">
        <TextField
          type="month"
          label={translate('resources.accessReviews.fields.month')}
          value={month}
          onChange={({ target }) => target.value && setMonth(target.value)}
          slotProps={{ inputLabel: { shrink: true } }}
          size="small"
        />
        {due.length > 0 && <span>{translate('panel.reviews_due')}</span>}
        {due.map((one) => (
          <Button
            key={one}
            size="small"
            variant={one === month ? 'contained' : 'outlined'}
            onClick={() => setMonth(one)}
          >
            {one}
          </Button>
        ))}
      </Box>
      {data && <Accounts review={data.accessLogReview} />}
      {data && <SignOff review={data.accessLogReview} again={again} />}
    </Box>
  )
}

function Chain({ check }: { check: AccessReviewPageQuery['accessLogCheck'] }) {
  const translate = useTranslate()
  return (
    <Alert severity={check.ok ? 'success' : 'error'}>
      {translate(check.ok ? 'panel.log_whole' : 'panel.log_broken', { rows: check.rows, problem: check.problem })}
    </Alert>
  )
}

const counts = ['persons', 'reveals', 'exported', 'searches', 'enrolled', 'updated', 'destroyed'] as const
const questions = ['medianEarlier', 'night', 'weekend', 'bulk', 'withoutFollowUp'] as const

function Accounts({ review }: { review: Review }) {
  const translate = useTranslate()
  if (!review.accounts.length)
    return <p className="none">{translate('panel.nothing_logged', { month: review.month })}</p>
  return review.accounts.map((account) => (
    <Box component="section" className="related" key={account.email} aria-label={account.email}>
      <Box className="related-head">
        <Typography variant="h2">{account.account.name}</Typography>
        <span className="none">{account.email}</span>
        {account.unusual.map((unusual) => (
          <Chip key={unusual} color="warning" size="small" label={<Value of="UnusualAccess" is={unusual} />} />
        ))}
      </Box>
      <Box component="dl" className="facts">
        {[...counts, ...questions].map((name) => (
          <Fact key={name} source={name}>
            {account[name] ?? '–'}
          </Fact>
        ))}
      </Box>
    </Box>
  ))
}

function SignOff({ review, again }: { review: Review; again(): void }) {
  const translate = useTranslate()
  const { canAccess } = useCanAccess({ resource: 'accessReviews', action: 'sign' })
  const { month, signed } = review
  if (signed) {
    const messageArgs = { name: signed.signedByName, at: momentInKorea(signed.signedAt), note: signed.note }
    return <Alert severity="success">{translate('panel.review_signed', messageArgs)}</Alert>
  }
  if (!canAccess || month >= today().slice(0, 7)) return null
  return (
    <ResourceContextProvider value="accessReviews">
      <RecordContextProvider value={{ id: month }}>
        <StepButton
          act="signOffReview"
          label={translate('panel.sign_off')}
          input={{ month }}
          variant="contained"
          done={again}
        >
          <ParagraphInput source="note" minRows={3} helperText="panel.sign_off_hint" />
        </StepButton>
      </RecordContextProvider>
    </ResourceContextProvider>
  )
}

const Show = () => (
  <NounShow<Row>
    facts={(row) => (
      <>
        <Fact source="month">{row.month}</Fact>
        <Fact source="rows">{row.rows}</Fact>
        <Fact source="signedByName">{row.signedByName}</Fact>
        <Fact source="signedAt">{momentInKorea(row.signedAt)}</Fact>
        <Fact source="note" wide>
          {row.note}
        </Fact>
        <Fact source="sha256" wide>
          <code className="hash">{row.sha256}</code>
        </Fact>
      </>
    )}
  />
)

const unusual = {
  OWN_MEDIAN: '평소보다 많음',
  MANY_PERSONS: '대량 접속',
  NIGHT: '야간',
  WEEKEND: '휴일',
  BULK: '일괄 조회',
  NO_FOLLOW_UP: '업무 기록 없는 조회',
} satisfies Record<UnusualAccess, string>

export const accessReview: Noun<Row> = {
  name: 'accessReviews',
  type: 'AccessReview',
  fields,
  acts: { sign: 'signOffReview' },
  icon: FactCheckIcon,
  list: List,
  show: Show,
  recordRepresentation: (row) => row.month,
  words: {
    ko: {
      name: '접속기록 월간 점검',
      empty: '점검을 마친 달이 없습니다',
      fields: {
        month: '점검 월',
        signedAt: '확인 일시',
        signedByName: '확인자',
        note: '점검 의견',
        rows: '접속기록 수',
        sha256: '점검 내용 해시(SHA-256)',
        persons: '정보주체 수',
        reveals: '조회',
        exported: '다운로드(명)',
        searches: '검색',
        enrolled: '입력',
        updated: '정정',
        destroyed: '파기',
        medianEarlier: '이전 달 중앙값(명)',
        night: '야간(22~6시)',
        weekend: '토·일요일',
        bulk: '일괄 조회',
        withoutFollowUp: '업무 기록 없는 조회(명)',
      },
      values: { UnusualAccess: unusual },
    },
    en: {
      name: 'Monthly review',
      empty: 'No month was signed yet',
      fields: {
        month: 'Month',
        signedAt: 'Signed at',
        signedByName: 'Signed by',
        note: 'Findings',
        rows: 'Rows of the log',
        sha256: 'Hash of what was reviewed (SHA-256)',
        persons: 'Persons',
        reveals: 'Shown',
        exported: 'Exported (persons)',
        searches: 'Searches',
        enrolled: 'Entered',
        updated: 'Corrected',
        destroyed: 'Destroyed',
        medianEarlier: 'Median of earlier months (persons)',
        night: 'At night (22–6)',
        weekend: 'At weekends',
        bulk: 'In bulk',
        withoutFollowUp: 'Shown, nothing recorded (persons)',
      },
      values: {
        UnusualAccess: {
          OWN_MEDIAN: 'More than usual',
          MANY_PERSONS: 'Very many persons',
          NIGHT: 'At night',
          WEEKEND: 'At the weekend',
          BULK: 'In bulk',
          NO_FOLLOW_UP: 'Nothing recorded after',
        } satisfies Record<UnusualAccess, string>,
      },
    },
  },
}
