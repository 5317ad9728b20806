import ClaimIcon from '@mui/icons-material/CampaignOutlined'
import { LinearProgress } from '@mui/material'
import { lazy, Suspense } from 'react'
import { DataTable, NumberInput, useLocale } from 'react-admin'
import { dayInKorea } from './day'
import { graphql } from './gql'
import type { ClaimFieldsFragment } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { Fact, NounShow } from './show'
import { Value } from './value'

const Reconciliation = lazy(async () => ({ default: (await import('./claim/reconciliation')).Reconciliation }))
const Create = lazy(async () => ({ default: (await import('./claim/publish')).PublishClaim }))

type Row = ClaimFieldsFragment

const fields = graphql(`
  fragment ClaimFields on Claim {
    id
    version
    viewerCanUpdate
    code
    titleKo
    titleEn
    value
    unitKo
    unitEn
    basis
    population
    asOf
    knownAt
    quote
    note
    round { id year titleKo titleEn }
    document { id publisher title address publishedOn }
  }
`)

const Column = DataTable.Col<Row>

function Claimed({ row }: { row: Row }) {
  const locale = useLocale()
  return (
    <span className="figure">
      {row.value.toLocaleString(locale)} <span className="figure-unit">{localized(row, 'unit')}</span>
    </span>
  )
}

const List = () => (
  <NounList
    sort={{ field: 'asOf', order: 'DESC' }}
    filters={[<Search key="search" source="search" alwaysOn />, <NumberInput key="year" source="year" alwaysOn />]}
  >
    <Rows<Row>
      card={(row) => (
        <>
          {localized(row, 'title')} <Claimed row={row} />
        </>
      )}
      cardDetail={(row) => `${row.asOf} · ${row.document.publisher}`}
    >
      <Column source="titleKo" disableSort render={(row) => <RecordLink row={row} />} />
      <Column source="value" disableSort align="right" render={(row) => <Claimed row={row} />} />
      <Column source="basis" disableSort render={(row) => <Value of="CountingBasis" is={row.basis} />} />
      <Column className="short" source="asOf" />
      <Column className="short" source="knownAt" render={(row) => dayInKorea(row.knownAt)} />
      <Column
        source="document"
        disableSort
        render={(row) => (
          <RecordLink row={row.document} resource="sources">
            {row.document.publisher}
          </RecordLink>
        )}
      />
    </Rows>
  </NounList>
)

const Show = () => (
  <NounShow<Row>
    fixed={() => 'work.claim.fixed'}
    facts={(row) => (
      <>
        <Fact source="value">
          <Claimed row={row} />
        </Fact>
        <Fact source="basis">
          <Value of="CountingBasis" is={row.basis} /> · <Value of="Population" is={row.population} />
        </Fact>
        <Fact source="asOf">{row.asOf}</Fact>
        <Fact source="knownAt">{dayInKorea(row.knownAt)}</Fact>
        <Fact source="round">
          <RecordLink row={row.round} resource="rounds" />
        </Fact>
        <Fact source="document">
          <RecordLink row={row.document} resource="sources" />
        </Fact>
        <Fact source="quote" wide>
          {row.quote && <q>{row.quote}</q>}
        </Fact>
        <Fact source="note" wide>
          {row.note}
        </Fact>
      </>
    )}
  >
    <Suspense fallback={<LinearProgress />}>
      <Reconciliation />
    </Suspense>
  </NounShow>
)

export const claim: Noun<Row> = {
  name: 'claims',
  type: 'Claim',
  fields,
  acts: { create: 'publishClaim', explain: 'explainClaim' },
  icon: ClaimIcon,
  list: List,
  show: Show,
  create: Create,
  recordRepresentation: (row) => localized(row, 'title'),
  words: {
    ko: {
      name: '공표 수치',
      empty: '공표한 수치가 없습니다',
      fields: {
        code: '짧은 이름',
        titleKo: '제목',
        titleEn: '영문 제목',
        value: '수치',
        unitKo: '단위',
        unitEn: '영문 단위',
        basis: '산정기준',
        population: '집계 대상',
        asOf: '기준일',
        knownAt: '알려진 날',
        quote: '인용',
        note: '참고',
        round: '연도별 사업',
        document: '출처',
        search: '제목 검색',
        year: '연도',
      },
      values: {
        ReconciliationStatus: { MATCHED: '일치', EXPLAINED: '설명됨', UNEXPLAINED: '설명 안 됨' },
      },
    },
    en: {
      name: 'Claim |||| Claims',
      empty: 'No claims yet',
      fields: {
        code: 'Short name',
        titleKo: 'Title',
        titleEn: 'English title',
        value: 'Value',
        unitKo: 'Unit',
        unitEn: 'English unit',
        basis: 'Counting basis',
        population: 'Population',
        asOf: 'As of',
        knownAt: 'Known since',
        quote: 'Quote',
        note: 'Note',
        round: 'Round',
        document: 'Source',
        search: 'Search titles',
        year: 'Year',
      },
      values: {
        ReconciliationStatus: { MATCHED: 'Matched', EXPLAINED: 'Explained', UNEXPLAINED: 'Unexplained' },
      },
    },
  },
}
