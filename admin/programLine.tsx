import LineIcon from '@mui/icons-material/TimelineOutlined'
import { DataTable, required, TextInput } from 'react-admin'
import { NounCreate, NounEdit, ParagraphInput } from './form'
import { graphql } from './gql'
import type { LineChange, ProgramLineFieldsFragment } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { LineAcrossRounds } from './program/line'
import { Fact, NounShow } from './show'

type Row = ProgramLineFieldsFragment

const fields = graphql(`
  fragment ProgramLineFields on ProgramLine { id version viewerCanUpdate code nameKo nameEn note }
`)

export const lineChanges = {
  NEW: '신규',
  CONTINUED: '계속',
  CHANGED: '변경',
  ENDED: '종료',
} satisfies Record<LineChange, string>

const Column = DataTable.Col<Row>

const List = () => (
  <NounList sort={{ field: 'nameKo', order: 'ASC' }} filters={[<Search key="search" source="search" alwaysOn />]}>
    <Rows<Row> card={(row) => localized(row, 'name')} cardDetail={(row) => row.code}>
      <Column source="nameKo" render={(row) => <RecordLink row={row} />} />
      <Column className="short" source="code" />
      <Column source="note" disableSort />
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
        <Fact source="note" wide>
          {row.note}
        </Fact>
      </>
    )}
  >
    <LineAcrossRounds />
  </NounShow>
)

const Inputs = () => (
  <>
    <TextInput source="nameKo" validate={required()} />
    <TextInput source="nameEn" validate={required()} />
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
    <TextInput source="code" validate={required()} placeholder="daycare-cooks" />
    <Inputs />
  </NounCreate>
)

export const programLine: Noun<Row> = {
  name: 'programLines',
  type: 'ProgramLine',
  fields,
  acts: { create: 'createProgramLine', edit: 'updateProgramLine' },
  icon: LineIcon,
  list: List,
  show: Show,
  create: Create,
  edit: Edit,
  recordRepresentation: (row) => localized(row, 'name'),
  words: {
    ko: {
      name: '사업 계열',
      empty: '등록된 사업 계열이 없습니다',
      fields: { code: '코드', nameKo: '이름', nameEn: '영문 이름', note: '참고', search: '이름·코드·사업명 검색' },
      values: { LineChange: lineChanges },
    },
    en: {
      name: 'Program line |||| Program lines',
      empty: 'No program lines yet',
      fields: {
        code: 'Code',
        nameKo: 'Korean name',
        nameEn: 'English name',
        note: 'Note',
        search: 'Search names, codes, program titles',
      },
      values: {
        LineChange: {
          NEW: 'New',
          CONTINUED: 'Continued',
          CHANGED: 'Changed',
          ENDED: 'Ended',
        } satisfies Record<LineChange, string>,
      },
    },
  },
}
