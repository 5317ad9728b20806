import EventIcon from '@mui/icons-material/EventOutlined'
import { DataTable, maxValue, minValue, NumberInput, required, TextInput } from 'react-admin'
import { DayInput, NounCreate, NounEdit, ParagraphInput } from './form'
import { graphql } from './gql'
import type { RoundFieldsFragment, RoundState } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { RoundShow } from './round/show'
import { ValueChip } from './value'

type Row = RoundFieldsFragment

const fields = graphql(`
  fragment RoundFields on Round {
    id
    version
    viewerCanUpdate
    year
    titleKo
    titleEn
    state
    callOpensOn
    callClosesOn
    screeningFrom
    screeningTo
    jobTarget
    citySharePct
    cityShareNote
    note
  }
`)

const states = {
  PLANNED: '계획',
  CALL_OPEN: '공모 중',
  SCREENING: '심사 중',
  SELECTED: '선정 완료',
  RUNNING: '추진 중',
  REPORTED: '실적 보고',
  EVALUATED: '평가 완료',
  CLOSED: '종료',
} satisfies Record<RoundState, string>

const Column = DataTable.Col<Row>

const List = () => (
  <NounList
    sort={{ field: 'year', order: 'DESC' }}
    filters={[<Search key="search" source="search" alwaysOn />, <NumberInput key="year" source="year" alwaysOn />]}
  >
    <Rows<Row>
      card={(row) => localized(row, 'title')}
      cardDetail={(row) => (
        <>
          {row.year} <ValueChip of="RoundState" is={row.state} />
        </>
      )}
    >
      <Column source="titleKo" render={(row) => <RecordLink row={row} />} />
      <Column className="short" source="year" />
      <Column source="state" disableSort render={(row) => <ValueChip of="RoundState" is={row.state} />} />
      <Column className="short" source="callOpensOn" disableSort />
      <Column className="short" source="callClosesOn" disableSort />
    </Rows>
  </NounList>
)

const Inputs = () => (
  <>
    <TextInput source="titleKo" validate={required()} />
    <TextInput source="titleEn" />
    <DayInput source="callOpensOn" />
    <DayInput source="callClosesOn" />
    <DayInput source="screeningFrom" />
    <DayInput source="screeningTo" />
    <NumberInput source="jobTarget" validate={minValue(1)} />
    <NumberInput source="citySharePct" validate={[minValue(0), maxValue(100)]} />
    <ParagraphInput source="cityShareNote" />
    <ParagraphInput source="note" />
  </>
)

const Edit = () => (
  <NounEdit>
    <Inputs />
  </NounEdit>
)

const Create = () => (
  <NounCreate>
    <NumberInput source="year" validate={required()} />
    <Inputs />
  </NounCreate>
)

export const round: Noun<Row> = {
  name: 'rounds',
  type: 'Round',
  fields,
  acts: { create: 'createRound', edit: 'updateRound', decide: 'selectProgram' },
  icon: EventIcon,
  list: List,
  show: RoundShow,
  create: Create,
  edit: Edit,
  recordRepresentation: (row) => localized(row, 'title'),
  words: {
    ko: {
      name: '연도별 사업',
      empty: '등록된 연도별 사업이 없습니다',
      fields: {
        year: '연도',
        titleKo: '제목',
        titleEn: '영문 제목',
        state: '상태',
        callOpensOn: '공모 시작일',
        callClosesOn: '공모 마감일',
        screeningFrom: '심사 시작일',
        screeningTo: '심사 마감일',
        jobTarget: '목표 일자리 수',
        citySharePct: '시비 비율(%)',
        cityShareNote: '시비 비율 근거',
        note: '참고',
        search: '제목 검색',
        criteria: '심사 기준',
        programs: '사업',
        feedback: '환류',
      },
      values: { RoundState: states },
    },
    en: {
      name: 'Round |||| Rounds',
      empty: 'No rounds yet',
      fields: {
        year: 'Year',
        titleKo: 'Title',
        titleEn: 'English title',
        state: 'State',
        callOpensOn: 'Call opens',
        callClosesOn: 'Call closes',
        screeningFrom: 'Screening from',
        screeningTo: 'Screening until',
        jobTarget: 'Job target',
        citySharePct: 'City share (%)',
        cityShareNote: 'Where the share comes from',
        note: 'Note',
        search: 'Search titles',
        criteria: 'Criteria',
        programs: 'Programs',
        feedback: 'Feedback',
      },
      values: {
        RoundState: {
          PLANNED: 'Planned',
          CALL_OPEN: 'Call open',
          SCREENING: 'Screening',
          SELECTED: 'Selected',
          RUNNING: 'Running',
          REPORTED: 'Reported',
          EVALUATED: 'Evaluated',
          CLOSED: 'Closed',
        } satisfies Record<RoundState, string>,
      },
    },
  },
}
