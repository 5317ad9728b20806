import StraightenIcon from '@mui/icons-material/StraightenOutlined'
import { DataTable, required, SelectArrayInput, SelectInput, TextInput } from 'react-admin'
import { NounCreate, NounEdit, ParagraphInput } from './form'
import { graphql } from './gql'
import type { CountingBasis, IndicatorFieldsFragment, IndicatorKind, JobCategory, Population } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { OutcomeRows } from './outcome'
import { Fact, NounShow, Related } from './show'
import { choicesOf, Value, ValueChip } from './value'

type Row = IndicatorFieldsFragment

const fields = graphql(`
  fragment IndicatorFields on Indicator {
    id
    version
    viewerCanUpdate
    code
    nameKo
    nameEn
    unitKo
    unitEn
    population
    basis
    kind
    jobCategory
    definition
  }
`)

const populations = {
  PARTICIPANTS: '참여자',
  SERVICE_USERS: '서비스 이용자',
  SERVICE_EVENTS: '서비스 건수',
  MONEY: '금액',
} satisfies Record<Population, string>

const bases = {
  APPLIED: '신청',
  SELECTED: '선발',
  IN_TRAINING: '교육 중',
  TRAINED: '수료',
  PLACED: '취업',
  RETAINED: '고용 유지',
  TARGET: '목표',
  REACHED: '이용',
  DELIVERED: '제공',
  OTHER: '기타',
} satisfies Record<CountingBasis, string>

const kinds = {
  FLOW: '기간 합계',
  RUNNING_TOTAL: '누계',
  POINT_IN_TIME: '시점',
  RATE: '비율·평균',
} satisfies Record<IndicatorKind, string>

const categories = {
  DIRECT_JOB: '직접일자리',
  VOCATIONAL_TRAINING: '직업능력개발훈련',
  EMPLOYMENT_SERVICE: '고용서비스',
  HIRING_INCENTIVE: '고용장려금',
  STARTUP_SUPPORT: '창업지원',
  INFRASTRUCTURE: '일자리 인프라',
  OTHER: '기타',
} satisfies Record<JobCategory, string>

const Column = DataTable.Col<Row>

const List = () => (
  <NounList
    sort={{ field: 'code', order: 'ASC' }}
    filters={[
      <Search key="search" source="search" alwaysOn />,
      <SelectArrayInput key="basis" source="basis" choices={choicesOf('CountingBasis', bases)} alwaysOn />,
      <SelectInput key="population" source="population" choices={choicesOf('Population', populations)} alwaysOn />,
    ]}
  >
    <Rows<Row>
      card={(row) => `${localized(row, 'name')} (${localized(row, 'unit')})`}
      cardDetail={(row) => (
        <>
          <Value of="CountingBasis" is={row.basis} /> · <Value of="Population" is={row.population} /> ·{' '}
          <Value of="IndicatorKind" is={row.kind} />
        </>
      )}
    >
      <Column source="nameKo" render={(row) => <RecordLink row={row} />} />
      <Column className="short" source="code" />
      <Column source="unitKo" disableSort render={(row) => localized(row, 'unit')} />
      <Column source="basis" disableSort render={(row) => <ValueChip of="CountingBasis" is={row.basis} />} />
      <Column source="population" disableSort render={(row) => <Value of="Population" is={row.population} />} />
      <Column source="kind" disableSort render={(row) => <Value of="IndicatorKind" is={row.kind} />} />
      <Column
        source="jobCategory"
        disableSort
        render={(row) => row.jobCategory && <Value of="JobCategory" is={row.jobCategory} />}
      />
    </Rows>
  </NounList>
)

const Show = () => (
  <NounShow<Row>
    facts={(row) => (
      <>
        <Fact source="nameKo">{row.nameKo}</Fact>
        <Fact source="nameEn">{row.nameEn}</Fact>
        <Fact source="code">{row.code}</Fact>
        <Fact source="unitKo">{row.unitKo}</Fact>
        <Fact source="unitEn">{row.unitEn}</Fact>
        <Fact source="basis">
          <ValueChip of="CountingBasis" is={row.basis} />
        </Fact>
        <Fact source="population">
          <Value of="Population" is={row.population} />
        </Fact>
        <Fact source="kind">
          <Value of="IndicatorKind" is={row.kind} />
        </Fact>
        <Fact source="jobCategory">{row.jobCategory && <Value of="JobCategory" is={row.jobCategory} />}</Fact>
        <Fact source="definition" wide>
          {row.definition}
        </Fact>
      </>
    )}
  >
    <Related
      title="panel.figures"
      resource="outcomes"
      target="indicator"
      source="code"
      sort={{ field: 'program', order: 'ASC' }}
    >
      <OutcomeRows without="indicator" />
    </Related>
  </NounShow>
)

