import MapIcon from '@mui/icons-material/MapOutlined'
import { BooleanInput, DataTable, required, SelectInput, TextInput } from 'react-admin'
import { DayInput, NounCreate, NounEdit, ParagraphInput } from './form'
import { graphql } from './gql'
import type { DistrictFieldsFragment, DistrictKind } from './gql/graphql'
import { NounList, RecordLink, Rows, Search } from './list'
import { localized, type Noun } from './noun'
import { ProgramRows } from './program'
import { Fact, NounShow, Related } from './show'
import { choicesOf, Value } from './value'

type Row = DistrictFieldsFragment

const fields = graphql(`
  fragment DistrictFields on District {
    id
    version
    viewerCanUpdate
    code
    kostatCode
    nameKo
    nameEn
    kind
    validFrom
    validTo
    note
  }
`)

const kinds = { GU: '자치구', GUN: '군' } satisfies Record<DistrictKind, string>
const Column = DataTable.Col<Row>

const List = () => (
  <NounList
    sort={{ field: 'code', order: 'ASC' }}
    filters={[
      <Search key="search" source="search" alwaysOn />,
      <BooleanInput key="current" source="current" alwaysOn />,
    ]}
  >
    <Rows<Row>
      card={(row) => localized(row, 'name')}
      cardDetail={(row) => (
        <>
          {row.code} · <Value of="DistrictKind" is={row.kind} />
          {(row.validFrom || row.validTo) && ` · ${row.validFrom ?? ''} – ${row.validTo ?? ''}`}
        </>
      )}
    >
      <Column source="nameKo" render={(row) => <RecordLink row={row} />} />
      <Column className="short" source="code" />
      <Column source="kind" disableSort render={(row) => <Value of="DistrictKind" is={row.kind} />} />
      <Column className="short" source="validFrom" disableSort />
      <Column className="short" source="validTo" />
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
        <Fact source="kind">
          <Value of="DistrictKind" is={row.kind} />
        </Fact>
        <Fact source="code">{row.code}</Fact>
        <Fact source="kostatCode">{row.kostatCode}</Fact>
        <Fact source="validFrom">{row.validFrom}</Fact>
        <Fact source="validTo">{row.validTo}</Fact>
        <Fact source="note" wide>
          {row.note}
        </Fact>
      </>
    )}
  >
    <Related
      title="resources.programs.name"
      resource="programs"
      target="district"
      sort={{ field: 'code', order: 'ASC' }}
      start={(row) => ({ districtId: row.id })}
    >
      <ProgramRows without="district" />
    </Related>
  </NounShow>
)

const Inputs = () => (
  <>
    <TextInput source="nameKo" validate={required()} />
    <TextInput source="nameEn" validate={required()} />
    <SelectInput source="kind" choices={choicesOf('DistrictKind', kinds)} validate={required()} />
    <TextInput source="code" validate={required()} />
    <TextInput source="kostatCode" validate={required()} />
    <DayInput source="validFrom" />
    <DayInput source="validTo" />
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
    <Inputs />
  </NounCreate>
)

export const district: Noun<Row> = {
  name: 'districts',
  type: 'District',
  fields,
  acts: { create: 'createDistrict', edit: 'updateDistrict' },
  icon: MapIcon,
  list: List,
  show: Show,
  create: Create,
  edit: Edit,
  recordRepresentation: (row) => localized(row, 'name'),
  words: {
    ko: {
      name: '군·구',
      empty: '등록된 군·구가 없습니다',
      fields: {
        code: '행정표준코드',
        kostatCode: '통계청 코드',
        nameKo: '이름',
        nameEn: '영문 이름',
        kind: '종류',
        validFrom: '시작일',
        validTo: '종료일',
        note: '참고',
        search: '이름·코드 검색',
        current: '현재 있는 군·구만',
      },
      values: { DistrictKind: kinds },
    },
    en: {
      name: 'District |||| Districts',
      empty: 'No districts yet',
      fields: {
        code: 'Code (MOIS)',
        kostatCode: 'Code (KOSTAT)',
        nameKo: 'Name',
        nameEn: 'English name',
        kind: 'Kind',
        validFrom: 'First day',
        validTo: 'Last day',
        note: 'Note',
        search: 'Search name or code',
        current: 'Only districts of today',
      },
      values: { DistrictKind: { GU: 'Autonomous district', GUN: 'County' } satisfies Record<DistrictKind, string> },
    },
  },
}
