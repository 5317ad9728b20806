import WorkIcon from '@mui/icons-material/WorkOutlined'
import { Chip } from '@mui/material'
import {
  AutocompleteArrayInput,
  DataTable,
  minValue,
  NumberInput,
  ReferenceArrayInput,
  required,
  SelectArrayInput,
  TextInput,
} from 'react-admin'
import { NounCreate, NounEdit, ParagraphInput, RecordInput } from './form'
import { graphql } from './gql'
import type { ProgramFieldsFragment, ProgramStage } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { ProgramShow } from './program/show'
import { choicesOf, ValueChip } from './value'

type Row = ProgramFieldsFragment

const fields = graphql(`
  fragment ProgramFields on Program {
    id
    version
    viewerCanUpdate
    code
    titleKo
    titleEn
    summaryKo
    summaryEn
    dong
    dongNote
    targetJobs
    destroyOn
    stage
    round { id year titleKo titleEn }
    district { id nameKo nameEn }
    targetGroups { id code nameKo nameEn }
    cohorts { id nameKo nameEn capacity }
  }
`)

const stages = {
  DRAFT: '작성 중',
  SUBMITTED: '신청',
  IN_REVIEW: '심사 중',
  SELECTED: '선정',
  RESERVE: '예비',
  REJECTED: '미선정',
  AGREED: '협약',
  RUNNING: '추진 중',
  REPORTED: '실적 보고',
  SETTLED: '정산 완료',
  EVALUATED: '평가 완료',
  WITHDRAWN: '철회',
} satisfies Record<ProgramStage, string>

const Column = DataTable.Col<Row>

export const ProgramRows = ({ without }: { without?: string }) => (
  <Rows<Row>
    without={without}
    card={(row) => localized(row, 'title')}
    cardDetail={(row) => (
      <>
        {row.code} · {localized(row.district, 'name')} <ValueChip of="ProgramStage" is={row.stage} />
      </>
    )}
  >
    <Column source="titleKo" render={(row) => <RecordLink row={row} />} />
    <Column className="short" source="code" />
    <Column className="short" source="year" render={(row) => row.round.year} />
    <Column className="short" source="district" render={(row) => localized(row.district, 'name')} />
    <Column source="targetGroups" disableSort render={(row) => <Groups row={row} />} />
    <Column source="stage" disableSort render={(row) => <ValueChip of="ProgramStage" is={row.stage} />} />
  </Rows>
)

export const Groups = ({ row }: { row: Row }) =>
  row.targetGroups.map((group) => <Chip key={group.id} label={localized(group, 'name')} sx={{ mr: 0.5 }} />)

const List = () => (
  <NounList
    sort={{ field: 'code', order: 'ASC' }}
    filters={[
      <Search key="search" source="search" alwaysOn />,
      <NumberInput key="year" source="year" alwaysOn />,
      <RecordInput key="district" source="district" reference="districts" alwaysOn />,
      <SelectArrayInput key="stage" source="stage" choices={choicesOf('ProgramStage', stages)} alwaysOn />,
    ]}
  >
    <ProgramRows />
  </NounList>
)

const Inputs = () => (
  <>
    <TextInput source="titleKo" validate={required()} />
    <TextInput source="titleEn" />
    <ReferenceArrayInput source="targetGroupIds" reference="targetGroups" perPage={100}>
      <AutocompleteArrayInput />
    </ReferenceArrayInput>
    <NumberInput source="targetJobs" validate={minValue(1)} />
    <TextInput source="dong" />
    <TextInput source="dongNote" />
    <ParagraphInput source="summaryKo" />
    <ParagraphInput source="summaryEn" />
  </>
)

const Edit = () => (
  <NounEdit>
    <Inputs />
  </NounEdit>
)

const Create = () => (
  <NounCreate>
    <RecordInput source="roundId" reference="rounds" isRequired />
    <RecordInput source="districtId" reference="districts" isRequired />
    <Inputs />
  </NounCreate>
)

export const program: Noun<Row> = {
  name: 'programs',
  type: 'Program',
  fields,
  acts: { create: 'createProgram', edit: 'updateProgram', place: 'placeOnLine', destroyOn: 'setDestroyOn' },
  icon: WorkIcon,
  list: List,
  show: ProgramShow,
  create: Create,
  edit: Edit,
  recordRepresentation: (row) => localized(row, 'title'),
  words: {
    ko: {
      name: '사업',
      empty: '등록된 사업이 없습니다',
      fields: {
        code: '사업 번호',
        titleKo: '사업명',
        titleEn: '영문 사업명',
        summaryKo: '사업 내용',
        summaryEn: '영문 사업 내용',
        dong: '법정동',
        dongNote: '법정동 근거',
        targetJobs: '목표 일자리 수',
        destroyOn: '개인정보 파기 예정일',
        stage: '단계',
        round: '연도별 사업',
        year: '연도',
        district: '군·구',
        targetGroups: '대상',
        cohorts: '기수',
        line: '사업 계열',
        lineChange: '환류 결과',
        organizations: '참여 기관',
        fundingLines: '재원',
        agreements: '협약',
        evaluation: '평가',
        reviews: '심사',
        search: '사업명·내용·번호 검색',
      },
      values: { ProgramStage: stages },
    },
    en: {
      name: 'Program |||| Programs',
      empty: 'No programs yet',
      fields: {
        code: 'Number',
        titleKo: 'Title',
        titleEn: 'English title',
        summaryKo: 'What it does',
        summaryEn: 'What it does, in English',
        dong: 'Legal neighborhood (dong)',
        dongNote: 'Where the dong is known from',
        targetJobs: 'Target jobs',
        destroyOn: 'Destroy personal data on',
        stage: 'Stage',
        round: 'Round',
        year: 'Year',
        district: 'District',
        targetGroups: 'For whom',
        cohorts: 'Cohorts',
        line: 'Program line',
        lineChange: 'Came into its round as',
        organizations: 'Organizations',
        fundingLines: 'Money',
        agreements: 'Agreements',
        evaluation: 'Evaluation',
        reviews: 'Reviews',
        search: 'Search title, summary, number',
      },
      values: {
        ProgramStage: {
          DRAFT: 'Draft',
          SUBMITTED: 'Submitted',
          IN_REVIEW: 'In review',
          SELECTED: 'Selected',
          RESERVE: 'Reserve',
          REJECTED: 'Not selected',
          AGREED: 'Agreed',
          RUNNING: 'Running',
          REPORTED: 'Reported',
          SETTLED: 'Settled',
          EVALUATED: 'Evaluated',
          WITHDRAWN: 'Withdrawn',
        } satisfies Record<ProgramStage, string>,
      },
    },
  },
}