const Inputs = () => (
  <>
    <TextInput source="nameKo" validate={required()} />
    <TextInput source="nameEn" validate={required()} />
    <TextInput source="unitKo" validate={required()} />
    <TextInput source="unitEn" validate={required()} />
    <SelectInput source="jobCategory" choices={choicesOf('JobCategory', categories)} />
    <ParagraphInput source="definition" />
  </>
)

const Edit = () => (
  <NounEdit>
    <Inputs />
  </NounEdit>
)

const Create = () => (
  <NounCreate hint="panel.indicator_is_fixed">
    <TextInput source="code" validate={required()} />
    <SelectInput source="basis" choices={choicesOf('CountingBasis', bases)} validate={required()} />
    <SelectInput source="population" choices={choicesOf('Population', populations)} validate={required()} />
    <SelectInput source="kind" choices={choicesOf('IndicatorKind', kinds)} validate={required()} />
    <Inputs />
  </NounCreate>
)

export const indicator: Noun<Row> = {
  name: 'indicators',
  type: 'Indicator',
  fields,
  acts: { create: 'createIndicator', edit: 'updateIndicator' },
  icon: StraightenIcon,
  list: List,
  show: Show,
  create: Create,
  edit: Edit,
  recordRepresentation: (row) => `${localized(row, 'name')} (${localized(row, 'unit')})`,
  words: {
    ko: {
      name: '지표',
      empty: '등록된 지표가 없습니다',
      fields: {
        code: '코드',
        nameKo: '이름',
        nameEn: '영문 이름',
        unitKo: '단위',
        unitEn: '영문 단위',
        population: '집계 대상',
        basis: '산정기준',
        kind: '집계 방식',
        jobCategory: '일자리 유형',
        definition: '정의',
        search: '이름·코드 검색',
      },
      values: { Population: populations, CountingBasis: bases, IndicatorKind: kinds, JobCategory: categories },
    },
    en: {
      name: 'Indicator |||| Indicators',
      empty: 'No indicators yet',
      fields: {
        code: 'Code',
        nameKo: 'Name',
        nameEn: 'English name',
        unitKo: 'Unit',
        unitEn: 'English unit',
        population: 'Population',
        basis: 'Counting basis',
        kind: 'Over time',
        jobCategory: 'Job category',
        definition: 'Definition',
        search: 'Search name or code',
      },
      values: {
        Population: {
          PARTICIPANTS: 'participants',
          SERVICE_USERS: 'service users',
          SERVICE_EVENTS: 'service events',
          MONEY: 'money',
        } satisfies Record<Population, string>,
        CountingBasis: {
          APPLIED: 'Applied',
          SELECTED: 'Selected',
          IN_TRAINING: 'In training',
          TRAINED: 'Trained',
          PLACED: 'Placed',
          RETAINED: 'Retained',
          TARGET: 'Target',
          REACHED: 'Reached',
          DELIVERED: 'Delivered',
          OTHER: 'Other',
        } satisfies Record<CountingBasis, string>,
        IndicatorKind: {
          FLOW: 'Sum over a period',
          RUNNING_TOTAL: 'Running total',
          POINT_IN_TIME: 'Point in time',
          RATE: 'Rate or mean',
        } satisfies Record<IndicatorKind, string>,
        JobCategory: {
          DIRECT_JOB: 'Direct job',
          VOCATIONAL_TRAINING: 'Vocational training',
          EMPLOYMENT_SERVICE: 'Employment service',
          HIRING_INCENTIVE: 'Hiring incentive',
          STARTUP_SUPPORT: 'Start-up support',
          INFRASTRUCTURE: 'Job infrastructure',
          OTHER: 'Other',
        } satisfies Record<JobCategory, string>,
      },
    },
  },
}
